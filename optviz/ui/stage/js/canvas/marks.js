// Marks on a picture: rings, level labels, arrows.

import { heightOf, valueOf, withLevels } from "../shared/plotly.js";
import { gridHeight, inBox, spotOf } from "../shared/project.js";
import { digits } from "../shared/text.js";

/** @import { Context, DrawnGrid, FlatProjection, Floats, Grid } from "../shared/types.js" */
/** @import { Point, Projection, Size, Theme } from "../shared/types.js" */
/** @import { PathLayer } from "../shared/layer_types.js" */

/**
 * Draws a ring to take hold of at a point of the picture; returns its pixel, null if it is not in sight.
 * @type {(context: Context, place: Point, projection: Projection, theme: Theme, size: Size) => Point | null}
 */
export function drawStart(context, place, projection, theme, size) {
  const point = spotOf(projection, ...place);
  if (!point || !inBox(projection.box, point, 1)) return null;
  drawRing(context, point, size.head + 3, theme.ink, theme.casing);
  return point;
}

/** @type {(context: Context, pixel: Point, radius: number, colour: string, casing: string) => void} */
export function drawRing(context, pixel, radius, colour, casing) {
  for (const { width, stroke } of [{ width: 5, stroke: casing }, { width: 2.2, stroke: colour }]) {
    context.beginPath();
    context.arc(...pixel, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.stroke();
  }
}

/**
 * Lines of text, one below the other, from their upper left corner on.
 * @type {(context: Context, lines: string[], corner: Point, font: number, theme: Theme) => void}
 */
export function drawLines(context, lines, [left, top], font, theme) {
  context.font = `600 ${font}px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "top";
  lines.forEach((text, i) => drawText(context, text, left, top + 1.3 * i * font, theme.text, theme.casing));
}

/**
 * Where the level lines cross a few rays through the window: one label a level, never two close together.
 * @type {(context: Context, heights: Grid, projection: FlatProjection, theme: Theme, size: Size) => void}
 */
export function drawLevelLabels(context, heights, projection, theme, size) {
  const grid = withLevels(heights);
  const { box } = projection;
  /** @type {PlacedLabel[]} */
  const placed = [];
  const every = Math.max(1, Math.round(22 / 8));
  context.font = `${size.font * 0.8}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const share of [0.3, 0.7, 0.5, 0.15, 0.85]) {
    const py = box.top + share * box.height;
    let before = NaN;
    for (let px = box.left + 34; px < box.left + box.width - 34; px += 2) {
      const height = gridHeight(grid, ...projection.inverse(px, py));
      const band = Math.floor((height - grid.scale.low) / grid.scale.size + 0.5);
      const edge = Math.max(band, before);
      if (band !== before && edge % every === 0) placeLabel(context, grid, theme, placed, [px, py], edge, size);
      before = band;
    }
  }
}

/**
 * @typedef {{ band: number, px: number, py: number }} PlacedLabel
 * @param {Context} context
 * @param {DrawnGrid} grid
 * @param {Theme} theme
 * @param {PlacedLabel[]} placed
 * @param {Point} pixel
 * @param {number} band
 * @param {Size} size
 */
function placeLabel(context, grid, theme, placed, [px, py], band, size) {
  const gap = size.font * 6;
  if (placed.some((other) => other.band === band || Math.hypot(other.px - px, other.py - py) < gap)) return;
  placed.push({ band, px, py });
  const text = digits(valueOf(grid.warp, grid.scale.low + (band - 0.5) * grid.scale.size), 2);
  drawText(context, text, px, py, theme.faint, theme.halo);
}

/** @type {(context: Context, text: string, px: number, py: number, colour: string, casing: string) => void} */
export function drawText(context, text, px, py, colour, casing) {
  context.lineWidth = 4;
  context.strokeStyle = casing;
  context.strokeText(text, px, py);
  context.fillStyle = colour;
  context.fillText(text, px, py);
}

/** @type {(context: Context, from: Point, to: Point, colour: string, width: number, dash: number[]) => void} */
export function drawLine(context, from, to, colour, width, dash) {
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.setLineDash([]);
}

/**
 * @type {(context: Context, from: Point, to: Point, colour: string, theme: Theme, width: number, dash?: number[],
 *   longest?: number) => void} `longest`: of the two sides of its point, in pixels
 */
