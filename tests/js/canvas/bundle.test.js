// A bundle of paths: up to the playhead, each in its colour, and ended where a run is no number any more.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawBundle } from "../../../optviz/ui/stage/js/canvas/bundle.js";

/** @import { AxesContext } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { BundleLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { Context } from "../../../optviz/ui/stage/js/shared/types.js" */

/**
 * @param {number[]} numbers
 * @param {number[]} shape
 */
const packed = (numbers, ...shape) => Object.assign(Float64Array.from(numbers), { shape });

/** @type {BundleLayer} */
const LAYER = {
  kind: "bundle",
  x: packed([0, 1, 2, 0, NaN, NaN, 0, 1, 2], 3, 3),
  y: packed([0, 0, 0, 0, NaN, NaN, 0, 1e9, 2], 3, 3),
  share: Float64Array.of(0, 0.5, 1),
  low: 1e-4,
  high: 10,
  label: "η",
};

/** @param {number} horizon */
function drawn(horizon) {
  /** @type {[colour: string, points: number][]} */
  const lines = [];
  let points = 0;
  const context = {
    strokeStyle: "",
    beginPath: () => (points = 0),
    moveTo: () => (points = 1),
    lineTo: () => (points += 1),
    stroke: () => lines.push([context.strokeStyle, points]),
  };
  const view = { point: (/** @type {number} */ x, /** @type {number} */ y) => [x, y] };
  const board = { player: { horizon }, size: { line: 2 }, theme: { warm: ["#000000", "#ff0000"] } };
  drawBundle(
    /** @type {Context} */ (/** @type {unknown} */ (context)),
    /** @type {AxesContext} */ (/** @type {unknown} */ ({ board, view })),
    LAYER,
  );
  return lines;
}

test("each path goes up to the playhead and has the colour of its place on the ramp", () => {
  assert.deepEqual(drawn(1).map(([colour]) => colour), ["rgb(0,0,0)", "rgb(128,0,0)", "rgb(255,0,0)"]);
  assert.deepEqual(drawn(0).map(([, points]) => points), [1, 1, 1]);
  assert.equal(drawn(1)[0][1], 2);
});

test("a path ends where its run is no number, or far out of the picture", () => {
  assert.deepEqual(drawn(9).map(([, points]) => points), [3, 1, 1]);
});
