// A fan: the paths of runs at many positions of one slider, from which a drag is drawn before its pictures come. How it
// is coded is told in optviz/figures/fan.py.

import { shareOf } from "./knobs.js";

/** @import { FlatProjection, Projection, Track } from "./types.js" */
/** @import { Range } from "./knobs.js" */
/**
 * What a fan says of its body: how many points each path has, how many cuts; run after run, each at all values.
 * @typedef {{ kind: "fan", control: string, window: [number, number, number, number], values: number[],
 *   runs: string[], lengths: number[], cuts: number[] }} FanHeader
 */
/** @typedef {{ step: Int32Array, ax: Int32Array, ay: Int32Array, bx: Int32Array, by: Int32Array }} Cuts */
/**
 * `points`, `firstCuts`: where each path's begin.
 * @typedef {FanHeader & { x: Int32Array, y: Int32Array, points: number[], cut: Cuts, firstCuts: number[] }} Fan
 */

const TOP = 8191;

/**
 * Where each of these many begins, and where the last ends.
 * @param {number[]} counts
 */
function begins(counts) {
  const out = [0];
  for (const count of counts) out.push(out[out.length - 1] + count);
  return out;
}

/**
 * Columns of differences, the sign in the lowest bit, all lower bytes first.
 * @type {(body: Uint8Array, sizes: number[]) => Int32Array[]}
 */
function columns(body, sizes) {
  const count = body.length / 2;
  let at = 0;
  return sizes.map((size) => {
    const column = new Int32Array(size);
    let sum = 0;
    for (let i = 0; i < size; i++, at++) {
      const word = body[at] | (body[count + at] << 8);
      sum += (word >> 1) ^ -(word & 1);
      column[i] = sum;
    }
    return column;
  });
}

/** @type {(header: FanHeader, body: Uint8Array) => Fan} */
export function readFan(header, body) {
  const [points, firstCuts] = [begins(header.lengths), begins(header.cuts)];
  const [all, cuts] = [points[points.length - 1], firstCuts[firstCuts.length - 1]];
  const [x, y, step, ax, ay, bx, by] = columns(body, [all, all, cuts, cuts, cuts, cuts, cuts]);
  return { ...header, x, y, points, firstCuts, cut: { step, ax, ay, bx, by } };
}

/**
 * The position of a fan that is nearest to a value of its slider.
 * @type {(fan: Pick<Fan, "values">, knob: Range, value: number) => number}
 */
export const positionOf = ({ values }, knob, value) => Math.round(shareOf(value, knob) * (values.length - 1));

/**
 * Can a fan be drawn here: is all that is seen in its window, and a unit of its code no more than a pixel?
 * @type {(fan: Pick<Fan, "window">, view: Projection) => view is FlatProjection}
 */
export function fits({ window: [x0, x1, y0, y1] }, view) {
  if (view.deep) return false;
  const { left, top, width, height } = view.box;
  const [[ax, ay], [bx, by]] = [view.point(x0, y0), view.point(x1, y1)];
  const within = ax <= left && bx >= left + width && by <= top && ay >= top + height;
  return within && Math.max(bx - ax, ay - by) <= TOP;
}

/** @type {(fan: Fan, i: number) => boolean} */
const isOutside = ({ x, y }, i) => x[i] === 0 || x[i] === TOP || y[i] === 0 || y[i] === TOP;

/**
 * A run's path at a position as pixels. Where it leaves the code's window it is cut off at the border: such a path has
 * more corners than steps, and `at` says which corner a step is. Points outside are breaks; they lie where the way from
 * the middle leads out.
 * @type {(fan: Fan, run: number, position: number, view: FlatProjection) => Track}
 */
export function fanTrack(fan, run, position, view) {
  const path = run * fan.values.length + position;
  const [first, count] = [fan.points[path], fan.lengths[path]];
  const { cut, window: [x0, x1, y0, y1] } = fan;
  const [[left, bottom], [right, top]] = [view.point(x0, y0), view.point(x1, y1)];
  const most = count + 2 * fan.cuts[path];
  const [px, py] = [new Float64Array(most), new Float64Array(most)];
  const [state, at] = [new Uint8Array(most), new Uint32Array(count)];
  let corners = 0;
  /** @type {(x: number, y: number, seen: number) => void} */
  const add = (x, y, seen) => {
    px[corners] = left + (x / TOP) * (right - left);
    py[corners] = bottom + (y / TOP) * (top - bottom);
    state[corners++] = seen;
  };
  let [k, last] = [fan.firstCuts[path], fan.firstCuts[path + 1]];
  for (let i = 0; i < count; i++) {
    const outside = isOutside(fan, first + i);
    if (k < last && cut.step[k] === i - 1) {
      if (isOutside(fan, first + i - 1)) add(cut.ax[k], cut.ay[k], 1);
      if (outside) add(cut.bx[k], cut.by[k], 1);
      k += 1;
    }
    at[i] = corners;
    add(fan.x[first + i], fan.y[first + i], outside ? 0 : 1);
  }
  return { px: px.subarray(0, corners), py: py.subarray(0, corners), state: state.subarray(0, corners), at };
}
