// Lines of words and mathematics, others at each step; the lit one is kept in sight.

import { loadMath } from "../shared/math.js";
import { node } from "../shared/text.js";
import { setMixed, TitledPanel } from "./titled.js";

/** @import { BoardContext, TextLinesSpec } from "../shared/board_types.js" */

/** @extends {TitledPanel<TextLinesSpec>} */
export class TextLinesPanel extends TitledPanel {
  static kind = "text_lines";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "lines");
    this.slot.setAttribute("tabindex", "0");
    /** @type {HTMLElement[]} */
    this.lines = [];
  }

  /** @override @param {TextLinesSpec} spec */
  update(spec) {
    super.update(spec);
    this.slot.style.minHeight = spec.high ? `${spec.high}em` : "";
    this.move();
    // A formula has its height only when KaTeX and its letters are here.
    loadMath().then(() => document.fonts.ready).then(() => requestAnimationFrame(() => this.move()), () => {});
  }

  move() {
    const { frames, lit } = this.spec;
    const { step } = this.board.player;
    const texts = frames[Math.min(step, frames.length - 1)] || [];
    while (this.lines.length < texts.length) {
      const line = node("div", { class: "ov-line" });
      this.lines.push(line);
      this.slot.append(line);
    }
    const now = lit.length ? lit[Math.min(step, lit.length - 1)] : -1;
    this.lines.forEach((line, i) => {
      line.hidden = i >= texts.length;
      if (!line.hidden) setMixed(line, texts[i]);
      line.classList.toggle("ov-lit", i === now);
    });
    if (now >= 0) this.keepInSight(this.lines[now]);
  }

  /** @param {HTMLElement} line */
  keepInSight(line) {
    const { slot } = this;
    const top = line.offsetTop - slot.offsetTop;
    if (top < slot.scrollTop) slot.scrollTop = top;
    else if (top + line.offsetHeight > slot.scrollTop + slot.clientHeight) {
      slot.scrollTop = top + line.offsetHeight - slot.clientHeight;
    }
  }
}
