// What a coloured map says at a point, and which pixels it paints.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BEYOND, paintCategories, paintOutcomes } from "../../../optviz/ui/stage/js/canvas/maps.js";
import { paintRegions, paintValues, readMap, readOutcome } from "../../../optviz/ui/stage/js/canvas/maps.js";
import { rgbOf } from "../../../optviz/ui/stage/js/shared/pens.js";

/** @import { CategoryMapLayer, RampMapLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { OutcomeMapLayer, RegionsLayer, StripLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { Pen, Point, Theme } from "../../../optviz/ui/stage/js/shared/types.js" */

/**
 * @param {number[]} numbers
 * @param {number[]} shape
 */
const packed = (numbers, ...shape) => Object.assign(Float64Array.from(numbers), { shape });

/** @type {Pen[]} */
const PENS = ["#ff0000", "#00ff00"].map((colour) => ({ colour, dash: [], marker: "circle" }));
const SHARED = { categories: [{ label: "a", look: "ink" }, { label: "b", look: "ink" }], pens: PENS };
/** @type {{ x: Point, y: Point }} */
const WINDOW = { x: [0, 3], y: [10, 30] };

/** Two rows of three cells, the lower row first. @type {CategoryMapLayer} */
const CATEGORIES = {
  kind: "category_map",
  number: packed([0, 1, 0, 1, 1, -1], 2, 3),
  alpha: 0.5,
  ...WINDOW,
  ...SHARED,
};
const PLAIN = { spec: { x: { log: false }, y: { log: false } } };

/** @type {RampMapLayer} */
const VALUES = {
  kind: "ramp_map",
  value: packed([0, 5, 10, NaN, -7, 12], 2, 3),
  low: 0,
  high: 10,
  label: "f",
  ramp: "strong",
  beyond: "",
  ...WINDOW,
};
const LIGHT = /** @type {Theme} */ ({
  dark: false,
  strong: ["#123a5c", "#7fa6c4", "#f5f7f9"],
  diverging: ["#8c3b00", "#f7f5f1", "#0d4f73"],
});

/**
 * The pixels, red to alpha, of a picture of two rows of three.
 * @param {(data: Uint8ClampedArray) => void} paint
 */
function painted(paint) {
  const data = new Uint8ClampedArray(24);
  paint(data);
  return [0, 1, 2, 3, 4, 5].map((i) => [...data.subarray(4 * i, 4 * i + 4)]);
}

test("a map is read cell by cell, its first row lowest", () => {
  const read = (/** @type {number} */ x, /** @type {number} */ y) => readMap(PLAIN, CATEGORIES, x, y);
  assert.deepEqual([read(0.5, 11), read(1.5, 11), read(2.9, 19), read(0.1, 29)], [0, 1, 0, 1]);
});

test("beyond its window a map says nothing", () => {
  for (const [x, y] of [[-0.1, 20], [3.1, 20], [1, 9], [1, 31]]) assert.equal(readMap(PLAIN, CATEGORIES, x, y), null);
});

test("on a logarithmic axis the cells are even in the logarithm", () => {
  /** @type {RampMapLayer} */
  const layer = { ...VALUES, x: [1, 1000], value: packed([7, 8, 9], 1, 3) };
  const panel = { spec: { x: { log: true }, y: { log: false } } };
  assert.deepEqual([2, 50, 900].map((x) => readMap(panel, layer, x, 20)), [7, 8, 9]);
});

test("a category has the colour of its pen and the map's strength, the lowest row at the foot of the picture", () => {
  const [red, green] = [[255, 0, 0, 128], [0, 255, 0, 128]];
  assert.deepEqual(painted((data) => paintCategories(CATEGORIES, data, 2, 3)), [
    ...[green, green, [0, 0, 0, 0]],
    ...[red, green, red],
  ]);
});

test("a strip is as strong as its colours are", () => {
  /** @type {StripLayer} */
  const strip = { kind: "strip", number: packed([1, 0], 2), ...SHARED };
  const data = new Uint8ClampedArray(8);
  paintCategories(strip, data, 1, 2);
  assert.deepEqual([...data], [0, 255, 0, 255, 255, 0, 0, 255]);
});

