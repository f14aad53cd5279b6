// On or off.

import { node } from "../shared/text.js";

/** @import { BoardContext, SwitchSpec } from "../shared/board_types.js" */

export class SwitchControl {
  static kind = "switch";

  /**
   * @param {SwitchSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    /** @type {HTMLInputElement} */
    const checkbox = node("input", {
      type: "checkbox",
      "aria-label": spec.label,
      onchange: () => board.set({ [spec.key]: checkbox.checked }),
    });
    this.checkbox = checkbox;
    this.root = node(
      "div",
      { class: "ov-control ov-control-switch", "data-control": spec.key },
      node("label", { title: spec.help || "" }, checkbox, " ", spec.label),
    );
  }

  /** @param {boolean} value */
  static text(value) {
    return value ? "1" : "0";
  }

  /** @param {boolean} value */
  show(value) {
    this.checkbox.checked = value;
  }
}
