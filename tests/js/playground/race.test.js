// What the playground says of its runs: names, order, verdicts, looks, and what the mouse finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CHARTS } from "../../../optviz/ui/stage/js/playground/charts.js";
import { zoomed } from "../../../optviz/ui/stage/js/playground/figures.js";
import { freeLook } from "../../../optviz/ui/stage/js/playground/legend.js";
import { nearestOfRuns } from "../../../optviz/ui/stage/js/playground/pointer.js";
import { nameOf, placePlayhead } from "../../../optviz/ui/stage/js/playground/runs.js";
import { rankOf, verdict } from "../../../optviz/ui/stage/js/playground/standings.js";

/** @import { RunStatus, RunView, SurfaceBackground } from "../../../optviz/ui/stage/js/shared/types.js" */

/** @type {RunStatus} */
const CONVERGED = { kind: "converged", step: 3, label: "converged", reason: "The gradient is small." };
/** @type {RunStatus} */
const MOVING = { kind: "moving", step: 5, label: "moving", reason: "It had no more steps." };

/**
 * A run along the x axis of the picture, `away` pixels from it.
 * @param {number} slot
 * @param {number} away
 * @returns {RunView}
 */
const runAt = (slot, away) => ({
  slot,
  steps: 2,
  memory: "",
  sigma: "0",
  status: MOVING,
  columns: [],
  data: {},
  name: `run ${slot}`,
  style: [0, 0, 0],
  look: { colour: "#000000", dash: [], marker: "circle" },
  track: { px: Float64Array.of(0, 10, 20), py: Float64Array.of(away, away, away), state: Uint8Array.of(1, 1, 1) },
});

test("a rule that runs once has its plain name; twins are numbered", () => {
  const rules = { adam: { name: "Adam" }, gd: { name: "Gradient descent" } };
  const racers = [{ rule: "adam" }, { rule: "gd" }, { rule: "adam" }];
  assert.deepEqual([0, 1, 2].map((slot) => nameOf(racers, slot, rules)), ["Adam 1", "Gradient descent", "Adam 2"]);
});

test("a run moves until its status sets in", () => {
  const run = { steps: 5, status: CONVERGED };
  assert.deepEqual(verdict(run, 2), { text: "moving", title: "still moving." });
  assert.deepEqual(verdict(run, 3), { text: "converged", title: "The gradient is small." });
});

test("a run that never came to rest says why it ended, at its end", () => {
  assert.deepEqual(verdict({ steps: 5, status: MOVING }, 5), { text: "moving", title: "It had no more steps." });
});

test("runs are ranked by f at the step, or where they ended; not a number comes last", () => {
  const run = { steps: 2, data: { value: Float64Array.of(9, 4, NaN) } };
  assert.deepEqual([0, 1, 2, 7].map((step) => rankOf(run, step)), [9, 4, Infinity, Infinity]);
});

test("a new run wears its rule's own look, or else the first that is free", () => {
  assert.equal(freeLook([0, 1], 4), 4);
  assert.equal(freeLook([0, 1, 3], 1), 2);
});

test("the mouse finds the run nearest to it, up to the playhead", () => {
  const [near, far] = [runAt(0, 5), runAt(1, 9)];
  assert.deepEqual(nearestOfRuns([far, near], 2, [10, 0]), { run: near, step: 1, distance: 5 });
  assert.equal(nearestOfRuns([near, far], 0, [20, 5]), null);
});

test("the playhead opens at the link's step, or at the end", () => {
  const player = { time: 0, last: 50, speed: 1, loop: false, play: () => assert.fail("it must not play") };
  placePlayhead(player, 20, {});
  assert.equal(player.time, 20);
  placePlayhead(player, null, {});
  assert.equal(player.time, 50);
  placePlayhead(player, 900, {});
  assert.equal(player.time, 50);
});

test("a stage that comes back goes on where it was left", () => {
  let playing = false;
  const play = () => {
    playing = true;
  };
  const player = { time: 0, last: 50, speed: 1, loop: false, play };
  placePlayhead(player, 20, { time: 12, speed: 2, loop: true, playing: true });
  assert.deepEqual([player.time, player.speed, player.loop, playing], [12, 2, true, true]);
});

test("zooming keeps the middle of the window", () => {
  assert.deepEqual(zoomed([2, 6], 0.5), [3, 5]);
});

test("the first chart is of f − f*, on a logarithmic scale, only where f* is known", () => {
  const [value] = CHARTS;
  const grid = /** @type {SurfaceBackground} */ ({ floor: null });
  assert.deepEqual([value.title(grid), value.log(grid)], ["f(xₜ)", false]);
  assert.deepEqual([value.title({ ...grid, floor: 0 }), value.log({ ...grid, floor: 0 })], ["f(xₜ) − f*", true]);
});

test("f − f* is f itself where it was not sent again", () => {
  const [value] = CHARTS;
  const grid = /** @type {SurfaceBackground} */ ({ floor: 0 });
  const [f, gap] = [Float64Array.of(1), Float64Array.of(2)];
  assert.equal(value.read({ ...runAt(0, 0), data: { value: f } }, grid), f);
  assert.equal(value.read({ ...runAt(0, 0), data: { value: f, gap } }, grid), gap);
});
