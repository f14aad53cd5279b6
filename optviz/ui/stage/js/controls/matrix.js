// A small matrix of numbers to edit; the chosen entry has a slider.

import { entered, numberField } from "../shared/fields.js";
import { mathInline } from "../shared/math.js";
import { between, node, typed } from "../shared/text.js";
import { rowsText } from "./rows.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, MatrixSpec, PointRows } from "../shared/board_types.js" */

const SLIDER_STEPS = 200;

export class MatrixControl {
  static kind = "matrix";
  static text = rowsText;

  /**
   * @param {MatrixSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.spec = spec;
    this.board = board;
    this.value = spec.default;
    /** @type {[row: number, column: number]} */
    this.chosen = [0, 0];
    const columns = spec.default[0].length;
    this.cells = spec.default.map((row, i) => row.map((_, j) => this.buildCell(i, j)));
    const grid = node("div", {
      class: "ov-matrix",
      role: "group",
      "aria-label": spec.label,
      style: `grid-template-columns: repeat(${columns}, 1fr); max-width: ${columns * 4.6 + 1}em`,
    }, ...this.cells.flat());
    /** @type {HTMLInputElement} */
    const range = node("input", {
      type: "range",
      min: 0,
      max: SLIDER_STEPS,
      oninput: () => this.put(...this.chosen, this.atShare(range.valueAsNumber / SLIDER_STEPS)),
    });
    this.range = range;
    this.root = node(
      "div",
      { class: "ov-control ov-control-matrix", "data-control": spec.key },
      node("span", { class: "ov-control-label" }, spec.label, " ", mathInline(spec.symbol)),
      grid,
      range,
    );
  }

  /** @type {(i: number, j: number) => HTMLInputElement} */
  buildCell(i, j) {
    const { key, label, default: rows } = this.spec;
    const place = rows[0].length > 1
      ? t("row {row}, column {column}", { row: i + 1, column: j + 1 })
      : t("number {number}", { number: i + 1 });
    return numberField({
      "aria-label": `${t(label)}, ${place}`,
      "data-cell": `${key}.${i}.${j}`,
      onfocus: () => this.choose(i, j),
    }, () => this.enter(i, j));
  }

  /** @param {number} share of the slider's length */
  atShare(share) {
    return Number(((2 * share - 1) * this.spec.reach).toPrecision(6));
  }

  /** @type {(i: number, j: number, number: number) => void} */
  put(i, j, number) {
    const value = this.value.map((row) => [...row]);
    value[i][j] = number;
    this.board.set({ [this.spec.key]: value });
  }

  /** @type {(i: number, j: number) => void} */
  enter(i, j) {
    const { label, low, high } = this.spec;
    const field = this.cells[i][j];
    const before = this.value[i][j];
    const ends = { label: t("This entry of {label}", { label }), low, high };
    const value = entered(field.value, before, ends, (text) => this.board.toast(text));
    field.value = typed(value);
    if (typed(value) !== typed(before)) this.put(i, j, value);
  }

  /** @type {(i: number, j: number) => void} */
  choose(i, j) {
    this.chosen = [i, j];
    this.showChosen();
  }

  showChosen() {
    const [i, j] = this.chosen;
    this.cells.forEach((row, a) => row.forEach((field, b) => field.classList.toggle("ov-picked", a === i && b === j)));
    const share = (between(this.value[i][j] / this.spec.reach, -1, 1) + 1) / 2;
    this.range.value = String(Math.round(share * SLIDER_STEPS));
    this.range.setAttribute("aria-label", t("{label}, slider", { label: this.cells[i][j].getAttribute("aria-label") }));
    this.range.setAttribute("aria-valuetext", typed(this.value[i][j]));
  }

  /** @param {PointRows} value */
  show(value) {
    this.value = value;
    this.cells.forEach((row, i) =>
      row.forEach((field, j) => {
        const text = typed(value[i][j]);
        if (document.activeElement !== field || field.dataset.value !== text) field.value = text;
        field.dataset.value = text;
      })
    );
    this.showChosen();
  }
}
