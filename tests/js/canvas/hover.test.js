// Where the mouse is over a picture, and the tip beside it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestStep, tipPlace } from "../../../optviz/ui/stage/js/canvas/hover.js";
import { inBox } from "../../../optviz/ui/stage/js/shared/project.js";

const BOX = { left: 10, top: 20, width: 100, height: 50 };
const TRACK = {
  px: Float64Array.of(0, 10, 20, 30),
  py: Float64Array.of(0, 0, 0, 0),
  state: Uint8Array.of(1, 1, 2, 1),
};
const PICTURE = { width: 300, height: 200 };
const TIP = { width: 80, height: 40 };

test("a box ends at its edges, or as far beside them as is allowed", () => {
  assert.ok(inBox(BOX, [10, 70]));
  assert.ok(!inBox(BOX, [9, 70]));
  assert.ok(inBox(BOX, [5, 75], 6));
  assert.ok(!inBox(BOX, [3, 75], 6));
});

test("the step nearest to the mouse is found", () => {
  assert.deepEqual(nearestStep(TRACK, 3, [12, 0], 14), { step: 1, distance: 2 });
});

test("a step behind the surface, after the playhead or out of reach is not", () => {
  assert.equal(nearestStep(TRACK, 3, [21, 0], 14)?.step, 3);
  assert.equal(nearestStep(TRACK, 1, [30, 0], 14), null);
  assert.equal(nearestStep(TRACK, 3, [0, 14], 14), null);
});

test("of two steps equally near the earlier one is told", () => {
  assert.equal(nearestStep(TRACK, 3, [5, 0], 14)?.step, 0);
});

test("a tip stands to the right of the mouse, and to the left where there is no room", () => {
  assert.deepEqual(tipPlace([100, 100], TIP, PICTURE), [116, 80]);
  assert.deepEqual(tipPlace([250, 100], TIP, PICTURE), [154, 80]);
});

test("a tip stays inside the picture", () => {
  assert.deepEqual(tipPlace([100, 5], TIP, PICTURE), [116, 4]);
  assert.deepEqual(tipPlace([100, 199], TIP, PICTURE), [116, 156]);
  assert.deepEqual(tipPlace([60, 20], TIP, { width: 100, height: 30 }), [4, 4]);
});
