// A line of text to type.

import { textField } from "../shared/fields.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, TextInputSpec } from "../shared/board_types.js" */

export class TextInputControl {
  static kind = "text_input";
  static text = String;

  /**
   * @param {TextInputSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.value = spec.value;
    const enter = () => {
      if (field.value !== this.value) board.set({ [spec.key]: field.value });
    };
    const field = textField({
      class: "ov-words",
      maxlength: spec.longest,
      "aria-label": spec.label,
      autocapitalize: "off",
    }, enter);
    this.field = field;
    this.root = node(
      "div",
      { class: "ov-control ov-control-wide", "data-control": spec.key },
      node("label", { class: "ov-control-label" }, spec.label),
      field,
    );
  }

  /** @param {string} value */
  show(value) {
    this.value = value;
    if (document.activeElement !== this.field || this.field.value === value) this.field.value = value;
  }
}
