// Lines of a program, one of them lit; a button copies them.

import { copyText } from "../shared/clipboard.js";
import { textButton } from "../shared/icons.js";
import { node } from "../shared/text.js";
import { setMixed, TitledPanel } from "./titled.js";

/** @import { BoardContext, CodeSpec } from "../shared/board_types.js" */

/** @extends {TitledPanel<CodeSpec>} */
export class CodePanel extends TitledPanel {
  static kind = "code";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "code-room");
    this.button = textButton("Copy", () => this.copy(), "Copy the program");
    this.button.classList.add("ov-copy");
    this.root.append(this.button);
    /** @type {HTMLElement[]} */
    this.lines = [];
    /** @type {string | null} */
    this.text = null;
  }

  /** @override @param {CodeSpec} spec */
  update(spec) {
    super.update(spec);
    this.root.classList.toggle("ov-mono", !spec.latex);
    this.button.hidden = !spec.copies;
    const text = spec.lines.join("\n");
    if (this.text !== text) {
      this.lines = spec.lines.map((line) => {
        const row = node("div", { class: "ov-code-line" });
        if (spec.latex) setMixed(row, line);
        else row.textContent = line || " ";
        return row;
      });
      this.slot.replaceChildren(...this.lines);
    }
    this.text = text;
    this.move();
  }

  async copy() {
    const done = await copyText(`${this.spec.lines.join("\n")}\n`);
    this.board.toast(
      done
        ? "Program copied. Paste it where you run Python."
        : "This browser does not let a page copy. Select the program with the mouse.",
    );
  }

  move() {
    const { at } = this.spec;
    const lit = at.length ? at[Math.min(this.board.player.step, at.length - 1)] : -1;
    this.lines.forEach((line, i) => line.classList.toggle("ov-lit", i === lit));
  }
}
