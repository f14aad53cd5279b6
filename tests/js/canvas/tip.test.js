// What the tip beside the mouse says of the paths.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, nearestOfPaths } from "../../../optviz/ui/stage/js/canvas/tip.js";

/**
 * A path along the x axis of the picture, `away` pixels from it.
 * @param {number} away
 */
const pathAt = (away) => ({
  track: { px: Float64Array.of(0, 10, 20), py: Float64Array.of(away, away, away), state: Uint8Array.of(1, 1, 1) },
});

test("the mouse finds the path nearest to it, up to the playhead", () => {
  const [near, far] = [pathAt(5), pathAt(9)];
  assert.deepEqual(nearestOfPaths([far, near], 2, [10, 0]), { path: near, step: 1, distance: 5 });
  assert.equal(nearestOfPaths([near, far], 0, [20, 5]), null);
});

test("steps are counted in words or, under a letter, as its value", () => {
  assert.deepEqual([counted("step", 3), counted("t", 3)], ["step 3", "t = 3"]);
});
