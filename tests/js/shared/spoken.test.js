// What a picture is said to show: the runs where they are, the curves as high as they are, no more than is known.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureNow, stepText } from "../../../optviz/ui/stage/js/shared/spoken.js";

/** @import { PanelSpec } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/** @type {(spec: unknown) => PanelSpec} */
const panel = (spec) => /** @type {PanelSpec} */ (spec);

/** @type {(name: string, y: number[]) => unknown} */
const curve = (name, y) => ({ name, y, x: null, known: false });

test("a chart says how high each curve is; one that ended says its last height, one that has none says nothing", () => {
  const chart = panel({ kind: "chart", series: [curve("GD", [3, 2, 1]), curve("Adam", [4]), curve("NAG", [NaN, 5])] });
  assert.equal(pictureNow(chart, 0), "GD 3; Adam 4");
  assert.equal(pictureNow(chart, 2), "GD 1; Adam 4; NAG 5");
});

test("a plane says where each run is", () => {
  const path = { kind: "path", name: "GD", x: [1, 0.5], y: [2, -1], value: [5, 1.25] };
  const plane = panel({ kind: "axes", layers: [path, { kind: "points" }, { ...path, name: "", value: null }] });
  assert.equal(pictureNow(plane, 1), "GD at (0.5, −1), f = 1.25; the run at (0.5, −1)");
});

test("of many runs the first are said and the others counted", () => {
  const chart = panel({ kind: "chart", series: Array.from({ length: 11 }, (_, i) => curve(`run ${i}`, [i])) });
  assert.match(pictureNow(chart, 0), /run 7 7; and 3 more$/);
});

test("a picture without runs has nothing to say, and a board without steps no step", () => {
  assert.equal(pictureNow(panel({ kind: "code" }), 0), "");
  assert.equal(stepText({ step: 0, last: 0, toldAll: true }, false), "");
});

test("how many steps there are is kept back where it tells the ending", () => {
  assert.equal(stepText({ step: 3, last: 20, toldAll: false }, false), "Step 3 of 20");
  assert.equal(stepText({ step: 3, last: 20, toldAll: false }, true), "Step 3");
  assert.equal(stepText({ step: 20, last: 20, toldAll: true }, true), "Step 20 of 20");
});
