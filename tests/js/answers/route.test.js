// A path as an answer: drawn, clicked, typed, and never of more than forty points.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RouteAnswer, simplified } from "../../../optviz/ui/stage/js/answers/route.js";
import { openPage, partsOf, planeView } from "./dom.js";

/** @import { Point } from "../../../optviz/ui/stage/js/shared/types.js" */

openPage();
const { plane, view } = planeView();
/** @type {RouteAnswer} */
let answer;

/** @type {(...points: Point[]) => void} */
function draw(first, ...others) {
  answer.down(first);
  for (const point of others) answer.move(point, plane);
  answer.up(plane);
}

/** @param {string} text */
const button = (text) => partsOf(answer.root, "button").find(({ textContent }) => textContent === text);

beforeEach(() => {
  answer = new RouteAnswer({ kind: "route", panel: "plane", start: [1, 1] }, { view, changed() {} });
});

test("a straight line keeps its ends, a corner its corner", () => {
  assert.deepEqual(simplified([[0, 0], [5, 0.1], [10, 0]]), [0, 2]);
  assert.deepEqual(simplified([[0, 0], [5, 0], [10, 0], [10, 5], [10, 10]]), [0, 2, 4]);
});

test("a circle of a thousand points is told by forty, none of it further off than a pixel", () => {
  const circle = Array.from({ length: 1000 }, (_, i) => /** @type {Point} */ ([
    100 * Math.cos(i / 159),
    100 * Math.sin(i / 159),
  ]));
  const kept = simplified(circle);
  assert.ok(kept.length <= 40 && kept[0] === 0 && kept[kept.length - 1] === 999);
  const sagitta = (/** @type {number} */ k) => 100 * (1 - Math.cos((kept[k + 1] - kept[k]) / 318));
  assert.ok(Math.max(...kept.slice(0, -1).map((_, k) => sagitta(k))) < 1);
});

test("a path of which no point moves is two points", () => {
  assert.deepEqual(simplified([[1, 1], [1, 1], [1, 1]]), [0, 2]);
});

test("there is no answer before it is drawn; then it begins at the start", () => {
  assert.equal(answer.value, null);
  draw([2, 1], [4, 1], [4, 4]);
  assert.equal(answer.value, "1,1;4,1;4,4");
});

test("clicks add one point each, and a second stroke goes on from there", () => {
  draw([3, 1]);
  draw([3, 3]);
  draw([5, 3], [7, 6], [9, 3]);
  assert.equal(answer.value, "1,1;3,1;3,3;5,3;7,6;9,3");
});

test("the last point is taken back, and the whole path drawn again", () => {
  draw([3, 1]);
  draw([3, 3]);
  button("Take back")?.click();
  assert.equal(answer.value, "1,1;3,1");
  button("Draw again")?.click();
  assert.equal(answer.value, null);
  assert.deepEqual(answer.layers, []);
});

test("points are typed one after the other", () => {
  const [x, y] = partsOf(answer.root, "input");
  assert.equal(button("Add point")?.disabled, true);
  x.type("2,5");
  y.type("4");
  assert.equal(button("Add point")?.disabled, false);
  button("Add point")?.click();
  assert.equal(answer.value, "1,1;2.5,4");
  assert.deepEqual([x.value, y.value], ["", ""]);
});

test("what is being drawn is seen before it is let go", () => {
  answer.down([2, 1]);
  answer.move([2, 5], plane);
  const [layer] = answer.layers;
  assert.ok(layer.kind === "line" && layer.dashed && layer.over);
  assert.deepEqual([layer.x, layer.y], [[1, 2, 2], [1, 1, 5]]);
});
