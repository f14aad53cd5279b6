// Marks that belong to the surface and to the chosen run: minima, start, level labels, arrows.

import { valueOf, withLevels } from "./plotly.js";
import { gridHeight } from "./project.js";
import { star } from "./theme.js";
import { digits } from "./text.js";

/**
 * @import { Box, Context, DrawnGrid, FlatProjection, Grid, Point, Projection, RunView, Size } from "./types.js"
 * @import { SurfaceBackground, Theme } from "./types.js"
 */

/**
 * The pixel over which a point of the surface is drawn.
 * @param {Projection} projection
 * @param {Grid} grid
 * @param {number} x
 * @param {number} y
 */
const at = (projection, grid, x, y) => {
  if (!projection.deep) return projection.point(x, y);
  const height = gridHeight(grid, x, y);
  return Number.isNaN(height) ? null : projection.project(x, y, height);
};

/**
 * @param {Box} box
 * @param {Point} point
 */
const within = (box, [x, y]) => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

/**
 * @param {Context} context
 * @param {SurfaceBackground} grid
 * @param {Projection} projection
 * @param {Theme} theme
 * @param {Size} size
 */
export function drawMinima(context, grid, projection, theme, size) {
  for (const [x, y] of grid.minima) {
    const point = at(projection, grid, x, y);
    if (!point || !within(projection.box, point)) continue;
    context.save();
    context.translate(...point);
    context.beginPath();
    star(context, size.head + 3.5);
    context.closePath();
    context.lineWidth = 3;
    context.strokeStyle = theme.casing;
    context.stroke();
    context.fillStyle = theme.ink;
    context.fill();
    context.restore();
  }
}

/**
 * Draws a ring at a point of the surface; returns its pixel, null if it is not in sight.
 * @param {Context} context
 * @param {Point} start
 * @param {Grid} grid
 * @param {Projection} projection
 * @param {Theme} theme
 * @param {Size} size
 */
export function drawStart(context, start, grid, projection, theme, size) {
  const point = at(projection, grid, ...start);
  if (!point || !within(projection.box, point)) return null;
  drawRing(context, point, theme, size);
  return point;
}

/**
 * A ring to take hold of, round a pixel.
 * @param {Context} context
 * @param {Point} point
 * @param {Theme} theme
 * @param {Size} size
 */
export function drawRing(context, point, theme, size) {
  for (const { width, colour } of [{ width: 5, colour: theme.casing }, { width: 2.2, colour: theme.ink }]) {
    context.beginPath();
    context.arc(...point, size.head + 3, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/**
 * Where the level lines cross a few rays through the window: one label a level, never two close together.
 * @param {Context} context
 * @param {Grid} heights
 * @param {FlatProjection} projection
 * @param {Theme} theme
 * @param {Size} size
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
  context.lineWidth = 4;
  context.strokeStyle = theme.halo;
  context.strokeText(text, px, py);
  context.fillStyle = theme.faint;
  context.fillText(text, px, py);
}

/**
 * @param {Context} context
 * @param {Point} from
 * @param {Point} to
 * @param {string} colour
 * @param {Theme} theme
 * @param {number} width
 * @param {number[]} [dash]
 */
export function arrow(context, from, to, colour, theme, width, dash = []) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!(length > 3)) return;
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const barb = Math.min(11, 4 + length / 4);
  const line = () => {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] - Math.cos(angle) * barb * 0.6, to[1] - Math.sin(angle) * barb * 0.6);
    context.stroke();
  };
  context.setLineDash(dash);
  for (const { extra, stroke } of [{ extra: 3, stroke: theme.casing }, { extra: 0, stroke: colour }]) {
    context.lineWidth = width + extra;
    context.strokeStyle = stroke;
    line();
  }
  context.setLineDash([]);
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
 * The arrows at a run's head. Gradient and memory share one scale, the longer has a fixed length; the step has its
 * true length.
 * @param {Context} context
 * @param {RunView} run
 * @param {number} time
 * @param {Projection} projection
 * @param {Theme} theme
 * @param {Size} size
 */
export function drawArrows(context, run, time, projection, theme, size) {
  const step = Math.floor(time + 1e-9);
  if (projection.deep || step >= run.steps || !run.data["q.grad.0"]) return;
  const { data } = run;
  const from = projection.point(data.x[step], data.y[step]);
  /**
   * @param {number} dx
   * @param {number} dy
   * @returns {Point}
   */
  const pixel = (dx, dy) => {
    const [px, py] = projection.point(data.x[step] + dx, data.y[step] + dy);
    return [px - from[0], py - from[1]];
  };
  const gradient = pixel(-data["q.grad.0"][step], -data["q.grad.1"][step]);
  /** @type {Point} */
  const memory = run.memory && data[`state.${run.memory}.0`]
    ? pixel(-data[`state.${run.memory}.0`][step], -data[`state.${run.memory}.1`][step])
    : [0, 0];
  const longest = Math.max(Math.hypot(...gradient), Math.hypot(...memory));
  const scale = longest > 0 ? (size.font * 4.2) / longest : 0;
  /**
   * @param {Point} start
   * @param {Point} displacement
   * @returns {Point}
   */
  const tip = (start, [dx, dy]) => [start[0] + dx * scale, start[1] + dy * scale];
  const probe = data["q.probe.0"] ? projection.point(data["q.probe.0"][step], data["q.probe.1"][step]) : null;
  if (probe) lookAhead(context, from, probe, theme, size);
  arrow(context, from, tip(from, memory), theme.memory, theme, 2.4, [5, 3]);
  const origin = probe || from;
  arrow(context, origin, tip(origin, gradient), theme.ink, theme, 2.2);
  const target = projection.point(data.x[step + 1], data.y[step + 1]);
  if (target.every(Number.isFinite)) arrow(context, from, clipped(from, target), run.look.colour, theme, 3.2);
}

/**
 * The end of an arrow, brought nearer where it is too far for a canvas.
 * @param {Point} from
 * @param {Point} to
 * @returns {Point}
 */
export function clipped(from, to, most = 4000) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  return length <= most ? to : [from[0] + (dx * most) / length, from[1] + (dy * most) / length];
}

/**
 * @param {Context} context
 * @param {Point} from
 * @param {Point} probe
 * @param {Theme} theme
 * @param {Size} size
 */
function lookAhead(context, from, probe, theme, size) {
  if (!probe.every(Number.isFinite)) return;
  context.setLineDash([2, 3]);
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.6;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...clipped(from, probe));
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(...clipped(from, probe), size.head * 0.8, 0, 2 * Math.PI);
  context.fillStyle = theme.casing;
  context.fill();
  context.stroke();
}
