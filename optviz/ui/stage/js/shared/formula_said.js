// What is said of a typed formula: LaTeX as it was understood, or what is wrong, with the place and a mend.

import { setMath } from "./math.js";
import { node } from "./text.js";
import { t } from "./words.js";

/**
 * What is wrong with a typed formula: `start` and `end` in characters; `mend` is the whole text as it may be meant.
 * @typedef {{ message: string, start: number, end: number, mend: string | null }} FormulaFault
 */

/**
 * A text in three parts: before a fault, the fault and what follows. Places are counted in characters, as Python does.
 * @type {(text: string, start: number, end: number) => [string, string, string]}
 */
export function partsOf(text, start, end) {
  const characters = [...text];
  const cut = (/** @type {number} */ from, /** @type {number | undefined} */ to) => characters.slice(from, to).join("");
  return [cut(0, start), cut(start, Math.max(end, start)), cut(Math.max(end, start), undefined)];
}

export class FormulaSaid {
  /**
   * @param {string} key of the control whose field it is about
   * @param {(text: string) => void} use puts a mended text into the field
   */
  constructor(key, use) {
    this.use = use;
    this.id = `ov-formula-said-${key}`;
    this.math = node("span", { class: "ov-formula-math" });
    this.said = node("p", { class: "ov-formula-said", id: this.id, "aria-live": "polite" });
  }

  /**
   * @param {HTMLElement} root the control, which shows that something is wrong
   * @param {string} text the typed one, in which the fault is
   * @param {{ latex: string, note?: string, error: FormulaFault | null }} formula
   */
  show(root, text, { latex, note = "", error }) {
    setMath(this.math, latex);
    root.classList.toggle("ov-wrong", Boolean(error));
    if (!error) return this.said.replaceChildren(note);
    const [before, wrong, after] = partsOf(text, error.start, error.end);
    const place = node("code", {}, before, node("mark", { text: wrong || " " }), after);
    this.said.replaceChildren(error.message, " ", place, ...(error.mend ? [" ", this.mending(error.mend)] : []));
  }

  /** @param {string} mend */
  mending(mend) {
    return node("button", {
      type: "button",
      class: "ov-mend",
      text: t("Use {mend}", { mend }),
      onclick: () => this.use(mend),
    });
  }
}
