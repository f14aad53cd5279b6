// One of several, by name: buttons side by side if there are few, else a menu.

import { ruleOptions } from "../shared/rule_menu.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, ChoiceSpec } from "../shared/board_types.js" */

const MOST_BUTTONS = 4;
const MOST_LETTERS = 16;
const LETTERS_IN_A_COLUMN = 18;

/** @param {ChoiceSpec["options"]} options */
const letters = (options) => options.map(([, text]) => text).join("").length;

/**
 * Do buttons fit: few of them, or with short names?
 * @param {ChoiceSpec["options"]} options
 */
export const asButtons = (options) => options.length <= MOST_BUTTONS || letters(options) <= MOST_LETTERS;

export class ChoiceControl {
  static kind = "choice";
  static text = String;

  /**
   * @param {ChoiceSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    const { key, label, options, rules } = spec;
    /** @param {string} value */
    const choose = (value) => board.set({ [key]: value });
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    /** @type {HTMLSelectElement | null} */
    this.menu = null;
    if (asButtons(options)) {
      this.buttons = options.map(([value, text]) =>
        node("button", { type: "button", text, "data-value": value, onclick: () => choose(value) })
      );
    } else {
      /** @type {HTMLSelectElement} */
      const menu = node(
        "select",
        { class: "ov-add", "aria-label": label, onchange: () => choose(menu.value) },
        ...ruleOptions(options, rules ? board.catalog.groups : []),
      );
      this.menu = menu;
    }
    const wide = !this.menu && letters(options) > LETTERS_IN_A_COLUMN;
    this.root = node(
      "div",
      { class: wide ? "ov-control ov-wide" : "ov-control", "data-control": key },
      node("span", { class: "ov-control-label", text: label }),
      this.menu ?? node("div", { class: "ov-segments", role: "group", "aria-label": label }, ...this.buttons),
    );
  }

  /** @param {string} value */
  show(value) {
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.value === value));
    if (this.menu) this.menu.value = value;
  }
}
