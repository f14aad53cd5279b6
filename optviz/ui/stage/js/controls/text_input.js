// A line of text to type; where it is a formula, what was understood or what is wrong stands below.

import { textField } from "../shared/fields.js";
import { FormulaSaid } from "../shared/formula_said.js";
import { node } from "../shared/text.js";

/** @import { BoardContext } from "../shared/board_types.js" */
/** @import { FormulaFault } from "../shared/formula_said.js" */
/**
 * `wide`: does it take two columns? `formula`: what was understood of the text, where it is one; `last`: the key of
 * the last text that could be read.
 * @typedef {{ kind: "text_input", key: string, label: string, longest: number, wide: boolean, value: string,
 *   last?: string, formula?: { latex: string, error: FormulaFault | null } }} TextInputSpec
 */

export class TextInputControl {
  static kind = "text_input";
  static stays = true;
  static text = String;

  /**
   * @param {TextInputSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.value = spec.value;
    this.wrong = false;
    const enter = () => {
      if (field.value === this.value) return;
      const before = spec.last && !this.wrong ? { [spec.last]: this.value } : {};
      board.set({ [spec.key]: field.value, ...before });
    };
    this.said = new FormulaSaid(spec.key, (mend) => {
      field.value = mend;
      enter();
    });
    const field = textField({
      class: "ov-words",
      maxlength: spec.longest,
      "aria-describedby": this.said.id,
      autocapitalize: "off",
    }, enter);
    this.field = field;
    this.label = node("label", { class: "ov-control-label" });
    this.root = node(
      "div",
      { class: `ov-control${spec.wide ? " ov-control-wide" : ""}`, "data-control": spec.key },
      this.label,
      field,
      ...(spec.formula ? [this.said.math, this.said.said] : []),
    );
    this.update(spec);
  }

  /** @param {TextInputSpec} spec */
  update({ label, value, formula }) {
    this.label.textContent = label;
    this.field.setAttribute("aria-label", label);
    this.wrong = Boolean(formula?.error);
    if (formula) this.said.show(this.root, value, formula);
  }

  /** @param {string} value */
  show(value) {
    this.value = value;
    if (document.activeElement !== this.field || this.field.value === value) this.field.value = value;
  }
}
