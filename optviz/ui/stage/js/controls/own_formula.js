// A function to type: what was understood stands beside it in LaTeX, what is wrong below it, with the place and a mend.

import { textField } from "../shared/fields.js";
import { FormulaSaid } from "../shared/formula_said.js";
import { node } from "../shared/text.js";

/** @import { BoardContext } from "../shared/board_types.js" */
/** @import { FormulaFault } from "../shared/formula_said.js" */
/**
 * `value` is a text that cannot be read, else empty; `formula` is what is drawn.
 * @typedef {{ kind: "own_formula", key: string, label: string, longest: number, formula: string, latex: string,
 *   note: string, error: FormulaFault | null, value: string }} OwnFormulaSpec
 */

const PAUSE = 250;

export class OwnFormulaControl {
  static kind = "own_formula";
  static stays = true;

  /** @param {string} value */
  static text(value) {
    return value || undefined;
  }

  /**
   * @param {OwnFormulaSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.spec = spec;
    this.board = board;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.formulaSaid = new FormulaSaid(spec.key, (mend) => {
      this.field.value = mend;
      this.enter();
    });
    const { math, said, id } = this.formulaSaid;
    this.field = textField({
      class: "ov-words",
      maxlength: spec.longest,
      "aria-label": spec.label,
      "aria-describedby": id,
      autocapitalize: "off",
      value: spec.value || spec.formula,
      oninput: () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.enter(), PAUSE);
      },
      onblur: () => this.rest(),
    }, () => this.enter());
    this.root = node(
      "div",
      { class: "ov-formula-field", "data-control": spec.key },
      node("label", { class: "ov-formula-name" }, spec.label, " ", this.field),
      math,
      said,
    );
    this.update(spec);
  }

  enter() {
    clearTimeout(this.timer);
    const typed = this.field.value.trim();
    if (typed && typed !== (this.board.values[this.spec.key] || this.spec.formula)) {
      this.board.set({ [this.spec.key]: typed });
    }
  }

  // What is drawn stands in the field once nobody types, unless what was typed waits to be mended.
  rest() {
    const { value, formula } = this.spec;
    if (document.activeElement !== this.field) this.field.value = value || formula;
  }

  /** @param {OwnFormulaSpec} spec */
  update(spec) {
    this.spec = spec;
    this.formulaSaid.show(this.root, spec.value, spec);
  }

  show() {
    this.rest();
  }
}
