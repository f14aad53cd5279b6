// Marks of a plane: dots, rings, stars, crosses, with labels; standing still, moving, or lit up in turn.

import { drawRing, drawText } from "./marks.js";
import { penOf } from "../shared/pens.js";
import { spotOf } from "../shared/project.js";
import { drawMarker } from "../shared/theme.js";

/** @import { Context, Floats, Marker, Point, Projection } from "../shared/types.js" */
/** @import { BoardContext } from "../shared/board_types.js" */
/** @import { PointsLayer } from "../shared/layer_types.js" */
/** @typedef {{ board: BoardContext, view: Projection }} Scene  a plane, or a surface seen from the side */

/** @type {Record<string, Marker>} */
export const MARKERS = {
  dot: "circle",
  square: "square",
  triangle: "triangle",
  cross: "x",
  diamond: "diamond",
  star: "star",
};

/**
 * One label beside its mark, on the side where there is room.
 * @type {(context: Context, panel: Scene, text: string, pixel: Point, radius: number) => void}
 */
function drawLabel(context, panel, text, [px, py], radius) {
  const { theme, size } = panel.board;
  const { box } = panel.view;
  const wide = context.measureText(text).width;
  const right = px + radius + 6 + wide < box.left + box.width;
  context.textAlign = right ? "left" : "right";
  const [x, y] = [right ? px + radius + 5 : px - radius - 5, Math.max(py, box.top + size.font * 0.7)];
  drawText(context, text, x, y, theme.text, theme.casing);
}

/**
 * Where the marks are at a step: (n,) arrays stand, (T+1, n) arrays have a row a step.
 * @type {(layer: { x: Floats, y: Floats }, step: number) => Point[]}
 */
export function spotsNow(layer, step) {
  const [rows, count] = layer.x.shape?.length === 2 ? layer.x.shape : [1, layer.x.length];
  const row = Math.min(step, rows - 1);
  /** @type {(column: Floats, i: number) => number} */
  const pick = (column, i) =>
    column.shape?.length === 2 ? column[Math.min(row, column.shape[0] - 1) * count + i] : column[i];
  return Array.from({ length: count }, (_, i) => /** @type {Point} */ ([pick(layer.x, i), pick(layer.y, i)]));
}

/**
 * Whether each of `count` marks is lit at a step; without lights, all are.
 * @type {(layer: PointsLayer, step: number, count: number) => boolean[]}
 */
export function litNow({ lit }, step, count) {
  const row = lit ? Math.min(step, lit.shape[0] - 1) : 0;
  return Array.from({ length: count }, (_, i) => !lit || lit[row * count + i] > 0);
}

/** @type {(context: Context, panel: Scene, layer: PointsLayer) => void} */
export function drawSpots(context, panel, layer) {
  const { board, view } = panel;
  const { theme, size, player } = board;
  const radius = size.head * 0.8 * layer.size;
  const spots = spotsNow(layer, player.step);
  const lit = litNow(layer, player.step, spots.length);
  const many = spots.length > 400;
  context.font = `${size.font * 0.95}px ${theme.font}`;
  context.textBaseline = "middle";
  spots.forEach(([x, y], i) => {
    const pixel = spotOf(view, x, y);
    if (!pixel?.every(Number.isFinite)) return;
    const { colour } = layer.looks.length ? penOf(layer.looks[i], board) : layer.pen;
    const mark = Array.isArray(layer.mark) ? layer.mark[i] : layer.mark;
    context.globalAlpha = lit[i] ? 1 : 0.25;
    if (many && mark === "dot") {
      context.fillStyle = colour;
      context.fillRect(pixel[0] - radius * 0.4, pixel[1] - radius * 0.4, radius * 0.8, radius * 0.8);
    } else if (mark === "star") drawMarker(context, mark, ...pixel, (radius + 4) / 1.5, colour, theme.casing);
    else if (mark === "ring") drawRing(context, pixel, radius + 2, colour, theme.casing);
    else drawMarker(context, MARKERS[mark] || "circle", ...pixel, radius, colour, theme.casing);
    context.globalAlpha = 1;
    if (layer.labels[i]) drawLabel(context, panel, layer.labels[i], pixel, radius);
  });
}
