// What panels of words and numbers show at a step.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as settings from "../../../optviz/ui/stage/js/panels/axis_settings.js";
import { cellColour } from "../../../optviz/ui/stage/js/panels/confusion_matrix.js";
import { longest } from "../../../optviz/ui/stage/js/panels/graph.js";
import { readingAt } from "../../../optviz/ui/stage/js/panels/metrics.js";
import { firstRow } from "../../../optviz/ui/stage/js/panels/table.js";
import { frameAt } from "../../../optviz/ui/stage/js/shared/frames.js";
import { shownAt, textAt } from "../../../optviz/ui/stage/js/shared/keyframes.js";
import { summaryNow } from "../../../optviz/ui/stage/js/shared/notices.js";

const { axisSettings, labelRoom, plotlyRange, tickCount, zoomed } = settings;

/** @import { Keyframes } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { Theme } from "../../../optviz/ui/stage/js/shared/types.js" */

test("frames are spread evenly over the film, the last one at its end or where there is no film", () => {
  assert.deepEqual([0, 25, 50, 100].map((step) => frameAt({ step, last: 100 }, 5)), [0, 1, 2, 4]);
  assert.equal(frameAt({ step: 0, last: 0 }, 5), 4);
});

test("a frame is never one that comes later than the playhead", () => {
  assert.deepEqual([0, 1, 59, 60].map((step) => frameAt({ step, last: 60 }, 31)), [0, 0, 29, 30]);
  for (let last = 1; last < 200; last++) assert.equal(frameAt({ step: last, last }, 31), 30);
});

/** @type {(step: number, horizon?: number) => { step: number, horizon: number }} */
const at = (step, horizon = step) => ({ step, horizon });

test("the row of the playhead is in the middle of a table, but not beyond its ends", () => {
  assert.deepEqual([0, 5, 10, 19].map((now) => firstRow(now, 6, 20)), [0, 2, 7, 14]);
});

test("a metric reads the playhead's step, its last value after its end, or one word at all steps", () => {
  assert.deepEqual([0, 1, 9].map((step) => readingAt([1, 0.5], at(step))), ["1", "0.5", "0.5"]);
  assert.equal(readingAt(["slow", "fast"], at(1)), "fast");
  assert.equal(readingAt("contracting", at(7)), "contracting");
});

test("a metric that is not defined at a step reads as a dash, infinity as itself", () => {
  assert.deepEqual([0, 1].map((step) => readingAt([NaN, Infinity], at(step))), ["—", "∞"]);
});

test("a keyframe is shown until the next; before the first nothing is shown", () => {
  /** @type {Keyframes} */
  const keyframes = [[2, "2"], [5, ["1", "0"]], [9, "far away"]];
  assert.deepEqual([0, 2, 4, 5, 50].map((step) => shownAt(keyframes, step)), [
    null,
    "2",
    "2",
    ["1", "0"],
    "far away",
  ]);
  assert.equal(longest(keyframes), "far away");
  assert.equal(longest([]), "");
});

test("an outcome reads as a dash until its step, or until all may be seen", () => {
  /** @type {Keyframes} */
  const outcome = [[60, "diverged"]];
  assert.deepEqual([0, 59, 60].map((step) => readingAt(outcome, at(step))), ["—", "—", "diverged"]);
  assert.equal(readingAt(outcome, at(0, 60)), "diverged");
  assert.deepEqual([textAt("η = 0", 0), textAt(outcome, 0), textAt(outcome, 60)], ["η = 0", null, "diverged"]);
});

test("a board's summary tells how it ends only when that may be seen", () => {
  const summary = "GD: diverged.";
  assert.equal(summaryNow({ toldAll: true }, { summary }), summary);
  assert.ok(!summaryNow({ toldAll: false }, { summary }).includes("diverged"));
});

test("a logarithmic axis has its range in powers of ten, and not a tick at each of many", () => {
  const axis = { label: "η", low: 0.001, high: 1e12, log: true, whole: false };
  assert.deepEqual(plotlyRange(axis).map(Math.round), [-3, 12]);
  assert.equal(axisSettings(axis).dtick, 3);
  assert.deepEqual(plotlyRange({ ...axis, log: false }), [0.001, 1e12]);
  assert.equal("dtick" in axisSettings({ ...axis, log: false }), false);
  const whole = { ...axis, low: 0.5, log: false, whole: true };
  assert.equal(axisSettings({ ...whole, high: 3.5 }).dtick, 1, "no class 0.5");
  assert.equal(axisSettings({ ...whole, high: 60.5 }).dtick, 9);
});

test("zooming keeps the middle of the window", () => {
  assert.deepEqual(zoomed([2, 6], 0.5), [3, 5]);
});

test("a cell of a confusion matrix is the stronger the larger its share, mistakes in another colour", () => {
  const theme = /** @type {Theme} */ ({ dark: false, strong: ["#123a5c", "#f5f7f9"], mistake: "#d66056" });
  const [little, much] = [cellColour(0.1, true, theme), cellColour(0.9, true, theme)];
  assert.notEqual(little, much);
  assert.equal(cellColour(0.4, false, theme), cellColour(1, false, theme));
  assert.equal(cellColour(1, false, theme), "rgb(217,111,102)");
});

test("an upright axis whose numbers have exponents has more room, and still more where they are negative", () => {
  const axis = { low: 0, high: 5, label: "y", log: false, whole: false };
  const rooms = [[0, 5], [0, 1.6e6], [-2e6, 1], [0, 1e120]].map(([low, high]) => labelRoom({ ...axis, low, high }));
  assert.ok(rooms.every((room, i) => i === 0 || room > rooms[i - 1]), String(rooms));
  assert.equal(labelRoom({ ...axis, low: 1e-8, high: 1e8, log: true }), rooms[0], "powers of ten are short");
  assert.ok(labelRoom({ ...axis, high: 2e-5 }) > rooms[0]);
});

test("a narrow picture has fewer numbers along its lower axis, a wide one not more than seven", () => {
  assert.deepEqual([50, 168, 282, 900].map((width) => tickCount(width, 15)), [2, 3, 6, 7]);
});
