// Lines of mathematics: symbols, and below them the same with the numbers of the playhead's step.

import { setMath } from "../shared/math.js";
import { latexNumber, node } from "../shared/text.js";
import { TitledPanel } from "./titled.js";

/** @import { BoardContext, FormulaSpec } from "../shared/board_types.js" */
/** @typedef {FormulaSpec["columns"]} FormulaColumns */

const REDRAW_INTERVAL = 120;

/** @param {number[]} numbers */
const vectorText = (numbers) =>
  numbers.length === 1
    ? latexNumber(numbers[0])
    : `\\begin{pmatrix}${numbers.map((v) => latexNumber(v)).join("\\\\")}\\end{pmatrix}`;

/**
 * The numbers of a column at a step; after its last row, those of that.
 * @param {FormulaColumns[string] | undefined} column
 * @param {number} step
 */
export function numbersAt(column, step) {
  if (typeof column === "number") return [column];
  if (column == null) return [NaN];
  const [rows, width = 1] = column.shape;
  const row = Math.min(step, rows - 1);
  return Array.from({ length: width }, (_, i) => column[row * width + i]);
}

/**
 * A template of LaTeX whose `<<name>>` are filled from the columns; a negative number gets brackets, but not in front.
 * @param {string} template
 * @param {FormulaColumns} columns
 * @param {number} step
 */
export const filled = (template, columns, step) =>
  template.replace(/<<(\w+)>>/g, (_, /** @type {string} */ name, /** @type {number} */ at) => {
    const text = vectorText(numbersAt(columns[name], step));
    return at > 0 && text.startsWith("-") ? `(${text})` : text;
  });

export class FormulaPanel extends TitledPanel {
  static kind = "formula";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "worked");
    /** @type {{ symbols: HTMLElement, numbers: HTMLElement }[]} */
    this.lines = [];
    this.drawnAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {FormulaSpec} */
    this.spec;
  }

  /** @param {FormulaSpec} spec */
  update(spec) {
    this.spec = spec;
    this.setTitle(spec.title);
    if (this.lines.length !== spec.lines.length) {
      this.lines = spec.lines.map(() => ({
        symbols: node("div", { class: "ov-math" }),
        numbers: node("div", { class: "ov-math ov-numbers" }),
      }));
      const parts = this.lines.map(({ symbols, numbers }) =>
        node("div", { class: "ov-worked-line" }, symbols, numbers)
      );
      this.slot.replaceChildren(...parts);
    }
    spec.lines.forEach(([symbols], i) => setMath(this.lines[i].symbols, symbols, true));
    this.draw();
  }

  // To set a formula takes a while: when the playhead runs, not at every frame.
  move() {
    const wait = REDRAW_INTERVAL - (performance.now() - this.drawnAt);
    if (wait <= 0) this.draw();
    else this.timer ??= setTimeout(() => this.draw(), wait);
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.drawnAt = performance.now();
    const { lines, columns } = this.spec;
    const { step } = this.board.player;
    lines.forEach(([, template], i) => {
      const { numbers } = this.lines[i];
      setMath(numbers, filled(template, columns, step), true);
      numbers.hidden = !template;
    });
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
