// A network's units, computed as Python computes them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gridPoints, layersAt, valuesOf } from "../../../optviz/ui/stage/js/shared/mlp.js";

const GOLDEN = new URL("../../golden/networks.json", import.meta.url);
/**
 * @type {{ activation: string, sizes: number[], theta: number[][], points: number[][], values: number[][][] }[]}
 */
const CASES = JSON.parse(await readFile(GOLDEN, "utf8"));

/** @param {number[][]} rows */
const packed = (rows) => Object.assign(Float64Array.from(rows.flat()), { shape: [rows.length, rows[0].length] });

for (const { activation, sizes, theta, points, values } of CASES) {
  test(`a net of ${sizes.join("-")} units with ${activation} computes what Python computes`, () => {
    const layers = layersAt(packed(theta), sizes, 1);
    const columns = valuesOf(layers, activation, points.map((row) => Float64Array.from(row)));
    assert.deepEqual(columns.map((column) => column.length), sizes);
    columns.forEach((column, c) =>
      column.forEach((unit, i) =>
        unit.forEach((value, p) => assert.ok(Math.abs(value - values[c][i][p]) < 1e-9, `${c} ${i} ${p}: ${value}`))
      )
    );
  });
}

test("the golden nets have every activation and no, one and several hidden layers", () => {
  assert.deepEqual(new Set(CASES.map(({ activation }) => activation)), new Set(["relu", "tanh", "sigmoid"]));
  assert.deepEqual(CASES.map(({ sizes }) => sizes.length), [2, 3, 4, 5]);
});

test("each frame has its own weights: with all weights 0 every class is as probable", () => {
  const { activation, sizes, theta } = CASES[1];
  const layers = layersAt(packed(theta), sizes, 0);
  const [, , classes] = valuesOf(layers, activation, gridPoints([-1, 1], [-1, 1], 3));
  for (const values of classes) assert.ok(values.every((value) => Math.abs(value - 1 / sizes[2]) < 1e-12));
});

test("weights that are not finite give values that are no numbers", () => {
  const layers = layersAt(packed(Array.from({ length: 6 }, () => [NaN])), [2, 2], 0);
  const [, classes] = valuesOf(layers, "relu", [Float64Array.of(1), Float64Array.of(1)]);
  assert.ok(classes.every(([value]) => Number.isNaN(value)));
});

test("a grid's points are the middles of its cells, the lowest row first", () => {
  const [x, y] = gridPoints([0, 4], [10, 30], 2);
  assert.deepEqual([[...x], [...y]], [[1, 3, 1, 3], [15, 15, 25, 25]]);
});
