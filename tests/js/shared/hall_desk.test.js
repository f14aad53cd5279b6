// How high the panels of a board may be in front of a hall.

import assert from "node:assert/strict";
import { test } from "node:test";
import { heightsToTry } from "../../../optviz/ui/stage/js/shared/hall_desk.js";

test("all rows of controls are tried first, then fewer, and then none", () => {
  assert.deepEqual(heightsToTry([50, 100], 600, 360), [500, 550, 600]);
});

test("rows that would leave the panels less than their least are not tried, and none always is", () => {
  assert.deepEqual(heightsToTry([50, 100], 600, 520), [550, 600]);
  assert.deepEqual(heightsToTry([50, 100], 300, 360), [300]);
});
