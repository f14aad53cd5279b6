// A number, typed.

import { node } from "../shared/text.js";

/** @import { AnswerContext, NumberForm } from "../shared/board_types.js" */

const NUMBER = /^\s*[+\-−]?(\d+[.,]?\d*|[.,]\d+)(e[+\-−]?\d{1,3})?\s*$/i;

export class NumberAnswer {
  static kind = "number";

  /**
   * @param {NumberForm} form
   * @param {AnswerContext} context
   */
  constructor({ label, unit }, { changed }) {
    /** @type {HTMLInputElement} */
    this.field = node("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      size: 8,
      oninput: changed,
    });
    this.root = node("div", { class: "ov-answer" }, node("label", {}, `${label} = `, this.field, unit && ` ${unit}`));
  }

  get value() {
    const text = this.field.value;
    return NUMBER.test(text) ? text.trim() : null;
  }

  /** @param {string} text */
  show(text) {
    this.field.value = text;
  }
}
