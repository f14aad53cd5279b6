// A waffle chart: how many cells, in how many columns, how full at a time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf, columnsFor, filledAt } from "../../../optviz/ui/stage/js/panels/waffle.js";

test("a cell is one thing, or as few as let a thousand cells hold all", () => {
  assert.deepEqual(cellsOf(8), { cells: 8, each: 1 });
  assert.deepEqual(cellsOf(1000), { cells: 1000, each: 1 });
  assert.deepEqual(cellsOf(1_000_000), { cells: 1000, each: 1000 });
  for (const total of [1, 7, 1001, 2500, 123_456]) {
    const { cells, each } = cellsOf(total);
    assert.ok(cells <= 1000 && cells * each >= total && (cells - 1) * each < total);
  }
});

test("cells are as large as the place allows", () => {
  assert.equal(columnsFor(8, { width: 400, height: 200 }), 4);
  assert.equal(columnsFor(100, { width: 300, height: 300 }), 10);
  assert.equal(columnsFor(1, { width: 300, height: 100 }), 1);
});

test("the grid fills between two steps and begins anew", () => {
  const spec = { total: 1000, done: Float64Array.from([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100]) };
  assert.equal(filledAt(spec, 0), 0);
  assert.equal(filledAt(spec, 2.5), 250);
  assert.equal(filledAt(spec, 10), 1000);
  assert.equal(filledAt(spec, 11), 100);
});

test("a grid that fills more than once a step is full", () => {
  const spec = { total: 8, done: Float64Array.from([0, 100, 200]) };
  assert.equal(filledAt(spec, 0), 0);
  for (const time of [0.5, 1, 1.7, 2]) assert.equal(filledAt(spec, time), 8);
});
