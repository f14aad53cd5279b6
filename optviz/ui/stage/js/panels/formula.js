// Lines of mathematics: symbols, and below them the same with the numbers of the playhead's step.

import { Calm } from "../shared/frames.js";
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
 * @type {(column: FormulaColumns[string], step: number) => number[]}
 */
export function numbersAt(column, step) {
  if (typeof column === "number") return [column];
  if (column === null) return [NaN];
  if ("parts" in column) return column.parts.flatMap((part) => numbersAt(part, step + column.shift));
  const [rows, width = 1] = column.shape;
  const row = Math.min(step, rows - 1);
  return Array.from({ length: width }, (_, i) => column[row * width + i]);
}

/**
 * The number of steps for which a column has numbers.
 * @type {(column: FormulaColumns[string]) => number}
 */
function lengthOf(column) {
  if (column === null || typeof column === "number") return Infinity;
  return "parts" in column ? Math.min(...column.parts.map(lengthOf)) - column.shift : column.shape[0];
}

/**
 * The step that is worked out at the playhead: the last one that was made, at most; −1 if there is none.
 * @type {(spec: Pick<FormulaSpec, "columns" | "counts">, step: number) => number}
 */
export const workedStep = ({ columns, counts }, step) =>
  counts ? Math.min(step, ...Object.values(columns).map((column) => lengthOf(column) - 1)) : step;

/**
 * A template of LaTeX whose `<<name>>` are filled from the columns, by "?" where there is none; a negative number gets
 * brackets, but not in front, and so does what is raised to a power and has a sign or a power of its own.
 * @type {(template: string, columns: FormulaColumns, step: number) => string}
 */
export const filled = (template, columns, step) =>
  template.replace(/<<(\w+)>>/g, (found, /** @type {string} */ name, /** @type {number} */ at) => {
    const raised = template[at + found.length] === "^";
    const text = name in columns ? vectorText(numbersAt(columns[name], step)) : "?";
    const bare = raised ? /^[^-^]*$|^\\begin/.test(text) : at === 0 || !text.startsWith("-");
    return bare ? text : `(${text})`;
  });

/** @extends {TitledPanel<FormulaSpec>} */
export class FormulaPanel extends TitledPanel {
  static kind = "formula";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "worked");
    /** @type {{ symbols: HTMLElement, numbers: HTMLElement }[]} */
    this.lines = [];
    this.rows = node("div");
    this.note = node("p", { class: "ov-reason" });
    this.slot.append(this.rows, this.note);
    // To set a formula takes as long as to draw a picture: it follows, and when the playhead runs not at every frame.
    this.calm = new Calm(() => this.draw(), REDRAW_INTERVAL);
  }

  /** @override @param {FormulaSpec} spec */
  update(spec) {
    super.update(spec);
    this.note.textContent = spec.note;
    this.note.hidden = !spec.note;
    if (this.lines.length !== spec.lines.length) {
      this.lines = spec.lines.map(() => ({
        symbols: node("div", { class: "ov-math" }),
        numbers: node("div", { class: "ov-math ov-numbers" }),
      }));
      const parts = this.lines.map(({ symbols, numbers }) =>
        node("div", { class: "ov-worked-line" }, symbols, numbers)
      );
      this.rows.replaceChildren(...parts);
    }
    spec.lines.forEach(([symbols], i) => setMath(this.lines[i].symbols, symbols, true));
    this.calm.soon();
  }

  move() {
    this.calm.soon();
  }

  draw() {
    const { title, lines, columns, counts } = this.spec;
    const step = workedStep(this.spec, this.board.player.step);
    this.setTitle(counts ? `${title}, t = ${Math.max(step, 0)}` : title);
    lines.forEach(([, template], i) => {
      const { numbers } = this.lines[i];
      setMath(numbers, step < 0 ? "" : filled(template, columns, step), true);
      numbers.hidden = !template;
    });
  }

  dispose() {
    this.calm.dispose();
  }
}
