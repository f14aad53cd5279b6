// Arrows and segments of a plane: standing still, or one set a step.

import { arrow, clipped, drawLine } from "./marks.js";

/** @import { Context, Floats, Point } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @import { ArrowsLayer } from "../shared/layer_types.js" */

/**
 * Where the arrows of a step stand in their columns; none after the last step that has some.
 * @type {(layer: ArrowsLayer, step: number) => { from: number, to: number }}
 */
const rowOf = (layer, step) => {
  const moving = layer.dx.shape.length === 2;
  const [rows, width] = moving ? layer.dx.shape : [1, layer.dx.length];
  const row = moving ? step : 0;
  return row < rows ? { from: row * width, to: (row + 1) * width } : { from: 0, to: 0 };
};

/** @type {(column: Floats, layer: ArrowsLayer, i: number, from: number) => number} */
const startOf = (column, layer, i, from) => (column.length === layer.dx.length ? column[i] : column[i - from]);

/**
 * A displacement as pixels; on the axes' own scale, so that arrows of a plane can be compared.
 * @type {(panel: AxesContext, dx: number, dy: number) => Point}
 */
const asPixels = (panel, dx, dy) => {
  const { x, y } = panel.spec;
  const { box } = panel.view;
  return [(dx / (x.high - x.low)) * box.width, (-dy / (y.high - y.low)) * box.height];
};

/**
 * The length in pixels of a layer's longest arrow at the playhead.
 * @type {(panel: AxesContext, layer: ArrowsLayer) => number}
 */
function longestOf(panel, layer) {
  const { from, to } = rowOf(layer, panel.board.player.step);
  let longest = 0;
  for (let i = from; i < to; i++) {
    const length = Math.hypot(...asPixels(panel, layer.dx[i], layer.dy[i]));
    if (Number.isFinite(length)) longest = Math.max(longest, length);
  }
  return longest;
}

/**
 * The longest arrow in every group of layers that are fitted; layers of one group share their scale.
 * @param {AxesContext} panel
 */
export function longestByGroup(panel) {
  /** @type {Record<string, number>} */
  const longest = {};
  for (const layer of panel.spec.layers) {
    if (layer.kind !== "arrows" || layer.scale !== "fit") continue;
    layer.longest = longestOf(panel, layer);
    if (layer.group) longest[layer.group] = Math.max(longest[layer.group] ?? 0, layer.longest);
  }
  return longest;
}

/** @type {(context: Context, panel: AxesContext, layer: ArrowsLayer, longest: Record<string, number>) => void} */
export function drawFlights(context, panel, layer, longest) {
  const { view, board } = panel;
  const { theme, size, player } = board;
  const { from, to } = rowOf(layer, player.step);
  const most = (layer.group ? longest[layer.group] : layer.longest) ?? 0;
  const factor = layer.scale === "fit" ? (most > 0 ? (size.font * layer.reach) / most : 0) : 1;
  const width = size.line * 0.9 * layer.width;
  const dash = layer.dashed ? [5, 4] : [];
  for (let i = from; i < to; i++) {
    const [x, y] = [startOf(layer.x, layer, i, from), startOf(layer.y, layer, i, from)];
    const start = view.point(x, y);
    const [px, py] = asPixels(panel, layer.dx[i], layer.dy[i]);
    /** @type {Point} */
    const tip = layer.scale === "fit"
      ? [start[0] + px * factor, start[1] + py * factor]
      : view.point(x + layer.dx[i], y + layer.dy[i]);
    if (![...start, ...tip].every(Number.isFinite)) continue;
    const end = clipped(start, tip);
    if (layer.head) arrow(context, start, end, layer.pen.colour, theme, width, dash);
    else drawLine(context, start, end, layer.pen.colour, width, dash);
  }
}
