// From the surface's coordinates to pixels of the canvas, in 2-D and in 3-D.

import { heightOf, withLevels } from "./plotly.js";

/**
 * @import { Box, DeepProjection, DrawnAxis, DrawnLayout, FlatProjection, Grid } from "./types.js"
 * @import { PathData, Point, Projection, Track } from "./types.js"
 * @typedef {{ _fullLayout?: Pick<DrawnLayout, "xaxis" | "yaxis"> }} FlatPlot
 * @typedef {{ _fullLayout?: Pick<DrawnLayout, "width" | "height" | "scene"> }} DeepPlot
 */

const FAR = 1e5;

/** @param {number} value */
const straight = (value) => value;
/** @param {number} exponent */
const tenTo = (exponent) => 10 ** exponent;
/** @param {DrawnAxis} axis */
const scaleOf = ({ type }) => (type === "log" ? { to: Math.log10, from: tenTo } : { to: straight, from: straight });

/**
 * How Plotly's two axes lie. Ranges of a logarithmic axis are exponents of ten.
 * @type {(plot: FlatPlot) => FlatProjection}
 */
export function flatProjection(plot) {
  if (!plot._fullLayout) throw new Error("Nothing is drawn yet.");
  const { xaxis, yaxis } = plot._fullLayout;
  const { to: toX, from: fromX } = scaleOf(xaxis);
  const { to: toY, from: fromY } = scaleOf(yaxis);
  const [x0, x1] = xaxis.range;
  const [y0, y1] = yaxis.range;
  const box = { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length };
  return {
    box,
    key: [x0, x1, y0, y1, box.left, box.top, box.width, box.height].join(),
    point: (x, y) => [
      box.left + ((toX(x) - x0) / (x1 - x0)) * box.width,
      box.top + (1 - (toY(y) - y0) / (y1 - y0)) * box.height,
    ],
    inverse: (px, py) => [
      fromX(x0 + ((px - box.left) / box.width) * (x1 - x0)),
      fromY(y0 + (1 - (py - box.top) / box.height) * (y1 - y0)),
    ],
  };
}

/**
 * The product of two 4 × 4 matrices, all by columns.
 * @type {(a: number[], b: number[]) => number[]}
 */
const multiply = (a, b) => {
  /** @type {number[]} */
  const out = new Array(16).fill(0);
  for (let c = 0; c < 4; c++) {
    for (let r = 0; r < 4; r++) {
      for (let k = 0; k < 4; k++) out[4 * c + r] += a[4 * k + r] * b[4 * c + k];
    }
  }
  return out;
};

/**
 * How Plotly's camera sees the surface.
 * @type {(plot: DeepPlot, grid: Grid) => DeepProjection}
 */
export function deepProjection(plot, grid) {
  const layout = plot._fullLayout;
  const scene = layout?.scene?._scene;
  const camera = scene?.glplot?.cameraParams;
  if (!layout || !scene || !camera) throw new Error("Nothing is drawn yet.");
  const { model, view, projection } = camera;
  const transform = multiply(projection, multiply(view, model));
  const scale = scene.dataScale;
  const box = { left: 0, top: 0, width: layout.width, height: layout.height };
  /** @type {DeepProjection["project"]} */
  const project = (x, y, h) => {
    const [a, b, c] = [x * scale[0], y * scale[1], h * scale[2]];
    const w = transform[3] * a + transform[7] * b + transform[11] * c + transform[15];
    const u = (transform[0] * a + transform[4] * b + transform[8] * c + transform[12]) / w;
    const v = (transform[1] * a + transform[5] * b + transform[9] * c + transform[13]) / w;
    return [(0.5 + 0.5 * u) * box.width, (0.5 - 0.5 * v) * box.height];
  };
  return {
    box,
    deep: true,
    key: transform.map((n) => n.toFixed(5)).join() + scale.join(),
    project,
    transform,
    scale,
    grid: withLevels(grid),
  };
}

/**
 * The drawn height at (x, y), by the nearest grid point; NaN outside the window.
 * @type {(grid: Grid, x: number, y: number) => number}
 */
export function gridHeight(grid, x, y) {
  const i = Math.round(((x - grid.x[0]) / (grid.x[1] - grid.x[0])) * (grid.size - 1));
  const j = Math.round(((y - grid.y[0]) / (grid.y[1] - grid.y[0])) * (grid.size - 1));
  if (!(i >= 0 && j >= 0 && i < grid.size && j < grid.size)) return NaN;
  return grid.rows?.[j][i] ?? NaN;
}

