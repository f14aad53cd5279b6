// A point as an answer: clicked, dragged, typed, and moved by keys.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { TargetAnswer } from "../../../optviz/ui/stage/js/answers/target.js";
import { openPage, partsOf, planeView, press } from "./dom.js";

openPage();
/** @type {TargetAnswer} */
let answer;
let changes = 0;
let { plane, view } = planeView();

/** @param {boolean} only_x */
function open(only_x) {
  changes = 0;
  ({ plane, view } = planeView());
  answer = new TargetAnswer({ kind: "target", panel: "plane", only_x }, { view, changed: () => changes++ });
}

beforeEach(() => open(false));

test("there is no answer and no mark before the first click", () => {
  assert.equal(answer.value, null);
  assert.deepEqual(answer.layers, []);
});

test("a click sets the mark, a drag moves it, and the fields follow", () => {
  answer.down([2, 3]);
  answer.move([2.5, 3.0004]);
  assert.equal(answer.value, "2.5,3");
  assert.equal(changes, 2);
  assert.deepEqual(partsOf(answer.root, "input").map(({ value }) => value), ["2.5", "3"]);
  const [layer] = answer.layers;
  assert.ok(layer.kind === "points" && layer.mark === "diamond" && layer.x[0] === 2.5 && layer.y[0] === 3);
});

test("a point is typed with a comma or a real minus; half a point is no answer", () => {
  const [x, y] = partsOf(answer.root, "input");
  x.type("1,25");
  assert.equal(answer.value, null);
  y.type("−2");
  assert.equal(answer.value, "1.25,-2");
  y.type("−");
  assert.equal(answer.value, null);
});

test("the arrow keys begin in the middle and move it finely, with Shift coarsely, never out of sight", () => {
  answer.key(press("ArrowUp"));
  assert.equal(answer.value, "5,5");
  answer.key(press("ArrowUp"));
  answer.key(press("ArrowRight", true));
  assert.equal(answer.value, "5.5,5.05");
  for (let i = 0; i < 30; i++) answer.key(press("ArrowLeft", true));
  assert.equal(answer.value, "0,5.05");
  answer.key(press("a"));
  assert.equal(answer.value, "0,5.05");
});

test("on a curve only x counts: one field, and a line as high as the axes", () => {
  open(true);
  assert.equal(partsOf(answer.root, "input").length, 1);
  answer.down([4, 9]);
  assert.equal(answer.value, "4,0");
  const [layer] = answer.layers;
  assert.ok(layer.kind === "line");
  assert.deepEqual([layer.x, layer.y], [[4, 4], [0, 10]]);
  answer.key(press("ArrowRight"));
  assert.equal(answer.value, "4.05,0");
});

test("a finger takes hold of the mark alone", () => {
  assert.equal(answer.grips([50, 50], plane), false);
  answer.down([5, 5]);
  assert.equal(answer.grips([60, 60], plane), true);
  assert.equal(answer.grips([90, 50], plane), false);
});

test("an answer that was given before stands in the fields", () => {
  answer.show("-1.5,2");
  assert.deepEqual(partsOf(answer.root, "input").map(({ value }) => value), ["−1.5", "2"]);
});
