// One answer of several, as a list of radio buttons.

import { penOf } from "../shared/pens.js";
import { node } from "../shared/text.js";
import { swatch } from "../shared/theme.js";

/** @import { AnswerContext, ChoiceForm } from "../shared/board_types.js" */

let groups = 0;

export class ChoiceAnswer {
  static kind = "choice";

  /**
   * @param {ChoiceForm} form
   * @param {AnswerContext} context
   */
  constructor(form, { view, changed }) {
    this.changed = changed;
    const name = `ov-answer-${++groups}`;
    /** @type {HTMLInputElement[]} */
    this.inputs = form.options.map((_, i) => node("input", { type: "radio", name, value: i, onchange: changed }));
    this.root = node(
      "div",
      { class: "ov-answer ov-options", role: "radiogroup", "aria-label": "Your prediction" },
      ...form.options.map(([text, look], i) =>
        node("label", {}, this.inputs[i], look ? swatch(penOf(look, view), view.theme) : null, text)
      ),
    );
  }

  get value() {
    return this.inputs.find(({ checked }) => checked)?.value ?? null;
  }

  /** @param {number} place from 0 */
  choose(place) {
    const input = this.inputs[place];
    if (!input) return;
    input.checked = true;
    input.focus({ preventScroll: true });
    this.changed();
  }

  /** @param {string} text */
  show(text) {
    for (const input of this.inputs) input.checked = input.value === text;
  }
}
