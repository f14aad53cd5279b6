// The numbers behind a chart's curves.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commonPlaces,
  costTables,
  dotOf,
  extentOf,
  knownFirst,
  sharePlaces,
  stepTable,
  xRange,
  yRange,
} from "../../../optviz/ui/stage/js/panels/curves.js";

/** @import { Series } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/**
 * @param {number[]} y
 * @param {number[] | null} x
 * @returns {Series}
 */
const curve = (y, x = null) => ({
  name: "",
  y,
  x,
  look: "ink",
  dashed: false,
  chosen: false,
  known: false,
  pale: false,
});

test("curves over the step need no places: the playhead's step is its place", () => {
  assert.equal(commonPlaces([curve([3, 2, 1])]), null);
});

test("curves over a cost that end at the same cost share the places of the longest", () => {
  assert.deepEqual(commonPlaces([curve([1, 2], [0, 8]), curve([1, 2, 3], [0, 4, 8])]), [0, 4, 8]);
});

test("curves over costs of their own have no common places", () => {
  assert.equal(commonPlaces([curve([1, 2], [0, 8]), curve([1, 2], [0, 2])]), null);
});

test("the x axis reaches over all curves, and over all steps if they lie over the step", () => {
  assert.deepEqual(xRange([curve([1, 2, 3])], 10), [0, 10]);
  assert.deepEqual(xRange([curve([1, 2, 3])], 0), [0, 2]);
  assert.deepEqual(xRange([curve([1, 2], [0, 8])], 100), [0, 8]);
  assert.deepEqual(xRange([], 0), [0, 1]);
  assert.deepEqual([69, 100, 122, 753, 1001].map((last) => xRange([], last, true)[1]), [100, 100, 200, 1000, 2000]);
});

test("as long as a question is open the y axis tells nothing of what comes, but of what is known before", () => {
  const away = { series: [curve([1, 2, 400])], log: false };
  assert.deepEqual(extentOf(away), [1, 400]);
  assert.deepEqual(extentOf(away, 0), [1, 1]);
  assert.deepEqual(extentOf({ series: [...away.series, { ...curve([0, 3, 5]), known: true }], log: false }, 1), [0, 5]);
});

test("the y axis leaves a margin, unless the chart names its ends; a flat curve is in the middle", () => {
  const free = { low: null, high: null };
  assert.deepEqual(yRange(free, 0, 10), [-0.6, 10.6]);
  assert.deepEqual(yRange({ low: 0, high: null }, 2, 10), [0, 10.48]);
  assert.deepEqual(yRange({ low: null, high: 12 }, 2, 1e40), [1.4, 12], "a curve is cut off");
  assert.deepEqual(yRange(free, 5, 5), [4.5, 5.5]);
  assert.deepEqual(yRange(free, null, null), [-0.06, 1.06]);
});

test("a table over the step has a row for each step, empty where a curve has ended", () => {
  const spec = { series: [curve([3, 2]), curve([1, 0, -1])], log: true };
  assert.deepEqual(stepTable(spec, 3), [[0, 1, 2, 3], [3, 2, null, null], [1, null, null, null]]);
});

test("what is known before reaches to the end of an axis that lies beyond the last step", () => {
  const spec = { series: [{ ...curve([7, 7]), known: true }, curve([3, 2])], log: false };
  assert.deepEqual(stepTable(spec, 1, 5), [[0, 1, 5], [7, 7, 7], [3, 2, null]]);
  assert.deepEqual(stepTable(spec, 1, 1), [[0, 1], [7, 7], [3, 2]]);
});

test("over a cost each curve is a table of its own", () => {
  const spec = { series: [curve([3, NaN], [0, 8]), curve([1, 2])], log: false };
  assert.deepEqual(costTables(spec, Infinity), [[[0, 8], [3, null]], [[0, 1], [1, 2]]]);
});

test("over costs of their own, curves end at the playhead, but for what is known before", () => {
  const limit = { ...curve([7, 7, 7], [0, 4, 8]), known: true };
  const spec = { series: [curve([3, 2, 1], [0, 4, 8]), limit], log: false };
  const [past, known] = costTables(spec, 1);
  assert.deepEqual([past, known], [[[0, 4], [3, 2]], [[0, 4, 8], [7, 7, 7]]]);
});

test("one line cuts off what is later only where all curves are at the same place at every step", () => {
  assert.ok(sharePlaces([curve([1, 2, 3]), curve([1, 2])]));
  assert.ok(sharePlaces([curve([1, 2, 3], [0, 4, 8]), curve([3, 2, 1], [0, 4, 8])]));
  assert.ok(!sharePlaces([curve([1, 2, 3], [0, 4, 8]), curve([1, 2, 3], [0, 5, 8])]));
  assert.ok(!sharePlaces([curve([1, 2, 3], [0, 4, 8]), curve([1, 2, 3], [0, 1, 2])]));
});

test("an axis reaches over all numbers, those that are not seen yet too", () => {
  assert.deepEqual(extentOf({ series: [curve([3, -1, NaN]), curve([Infinity, 9])], log: false }), [-1, 9]);
  assert.deepEqual(extentOf({ series: [curve([3, -1, 0])], log: true }), [3, 3]);
  assert.equal(extentOf({ series: [curve([0, 0])], log: true }), null);
});

test("what is known before is drawn first, the others as they were", () => {
  const [a, b, limit] = [curve([1]), curve([2]), { ...curve([3]), known: true }];
  assert.deepEqual(knownFirst([a, b, limit]), [limit, a, b]);
});

test("a dot stands at the playhead's step; over a cost it stays at its curve's end", () => {
  assert.deepEqual(dotOf(curve([3, 2]), 1, false), [1, 2]);
  assert.equal(dotOf(curve([3, 2]), 2, false), null);
  assert.deepEqual(dotOf(curve([3, 2], [0, 8]), 5, false), [8, 2]);
  assert.equal(dotOf(curve([3, 0]), 1, true), null);
  assert.equal(dotOf(curve([3, NaN]), 1, false), null);
});
