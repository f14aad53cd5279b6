// A table of counts, which class was taken for which, that changes with the playhead.

import { frameAt } from "../shared/frames.js";
import { rgbOf, shadeAt } from "../shared/pens.js";
import { node } from "../shared/text.js";
import { TitledPanel } from "./titled.js";

/** @import { BoardContext, ConfusionMatrixSpec } from "../shared/board_types.js" */
/** @import { Theme } from "../shared/types.js" */

const STRONGEST = 0.9; // of a mistake's colour: the count on it can still be read

/**
 * The colour of a cell with this share of its row: the stronger the more, mistakes in a colour of their own.
 * @type {(share: number, right: boolean, theme: Theme) => string}
 */
export function cellColour(share, right, theme) {
  const mistake = rgbOf(theme.mistake);
  const pale = shadeAt(theme.strong, 1);
  const colour = right
    ? shadeAt(theme.strong, 1 - 0.55 * share)
    : pale.map((v, k) => v + (mistake[k] - v) * Math.min(STRONGEST, 2.5 * share));
  return `rgb(${colour.map(Math.round).join()})`;
}

/** @extends {TitledPanel<ConfusionMatrixSpec>} */
export class ConfusionMatrixPanel extends TitledPanel {
  static kind = "confusion_matrix";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "cells-room");
    /** @type {HTMLTableCellElement[][]} */
    this.cells = [];
    this.shape = "";
    this.shown = "";
  }

  /** @override @param {ConfusionMatrixSpec} spec */
  update(spec) {
    super.update(spec);
    const shape = JSON.stringify([spec.rows, spec.columns, spec.row_label, spec.column_label]);
    if (shape !== this.shape) this.build();
    this.shape = shape;
    this.shown = "";
    this.move();
  }

  build() {
    const { spec } = this;
    this.cells = spec.rows.map(() => spec.columns.map(() => node("td")));
    const columnLabel = { class: "ov-cells-label", colspan: spec.columns.length, text: spec.column_label };
    const head = node(
      "thead",
      {},
      node("tr", {}, node("td"), node("th", columnLabel)),
      node(
        "tr",
        {},
        node("td", { class: "ov-cells-label", text: spec.row_label }),
        ...spec.columns.map((text) => node("th", { scope: "col", text })),
      ),
    );
    const rows = spec.rows.map((text, j) => node("tr", {}, node("th", { scope: "row", text }), ...this.cells[j]));
    this.slot.replaceChildren(node("table", { class: "ov-cells" }, head, node("tbody", {}, ...rows)));
  }

  move() {
    const { spec, board, cells } = this;
    const [frames, rows, columns] = spec.value.shape;
    const frame = frameAt(board.player, frames);
    const shown = `${frame},${board.theme.dark},${board.revision}`;
    if (shown === this.shown) return;
    this.shown = shown;
    for (let j = 0; j < rows; j++) {
      const at = (frame * rows + j) * columns;
      const row = spec.value.subarray(at, at + columns);
      const sum = row.reduce((a, b) => a + b, 0) || 1;
      row.forEach((count, i) => {
        cells[j][i].textContent = count ? String(count) : "";
        cells[j][i].style.background = count ? cellColour(count / sum, i === j, board.theme) : "";
      });
    }
  }
}
