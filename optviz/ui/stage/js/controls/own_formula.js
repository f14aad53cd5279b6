// A function to type: what was understood stands beside it in LaTeX, what is wrong below it, with the place and a mend.

import { textField } from "../shared/fields.js";
import { setMath } from "../shared/math.js";
import { node } from "../shared/text.js";

/** @import { BoardContext } from "../shared/board_types.js" */
/**
 * What is wrong with a typed formula: `start` and `end` in characters; `mend` is the whole text as it may be meant.
 * @typedef {{ message: string, start: number, end: number, mend: string | null }} FormulaFault
 */
/**
 * `value` is a text that cannot be read, else empty; `formula` is what is drawn.
 * @typedef {{ kind: "own_formula", key: string, label: string, longest: number, formula: string, latex: string,
 *   note: string, error: FormulaFault | null, value: string }} OwnFormulaSpec
 */

const PAUSE = 250;

/**
 * A text in three parts: before a fault, the fault and what follows. Places are counted in characters, as Python does.
 * @type {(text: string, start: number, end: number) => [string, string, string]}
 */
export function partsOf(text, start, end) {
  const characters = [...text];
  const cut = (/** @type {number} */ from, /** @type {number | undefined} */ to) => characters.slice(from, to).join("");
  return [cut(0, start), cut(start, Math.max(end, start)), cut(Math.max(end, start), undefined)];
}

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
    this.field = textField({
      class: "ov-words",
      maxlength: spec.longest,
      "aria-label": spec.label,
      "aria-describedby": "ov-formula-said",
      autocapitalize: "off",
      value: spec.value || spec.formula,
      oninput: () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.enter(), PAUSE);
      },
      onblur: () => this.rest(),
    }, () => this.enter());
    this.math = node("span", { class: "ov-formula-math" });
    this.said = node("p", { class: "ov-formula-said", id: "ov-formula-said", "aria-live": "polite" });
    this.root = node(
      "div",
      { class: "ov-formula-field", "data-control": spec.key },
      node("label", { class: "ov-formula-name" }, spec.label, " ", this.field),
      this.math,
      this.said,
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
    setMath(this.math, spec.latex);
    const { error } = spec;
    this.root.classList.toggle("ov-wrong", Boolean(error));
    if (!error) return this.said.replaceChildren(spec.note);
    const [before, wrong, after] = partsOf(spec.value, error.start, error.end);
    const place = node("code", {}, before, node("mark", { text: wrong || " " }), after);
    this.said.replaceChildren(error.message, " ", place, ...(error.mend ? [" ", this.mending(error.mend)] : []));
  }

  /** @param {string} mend */
  mending(mend) {
    return node("button", {
      type: "button",
      class: "ov-mend",
      text: `Use ${mend}`,
      onclick: () => {
        this.field.value = mend;
        this.enter();
      },
    });
  }

  show() {
    this.rest();
  }
}
