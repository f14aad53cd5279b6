// A line of text to type.

import { node } from "../shared/text.js";

/** @import { BoardContext, TextInputSpec } from "../shared/board_types.js" */

export class TextInputControl {
  static kind = "text_input";

  /**
   * @param {TextInputSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.value = spec.value;
    const enter = () => {
      if (field.value !== this.value) board.set({ [spec.key]: field.value });
    };
    const field = node("input", {
      type: "text",
      class: "ov-words",
      maxlength: spec.longest,
      "aria-label": spec.label,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      onchange: enter,
      onkeydown: (event) => {
        if (event.key === "Enter") enter();
      },
    });
    this.field = field;
    this.root = node(
      "div",
      { class: "ov-control ov-control-wide", "data-control": spec.key },
      node("label", { class: "ov-control-label" }, spec.label),
      field,
    );
  }

  /** @param {string} value */
  static text(value) {
    return value;
  }

  /** @param {string} value */
  show(value) {
    this.value = value;
    if (document.activeElement !== this.field || this.field.value === value) this.field.value = value;
  }
}
