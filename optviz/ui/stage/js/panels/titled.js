// What panels of text and numbers share: a title, a slot below it, and text that holds mathematics.

import { setMath } from "../shared/math.js";
import { node, setText } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, PanelSpec } from "../shared/board_types.js" */

/**
 * Text with mathematics between dollar signs.
 * @type {(element: HTMLElement, text: string) => void}
 */
export function setMixed(element, text) {
  if (element.dataset.mixed === text) return;
  element.dataset.mixed = text;
  element.replaceChildren(
    ...text.split("$").map((part, i) => {
      const span = document.createElement("span");
      if (i % 2) setMath(span, part);
      else span.textContent = part;
      return span;
    }),
  );
}

/**
 * A panel with a title over what it shows.
 * @template {PanelSpec} S
 */
export class TitledPanel {
  /**
   * @param {BoardContext} board
   * @param {string} name of the slot's CSS class, after "ov-"
   */
  constructor(board, name) {
    this.board = board;
    this.title = node("h2", { class: "ov-chart-title" });
    this.slot = node("div", { class: `ov-sheet-room ov-${name}` });
    /** @type {HTMLElement} */
    this.root = node("section", { class: "ov-panel" }, this.title, this.slot);
    /** @type {S} what is shown */
    this.spec;
  }

  /** @param {S} spec */
  update(spec) {
    this.spec = spec;
    this.setTitle(spec.title);
  }

  /** @param {string} text */
  setTitle(text) {
    this.title.hidden = !text;
    setText(this.title, t(text));
  }
}