export function arrow(context, from, to, colour, theme, width, dash = [], longest = 11) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!(length > 3)) return;
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const barb = Math.min(Math.max(longest, 2.6 * width), 4 + length / 4);
  /** @type {Point} */
  const neck = [to[0] - Math.cos(angle) * barb * 0.6, to[1] - Math.sin(angle) * barb * 0.6];
  drawLine(context, from, neck, theme.casing, width + 3, dash);
  drawLine(context, from, neck, colour, width, dash);
  context.beginPath();
  for (const side of [-0.45, 0, 0.45]) {
    const reach = side ? barb : 0;
    context.lineTo(to[0] - Math.cos(angle + side) * reach, to[1] - Math.sin(angle + side) * reach);
  }
  context.closePath();
  context.fillStyle = colour;
  context.fill();
}

/**
 * The arrows at a path's head: its memory, −gradient and the step. The first two share one scale, the longer has a
 * fixed length; the step has its true length, and is left out while it is `guessed`.
 * @type {(context: Context, path: PathLayer, time: number, projection: Projection, theme: Theme, size: Size,
 *   guessed?: boolean) => void}
 */
export function drawArrows(context, path, time, projection, theme, size, guessed = false) {
  const { x, y, arrows, track } = path;
  const step = Math.floor(time + 1e-9);
  if (!arrows || !track?.state[step] || !(step < arrows.grad_x.length) || step >= x.length - 1) return;
  /** @type {Point} */
  const from = [track.px[step], track.py[step]];
  if (!inBox(projection.box, from)) return;
  const height = projection.deep ? heightOf(projection.grid.warp, path.value?.[step] ?? NaN) : 0;
  /** @type {(u: number, v: number) => Point} */
  const pixel = (u, v) => (projection.deep ? projection.project(u, v, height) : projection.point(u, v));
  const [slope, memory] = [
    arrowOf(arrows.grad_x, arrows.grad_y, step),
    arrowOf(arrows.memory_x, arrows.memory_y, step),
  ];
  // In perspective a direction is what a small displacement becomes.
  const small = 1e-3 / Math.max(Math.hypot(...slope), Math.hypot(...memory));
  const [slopeTip, memoryTip] = [slope, memory].map(([dx, dy]) => {
    const [px, py] = pixel(x[step] + small * dx, y[step] + small * dy);
    return [px - from[0], py - from[1]];
  });
  const scale = (size.font * 4.2) / Math.max(Math.hypot(...slopeTip), Math.hypot(...memoryTip));
  /** @type {(start: Point, displacement: number[]) => Point} */
  const tip = (start, [dx, dy]) => [start[0] + dx * scale, start[1] + dy * scale];
  const probe = arrows.probe_x?.length && arrows.probe_y ? pixel(arrows.probe_x[step], arrows.probe_y[step]) : null;
  if (probe) lookAhead(context, from, probe, theme, size);
  arrow(context, from, tip(from, memoryTip), theme.memory, theme, 1.8, [5, 3], 9);
  const origin = probe ?? from;
  arrow(context, origin, tip(origin, slopeTip), theme.ink, theme, 1.5, [], 8);
  if (guessed || !track.state[step + 1]) return;
  arrow(context, from, clipped(from, [track.px[step + 1], track.py[step + 1]]), path.pen.colour, theme, 4.6, [], 16);
}

/**
 * Against a vector's two columns at a step; nothing where they are empty.
 * @type {(x: Floats, y: Floats, step: number) => Point}
 */
const arrowOf = (x, y, step) => (x.length ? [-x[step], -y[step]] : [0, 0]);

/**
 * The end of an arrow, brought nearer where it is too far for a canvas.
 * @type {(from: Point, to: Point) => Point}
 */
export function clipped(from, to, most = 4000) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  return length <= most ? to : [from[0] + (dx * most) / length, from[1] + (dy * most) / length];
}

/** @type {(context: Context, from: Point, probe: Point, theme: Theme, size: Size) => void} */
function lookAhead(context, from, probe, theme, size) {
  if (!probe.every(Number.isFinite)) return;
  const to = clipped(from, probe);
  drawLine(context, from, to, theme.ink, 1.6, [2, 3]);
  context.beginPath();
  context.arc(...to, size.head * 0.8, 0, 2 * Math.PI);
  context.fillStyle = theme.casing;
  context.fill();
  context.stroke();
}
