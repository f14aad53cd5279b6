// What a program of one's own has printed, pasted. The server finds the numbers in it.

import { node } from "../shared/text.js";

/** @import { AnswerContext, PasteForm } from "../shared/board_types.js" */

const SPARE = 4; // lines that may hold a head, beyond those that are compared
const LONGEST_LINE = 160;
const FEWEST = 2;

/**
 * The first lines with a digit in them, in few characters: an address is to hold them.
 * @type {(text: string, lines: number) => string}
 */
export const shortened = (text, lines) =>
  text.split("\n").filter((line) => /\d/.test(line)).slice(0, lines + SPARE)
    .map((line) => line.trim().replace(/\s+/g, " ").slice(0, LONGEST_LINE)).join("\n");

export class PasteAnswer {
  static kind = "paste";

  /**
   * @param {PasteForm} form
   * @param {AnswerContext} context
   */
  constructor({ label, lines, longest }, { changed }) {
    this.lines = lines;
    this.lead = "Check. ";
    this.commit = "Compare";
    /** @type {HTMLTextAreaElement} */
    this.field = node("textarea", {
      rows: 5,
      maxlength: longest,
      spellcheck: "false",
      autocomplete: "off",
      placeholder: "0 2.0 4.0",
      oninput: changed,
    });
    this.root = node(
      "div",
      { class: "ov-answer ov-answer-paste" },
      node("label", {}, node("span", { text: label }), this.field),
    );
  }

  get value() {
    const numbers = this.field.value.match(/\d+/g) ?? [];
    return numbers.length < FEWEST ? null : shortened(this.field.value, this.lines);
  }

  /** @param {string} text as the address has it */
  show(text) {
    this.field.value = text.replaceAll(";", "\n").replaceAll(",", "  ");
  }
}