test("numbers beyond a ramp have its ends' colours, and not a number has none", () => {
  const [nothing, below, above, low, , high] = painted((data) => paintValues(VALUES, LIGHT, data, 2, 3));
  assert.deepEqual(nothing, [0, 0, 0, 0]);
  assert.deepEqual(below, low);
  assert.deepEqual(above, high);
  assert.notDeepEqual(low, high);
});

test("where a map names what lies beyond it, that has a colour of its own", () => {
  const pixels = painted((data) => paintValues({ ...VALUES, beyond: "diverges" }, LIGHT, data, 2, 3));
  assert.deepEqual(pixels[2], [227, 183, 176, 255]);
  assert.deepEqual(pixels[5], pixels[2]);
});

test("a region is the stronger the surer it is", () => {
  /** @type {RegionsLayer} */
  const layer = {
    kind: "regions",
    value: packed([0, 0, 0, 0, 0, 0, 0, 0.5, 1, 1.9, -1, 0], 2, 2, 3),
    ...WINDOW,
    ...SHARED,
  };
  const pixels = painted((data) => paintRegions(layer, 1, data, 2, 3));
  assert.deepEqual(pixels, [
    ...[[0, 255, 0, 119], [0, 0, 0, 0], [255, 0, 0, 20]],
    ...[[255, 0, 0, 20], [255, 0, 0, 75], [0, 255, 0, 20]],
  ]);
});

/** Two cells that arrive, soon and late, and one that diverges. @type {OutcomeMapLayer} */
const OUTCOMES = {
  kind: "outcome_map",
  number: Object.assign(Uint8Array.from([0, 0, 1, 0, 0, 2]), { shape: [2, 3] }),
  level: Object.assign(Uint8Array.from([0, 255, 0, 51, 0, 9]), { shape: [2, 3] }),
  categories: [{ label: "a", look: "ink" }, { label: "diverged", look: "bad" }, { label: "c", look: "ink" }],
  pens: [...PENS, { colour: "#0000ff", dash: [], marker: "circle" }],
  measured: 1,
  low: 1,
  high: 1000,
  label: "steps",
  log: true,
  key: "",
  ...WINDOW,
};

test("a category of outcomes is the fainter the higher its number, and what diverges has a colour of its own", () => {
  const pixels = painted((data) => paintOutcomes(OUTCOMES, LIGHT, data, 2, 3));
  assert.deepEqual(pixels.slice(3), [[255, 0, 0, 230], [255, 0, 0, 89], [...rgbOf(BEYOND.light), 255]]);
  assert.deepEqual(pixels[2], [0, 0, 255, 140], "without a number it is as strong wherever it is");
});

test("a faint category lets the ground through, in both kinds of maps", () => {
  const categories = OUTCOMES.categories.map((each, i) => i === 2 ? { ...each, look: "faint" } : each);
  const pixels = painted((data) => paintOutcomes({ ...OUTCOMES, categories }, LIGHT, data, 2, 3));
  assert.deepEqual(pixels[2], [0, 0, 255, 31]);
  const faint = CATEGORIES.categories.map((each) => ({ ...each, look: "faint" }));
  const map = painted((data) => paintCategories({ ...CATEGORIES, categories: faint }, data, 2, 3));
  assert.deepEqual([...new Set(map.map(([, , , alpha]) => alpha))].sort(), [0, 31]);
});

test("outcomes may have the colours of a ramp instead", () => {
  /** @type {OutcomeMapLayer} */
  const layer = { ...OUTCOMES, categories: OUTCOMES.categories.map((each, i) => i ? each : { ...each, look: "ramp" }) };
  const pixels = painted((data) => paintOutcomes(layer, LIGHT, data, 2, 3));
  assert.deepEqual(pixels.slice(3, 5), [[...rgbOf("#123a5c"), 255], [...rgbOf("#f5f7f9"), 255]]);
});

test("a cell of an outcome map tells its category, and its number where it has one", () => {
  const told = [0, 1, 2, 3].map((cell) => readOutcome(OUTCOMES, cell));
  assert.deepEqual(told.map(({ label }) => label), ["a", "a", "diverged", "a"]);
  assert.deepEqual(told.map(({ value }) => value && Math.round(100 * value) / 100), [1, 1000, null, 3.98]);
});
