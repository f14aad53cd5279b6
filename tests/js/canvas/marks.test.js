// The arrows at a path's head, as they are drawn on a canvas that remembers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawArrows } from "../../../optviz/ui/stage/js/canvas/marks.js";

/** @import { PathLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { FlatProjection, Point } from "../../../optviz/ui/stage/js/shared/types.js" */

const THEME = { casing: "casing", ink: "ink", memory: "memory" };
const SIZE = { font: 10, line: 2, head: 6 };
const PEN = { colour: "run", dash: [], marker: "circle" };
// Ten pixels a unit; y goes up.
const VIEW = /** @type {FlatProjection} */ ({
  box: { left: 0, top: 0, width: 100, height: 100 },
  point: (x, y) => [10 * x, 100 - 10 * y],
});

/** A canvas that keeps where each filled arrow points, by its colour, and the dashes of the lines. */
function recorder() {
  /** @type {Record<string, Point>} */
  const tips = {};
  /** @type {Point[]} */
  let points = [];
  return {
    tips,
    fillStyle: "",
    beginPath: () => (points = []),
    moveTo: () => {},
    lineTo: (/** @type {number} */ px, /** @type {number} */ py) => points.push([px, py]),
    fill() {
      tips[this.fillStyle] = /** @type {Point} */ (points[1]?.map((n) => Math.round(n * 1e6) / 1e6));
    },
    stroke: () => {},
    arc: () => {},
    closePath: () => {},
    setLineDash: () => {},
  };
}

/**
 * @param {Partial<PathLayer["arrows"]>} part
 * @param {number} time
 */
function tipsOf(part, time) {
  const canvas = recorder();
  const track = { px: Float64Array.of(50, 60, 60), py: Float64Array.of(50, 50, 40), state: Uint8Array.of(1, 1, 1) };
  const arrows = { grad_x: [-3, 0], grad_y: [0, -1], memory_x: [], memory_y: [], ...part };
  const path = { x: [5, 6, 6], y: [5, 5, 6], pen: PEN, arrows, track };
  drawArrows(
    /** @type {never} */ (canvas),
    /** @type {never} */ (path),
    time,
    VIEW,
    /** @type {never} */ (THEME),
    SIZE,
  );
  return canvas.tips;
}

test("the step has its true length; the gradient's arrow points against it, as long as type is large", () => {
  assert.deepEqual(tipsOf({}, 0), { ink: [92, 50], run: [60, 50] });
  assert.deepEqual(tipsOf({}, 1), { ink: [60, 8], run: [60, 40] });
});

test("memory and gradient share a scale", () => {
  assert.deepEqual(tipsOf({ memory_x: [-1.5, 0], memory_y: [0, 0] }, 0), {
    memory: [71, 50],
    ink: [92, 50],
    run: [60, 50],
  });
});

test("a gradient that was taken ahead of the head starts there", () => {
  assert.deepEqual(tipsOf({ probe_x: [5.5, 6], probe_y: [5, 5] }, 0).ink, [97, 50]);
});

test("after the last step there is nothing to come", () => {
  assert.deepEqual(tipsOf({}, 2), {});
});