/**
 * The pixel over which a point of the plane, or of the surface, is drawn; null beside the surface.
 * @type {(projection: Projection, x: number, y: number) => Point | null}
 */
export function spotOf(projection, x, y) {
  if (!projection.deep) return projection.point(x, y);
  const height = gridHeight(projection.grid, x, y);
  return Number.isNaN(height) ? null : projection.project(x, y, height);
}

/**
 * Is a pixel in the box, or not more than `margin` beside it?
 * @type {(box: Box, pixel: Point, margin?: number) => boolean}
 */
export const inBox = (box, [px, py], margin = 0) =>
  px >= box.left - margin && px <= box.left + box.width + margin && py >= box.top - margin &&
  py <= box.top + box.height + margin;

/**
 * The eye in data coordinates: where the projected w vanishes along every direction.
 * @param {DeepProjection} deep
 */
function eyeOf(deep) {
  if (deep.eye) return deep.eye;
  const m = deep.transform;
  const rows = [[m[0], m[4], m[8], m[12]], [m[1], m[5], m[9], m[13]], [m[3], m[7], m[11], m[15]]];
  /** @param {number[][]} rows */
  const det = ([a, b, c]) =>
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  const base = det(rows);
  /** @param {number} k */
  const solve = (k) => det(rows.map((row) => row.slice(0, 3).map((v, i) => (i === k ? -row[3] : v)))) / base;
  deep.eye = [0, 1, 2].map((k) => solve(k) / deep.scale[k]);
  return deep.eye;
}

/**
 * Does the surface stand between the eye and this point? Walks from the point towards the eye.
 * @type {(deep: DeepProjection, x: number, y: number, h: number) => boolean}
 */
export function isHidden(deep, x, y, h) {
  const eye = eyeOf(deep);
  const { grid } = deep;
  const lift = 0.012 * (grid.scale.high - grid.scale.low);
  const stride = 0.03 *
    Math.min(
      (grid.x[1] - grid.x[0]) / Math.abs(eye[0] - x || 1e-9),
      (grid.y[1] - grid.y[0]) / Math.abs(eye[1] - y || 1e-9),
    );
  for (let k = 1; k <= 34; k++) {
    const s = k * Math.abs(stride);
    if (s >= 1) return false;
    const ground = gridHeight(grid, x + s * (eye[0] - x), y + s * (eye[1] - y));
    if (Number.isNaN(ground)) return false;
    if (ground > h + s * (eye[2] - h) + lift) return true;
  }
  return false;
}

/**
 * A path as pixels. Steps outside the 3-D window break the line; far pixels keep their direction. Its values are
 * needed in 3-D alone.
 * @type {(path: PathData, projection: Projection) => Track}
 */
export function pixels({ x, y, value }, projection) {
  const count = x.length;
  /** @type {Track} */
  const track = {
    px: new Float64Array(count),
    py: new Float64Array(count),
    state: new Uint8Array(count),
    deep: projection.deep,
  };
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue;
    if (projection.deep) deepPixel(track, i, x[i], y[i], value?.[i] ?? NaN, projection);
    else flatPixel(track, i, x[i], y[i], projection);
  }
  return track;
}

/** @type {(track: Track, i: number, x: number, y: number, projection: FlatProjection) => void} */
function flatPixel(track, i, x, y, projection) {
  let [px, py] = projection.point(x, y);
  const far = Math.max(Math.abs(px), Math.abs(py)) / FAR;
  if (far > 1 && i > 0) {
    // Shorten the segment towards its true direction: a canvas cannot hold 1e150 pixels.
    const [ax, ay] = [track.px[i - 1], track.py[i - 1]];
    [px, py] = [ax + (px - ax) / far, ay + (py - ay) / far];
  }
  [track.px[i], track.py[i]] = [px, py];
  track.state[i] = Number.isFinite(px) && Number.isFinite(py) ? 1 : 0;
}

/** @type {(track: Track, i: number, x: number, y: number, value: number, projection: DeepProjection) => void} */
function deepPixel(track, i, x, y, value, projection) {
  const { grid } = projection;
  const height = heightOf(grid.warp, value);
  const inside = x >= grid.x[0] && x <= grid.x[1] && y >= grid.y[0] && y <= grid.y[1];
  if (!inside || !Number.isFinite(height)) return;
  [track.px[i], track.py[i]] = projection.project(x, y, height);
  track.state[i] = isHidden(projection, x, y, height) ? 2 : 1;
}
