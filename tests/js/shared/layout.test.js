// Where a board's panels stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { areas, rowsOf, tracks } from "../../../optviz/ui/stage/js/shared/layout.js";

test("each row of keys is a row of the grid; a key may span", () => {
  assert.equal(areas([["map", "map", "run"], ["map", "map", "loss"]]), '"map map run" "map map loss"');
});

test("rows and columns have their shares of the whole, 1 where none is given", () => {
  assert.equal(tracks([2, 1.5], 3), "minmax(0, 2fr) minmax(0, 1.5fr) minmax(0, 1fr)");
  assert.equal(tracks([], 2), "minmax(0, 1fr) minmax(0, 1fr)");
});

test("a share of 0 is as large as its content", () => {
  assert.equal(tracks([1, 0], 2), "minmax(0, 1fr) auto");
});

test("a row is never lower than what stands in it", () => {
  assert.equal(tracks([2, 0], 2, "min-content"), "minmax(min-content, 2fr) auto");
});

test("a panel stands in every row that names it", () => {
  const rows = [["map", "map", "run"], ["map", "map", "loss"], ["end", "end", "end"]];
  assert.deepEqual(["map", "run", "loss", "end"].map((key) => rowsOf(rows, key)), [[0, 1], [0], [1], [2]]);
});
