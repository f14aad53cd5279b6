// A number, chosen on a slider. It stands nowhere until it is touched: the place where it opens would be a hint.

import { shareOf, valueAt } from "../shared/knobs.js";
import { digits, node } from "../shared/text.js";

/** @import { AnswerContext, RangeForm } from "../shared/board_types.js" */

const TOP = 1000;

export class RangeAnswer {
  static kind = "range";

  /**
   * @param {RangeForm} form
   * @param {AnswerContext} context
   */
  constructor(form, { changed }) {
    this.form = form;
    /** @type {number | null} */
    this.number = null;
    /** @type {HTMLInputElement} */
    this.range = node("input", {
      type: "range",
      min: 0,
      max: TOP,
      step: 1,
      "aria-label": form.label,
      "aria-valuetext": "not set yet",
      oninput: () => {
        this.set(valueAt(this.range.valueAsNumber / TOP, form));
        changed();
      },
    });
    this.output = node("output", { "aria-live": "off", text: "?" }); // the slider says it
    const end = (/** @type {number} */ value) => node("span", { class: "ov-answer-end", text: digits(value) });
    this.root = node(
      "div",
      { class: "ov-answer ov-answer-range" },
      node("span", { text: form.label }),
      end(form.low),
      this.range,
      end(form.high),
      this.output,
    );
  }

  get value() {
    return this.number === null ? null : String(this.number);
  }

  /** @param {number} number */
  set(number) {
    this.number = number;
    this.output.textContent = `${digits(number)} ${this.form.unit}`.trim();
    this.range.setAttribute("aria-valuetext", this.output.textContent);
  }

  /** @param {string} text */
  show(text) {
    this.range.valueAsNumber = TOP * shareOf(Number(text), this.form);
    this.set(Number(text));
  }
}
