// Layers of a plane: where marks, arrows and balls are at a step, which layers move, and what the key shows of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { classOfNew } from "../../../optviz/ui/stage/js/canvas/data_points.js";
import { longestByGroup } from "../../../optviz/ui/stage/js/canvas/flights.js";
import { swatchParts } from "../../../optviz/ui/stage/js/canvas/key.js";
import { moves, shownLayers } from "../../../optviz/ui/stage/js/canvas/layers.js";
import { litNow, spotsNow } from "../../../optviz/ui/stage/js/canvas/spots.js";
import { colourOf, frameOf } from "../../../optviz/ui/stage/js/canvas/swarm.js";

/** @import { AxesContext } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { ArrowsLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { LineLayer, PathLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { PointsLayer, SwarmLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { Pen, Theme } from "../../../optviz/ui/stage/js/shared/types.js" */

/**
 * @param {number[]} numbers
 * @param {number[]} shape
 */
const packed = (numbers, ...shape) => Object.assign(Float64Array.from(numbers), { shape });

/** @type {{ look: string, name: string, pen: Pen }} */
const NAMED = { look: "ink", name: "a", pen: { colour: "#000000", dash: [], marker: "circle" } };

/**
 * @param {Partial<PointsLayer>} part
 * @returns {PointsLayer & { since: number }}
 */
const points = (part) => ({
  kind: "points",
  x: packed([1, 2], 2),
  y: packed([3, 4], 2),
  mark: "dot",
  labels: [],
  hover: [],
  looks: [],
  lit: null,
  size: 1,
  since: 0,
  ...NAMED,
  ...part,
});

/**
 * @param {Partial<ArrowsLayer>} part
 * @returns {ArrowsLayer & { since: number }}
 */
const arrows = (part) => ({
  kind: "arrows",
  x: packed([0], 1),
  y: packed([0], 1),
  dx: packed([1], 1),
  dy: packed([0], 1),
  scale: "fit",
  reach: 4,
  width: 1,
  head: true,
  dashed: false,
  group: "",
  since: 0,
  ...NAMED,
  ...part,
});

/** @type {LineLayer & { since: number }} */
const LINE = { kind: "line", x: [], y: [], width: 1, dashed: true, over: false, by_step: false, since: 0, ...NAMED };
/** @type {PathLayer & { since: number }} */
const PATH = {
  kind: "path",
  x: [],
  y: [],
  status: ["moving", 0],
  value: null,
  chosen: false,
  arrows: null,
  fan: "",
  pale: false,
  since: 0,
  ...NAMED,
};

test("marks that stand are the same at every step", () => {
  for (const step of [0, 9]) assert.deepEqual(spotsNow(points({}), step), [[1, 3], [2, 4]]);
});

test("marks that move have a row a step, and stay where the last one leaves them", () => {
  const layer = points({ x: packed([1, 2, 5, 6], 2, 2), y: packed([3, 4], 2) });
  assert.deepEqual(spotsNow(layer, 1), [[5, 3], [6, 4]]);
  assert.deepEqual(spotsNow(layer, 7), [[5, 3], [6, 4]]);
});

test("marks without lights are all lit; with lights, those of the step", () => {
  assert.deepEqual(litNow(points({}), 0, 2), [true, true]);
  assert.deepEqual(litNow(points({ lit: packed([1, 0, 0, 1], 2, 2) }), 1, 2), [false, true]);
});

test("only what changes with the playhead is drawn at every frame", () => {
  assert.ok(!moves(points({})) && !moves(LINE) && !moves(arrows({})));
  assert.ok(moves(points({ lit: packed([1, 1], 1, 2) })) && moves(points({ x: packed([1, 2, 5, 6], 2, 2) })));
  assert.ok(moves({ ...LINE, by_step: true }));
  assert.ok(moves(PATH) && moves(arrows({ dx: packed([1], 1, 1) })));
  assert.ok(moves({ ...LINE, over: true }), "what stands over all that moves is drawn after it");
});

test("a layer that tells the ending is shown from its step on, or when all may be seen", () => {
  const layers = [LINE, { ...LINE, since: 60 }];
  assert.deepEqual([0, 59, 60].map((horizon) => shownLayers(layers, { horizon }).length), [1, 1, 2]);
});

test("a ball has the colour of where it ends only once it is there", () => {
  const theme = /** @type {Theme} */ ({ ink: "ink", faint: "faint" });
  const pens = [{ colour: "blue" }, { colour: "green" }];
  const layer = /** @type {SwarmLayer} */ ({ number: [0, 1, -1], arrival: [2, 0, 3], pens });
  /** @param {number} frame */
  const colours = (frame) => [0, 1, 2].map((ball) => colourOf(layer, ball, frame, theme));
  assert.deepEqual(colours(0), ["ink", "green", "ink"]);
  assert.deepEqual(colours(3), ["blue", "green", "faint"]);
  assert.equal(colourOf({ ...layer, arrival: null }, 0, 0, theme), "blue");
});

test("fitted arrows of one group share the longest of them, in pixels; others keep their own", () => {
  const long = arrows({ group: "g", dx: packed([2], 1) });
  const short = arrows({ group: "g" });
  const alone = arrows({ dx: packed([NaN], 1) });
  const end = { label: "", low: 0, high: 10, log: false };
  const panel = /** @type {AxesContext} */ ({
    board: { player: { step: 0 } },
    spec: { layers: [long, short, alone], x: end, y: end },
    view: { box: { left: 0, top: 0, width: 100, height: 100 } },
  });
  assert.deepEqual(longestByGroup(panel), { g: 20 });
  assert.deepEqual([short.longest, alone.longest], [10, 0]);
});

test("a swarm's frames are spread evenly over the film, and it stands at its last without one", () => {
  assert.deepEqual(frameOf({ time: 25, last: 100 }, 3), { frame: 0, part: 0.5 });
  assert.deepEqual(frameOf({ time: 100, last: 100 }, 3), { frame: 2, part: 0 });
  assert.deepEqual(frameOf({ time: 0, last: 0 }, 3), { frame: 2, part: 0 });
});

test("the key shows a mark of points, a line of lines, and both of a path", () => {
  assert.deepEqual(swatchParts(points({ mark: "cross" })), { bare: true, hollow: false, dash: [], marker: "x" });
  assert.deepEqual(swatchParts(points({ mark: ["dot", "star"] })).marker, "circle");
  assert.deepEqual(["ring", "dot"].map((mark) => swatchParts(points({ mark })).hollow), [true, false]);
  assert.deepEqual(swatchParts(LINE), { dash: [6, 4], marker: null });
  assert.deepEqual(swatchParts(PATH), {});
});

test("a new data point takes the class of the brush, or else of its nearest neighbour", () => {
  const rows = [[0, 0, 1], [5, 5, 2]];
  assert.deepEqual(classOfNew(rows, [1, 1], "3", 3), [3]);
  assert.deepEqual(classOfNew(rows, [4, 4], undefined, 3), [2]);
});

test("the first data point is of class 0, where there are classes", () => {
  assert.deepEqual(classOfNew([], [1, 1], undefined, 3), [0]);
  assert.deepEqual(classOfNew([], [1, 1], undefined, 2), []);
});

test("a ring is a ring in the key too", () => {
  const ring =
    /** @type {PointsLayer & { since: number }} */ (/** @type {unknown} */ ({ kind: "points", mark: "ring" }));
  const dot = /** @type {PointsLayer & { since: number }} */ (/** @type {unknown} */ ({ kind: "points", mark: "dot" }));
  assert.deepEqual([swatchParts(ring).hollow, swatchParts(dot).hollow], [true, false]);
});
