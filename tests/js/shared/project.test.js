// From the surface's coordinates to pixels, in 2-D and in 3-D.

import assert from "node:assert/strict";
import { test } from "node:test";
import { heightOf, levels, valueOf, withLevels } from "../../../optviz/ui/stage/js/shared/plotly.js";
import {
  deepProjection,
  flatProjection,
  gridHeight,
  isHidden,
  pixels,
} from "../../../optviz/ui/stage/js/shared/project.js";

/** @import { Grid, Point, Warp } from "../../../optviz/ui/stage/js/shared/types.js" */

/**
 * Axes as Plotly lays them out: a box of 200 × 100 pixels at (40, 10).
 * @param {Point} x
 * @param {Point} y
 * @param {"linear" | "log"} [type]
 */
const plot = (x, y, type = "linear") => ({
  _fullLayout: {
    xaxis: { type, range: x, _offset: 40, _length: 200 },
    yaxis: { type, range: y, _offset: 10, _length: 100 },
  },
});

/**
 * Heights f(x, y) over [−1, 1]², with the drawing's levels.
 * @param {(x: number, y: number) => number} f
 * @param {Warp} [warp]
 */
function gridOf(f, warp = { kind: "linear", floor: 0, offset: 0 }) {
  const size = 21;
  const z = Float32Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [k % size, Math.floor(k / size)];
    return f(-1 + i / 10, -1 + j / 10);
  });
  /** @type {Grid} */
  const grid = { key: "test", x: [-1, 1], y: [-1, 1], size, warp, z };
  return withLevels(grid);
}

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
// Looks along −z from (0, 0, 4): w = 4 − z, and what is on the axis is in the middle.
const FROM_ABOVE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 4];
// Looks along −x from (4, 0, 0): w = 4 − x; to the right is y, up is z.
const FROM_THE_SIDE = [0, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4];

/**
 * @param {number[]} projection
 * @param {Grid} grid
 */
const deep = (projection, grid) =>
  deepProjection({
    _fullLayout: {
      width: 400,
      height: 200,
      scene: {
        _scene: {
          dataScale: [1, 1, 1],
          getCamera: () => ({ eye: { x: 0, y: 0, z: 0 } }),
          glplot: { cameraParams: { model: IDENTITY, view: IDENTITY, projection } },
        },
      },
    },
  }, grid);

test("the corners of the axes are the corners of their box, y upwards", () => {
  const { point, box } = flatProjection(plot([-2, 2], [0, 5]));
  assert.deepEqual(box, { left: 40, top: 10, width: 200, height: 100 });
  assert.deepEqual([point(-2, 0), point(2, 5), point(0, 2.5)], [[40, 110], [240, 10], [140, 60]]);
});

test("a pixel is projected back to where it came from", () => {
  const { point, inverse } = flatProjection(plot([-2, 2], [0, 5]));
  const [x, y] = inverse(...point(0.7, 4.2));
  assert.ok(Math.abs(x - 0.7) < 1e-12 && Math.abs(y - 4.2) < 1e-12);
});

test("ranges of logarithmic axes are exponents of ten, there and back", () => {
  const { point, inverse } = flatProjection(plot([-2, 2], [0, 1], "log"));
  assert.deepEqual(point(1, 10), [140, 10]);
  assert.deepEqual(inverse(140, 10), [1, 10]);
});

test("the key of a projection changes with a zoom and with nothing else", () => {
  const key = flatProjection(plot([-2, 2], [0, 5])).key;
  assert.equal(flatProjection(plot([-2, 2], [0, 5])).key, key);
  assert.notEqual(flatProjection(plot([-2, 1], [0, 5])).key, key);
});

test("what is not drawn yet cannot be projected", () => {
  assert.throws(() => flatProjection({}), /drawn/);
  assert.throws(() => deepProjection({}, gridOf(() => 0)), /drawn/);
});

test("the height at a point is that of the nearest grid point, none outside the window", () => {
  const grid = gridOf((x, y) => x + 10 * y);
  assert.ok(Math.abs(gridHeight(grid, 0.52, -0.33) - (0.5 - 3)) < 1e-6);
  assert.ok(Number.isNaN(gridHeight(grid, 1.2, 0)) && Number.isNaN(gridHeight(grid, 0, -1.2)));
});

test("there is no height where f is not a finite number", () => {
  const grid = gridOf((x) => (x > 0.5 ? Infinity : x > 0.3 ? NaN : 1));
  assert.ok(Number.isNaN(gridHeight(grid, 0.9, 0)) && Number.isNaN(gridHeight(grid, 0.4, 0)));
  assert.equal(gridHeight(grid, 0, 0), 1);
});

test("a logarithmic height and its value are each other's inverse, and nothing lies below the floor", () => {
  /** @type {Warp} */
  const warp = { kind: "log", floor: -3, offset: 0.01 };
  for (const value of [-3, -2.9, 0, 1e6]) {
    assert.ok(Math.abs(valueOf(warp, heightOf(warp, value)) - value) < 1e-9 * 1e6);
  }
  assert.equal(heightOf(warp, -5), heightOf(warp, -3));
});

test("levels span the finite heights, also where the ground is flat", () => {
  assert.deepEqual(levels([[0, null, 11]], 22), { low: 0, high: 11, size: 0.5 });
  assert.deepEqual(levels([[3, 3]], 2), { low: 3, high: 4, size: 0.5 });
});

test("in 3-D the middle of the view is the middle of the picture, and what is nearer is further apart", () => {
  const { project } = deep(FROM_ABOVE, gridOf(() => 0));
  assert.deepEqual(project(0, 0, 0), [200, 100]);
  assert.deepEqual([project(1, 0, 0)[0], project(1, 0, 2)[0]], [250, 300]);
});

test("a hill stands between the eye and what lies behind it, and before it nothing does", () => {
  const hill = deep(FROM_THE_SIDE, gridOf((x) => (Math.abs(x) < 0.15 ? 1 : 0)));
  assert.equal(isHidden(hill, -0.6, 0, 0), true);
  assert.equal(isHidden(hill, 0.6, 0, 0), false);
  assert.equal(isHidden(hill, -0.6, 0, 3), false);
});

test("a path in 2-D is seen wherever it is a number, and breaks where it is not", () => {
  const track = pixels({ x: [0, NaN, 2], y: [0, 0, 5] }, flatProjection(plot([-2, 2], [0, 5])));
  assert.deepEqual([...track.state], [1, 0, 1]);
  assert.deepEqual([track.px[2], track.py[2]], [240, 10]);
});

test("a diverging step is shortened to what a canvas can hold and keeps its direction", () => {
  const track = pixels({ x: [0, 1e150], y: [0, 1e150] }, flatProjection(plot([-2, 2], [0, 4])));
  const [dx, dy] = [track.px[1] - track.px[0], track.py[1] - track.py[0]];
  assert.ok(Math.hypot(dx, dy) < 2e5);
  assert.ok(Math.abs(dy / dx + 0.5) < 1e-6);
});

test("a path in 3-D breaks outside the window, and is marked where the surface hides it", () => {
  const hill = deep(FROM_THE_SIDE, gridOf((x) => (Math.abs(x) < 0.15 ? 1 : 0)));
  const data = { x: [0.6, -0.6, 1.5, 0.6], y: [0, 0, 0, 0], value: [0, 0, 0, NaN] };
  assert.deepEqual([...pixels(data, hill).state], [1, 2, 0, 0]);
});
