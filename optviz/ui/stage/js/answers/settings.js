// What a run depends on, set on one or two sliders.

import { node } from "../shared/text.js";
import { RangeAnswer } from "./range.js";

/** @import { AnswerContext, SettingsForm } from "../shared/board_types.js" */

export class SettingsAnswer {
  static kind = "settings";

  /**
   * @param {SettingsForm} form
   * @param {AnswerContext} context
   */
  constructor({ dials }, context) {
    this.dials = dials.map((dial) => new RangeAnswer({ kind: "range", whole: false, unit: "", ...dial }, context));
    this.root = node("div", { class: "ov-answer" }, ...this.dials.map(({ root }) => root));
  }

  get value() {
    const values = this.dials.map(({ value }) => value);
    return values.includes(null) ? null : values.join();
  }

  /** @param {string} text */
  show(text) {
    text.split(",").forEach((value, i) => this.dials[i]?.show(value));
  }
}
