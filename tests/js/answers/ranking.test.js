// An order as an answer: by buttons; the order in which the items come is none until someone says so.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ChoiceAnswer } from "../../../optviz/ui/stage/js/answers/choice.js";
import { RankingAnswer } from "../../../optviz/ui/stage/js/answers/ranking.js";
import { openPage, partsOf, planeView } from "./dom.js";

openPage();
const { view } = planeView();
let changes = 0;
/** @type {RankingAnswer} */
let answer;

const names = () => partsOf(answer.list, "span").filter(({ attributes }) => attributes.class === "ov-rank-name");
const order = () => names().map(({ textContent }) => textContent).join("");
/** @param {string} label */
const press = (label) =>
  partsOf(answer.root, "button").find(({ attributes }) => attributes["aria-label"] === label)?.click();

beforeEach(() => {
  changes = 0;
  /** @type {[string, null][]} */
  const items = [["A", null], ["B", null], ["C", null]];
  const form = /** @type {const} */ ({ kind: "ranking", items, first: "first", last: "last" });
  answer = new RankingAnswer(form, { view, changed: () => changes++ });
});

test("the order in which they come is an answer only when it is said to be", () => {
  assert.equal(answer.value, null);
  partsOf(answer.root, "button").find(({ textContent }) => textContent === "This order")?.click();
  assert.deepEqual([answer.value, answer.keep.hidden, changes], ["0,1,2", true, 1]);
});

test("buttons move an item, and it is told where it is now", () => {
  press("Move C up");
  assert.deepEqual([answer.value, order(), answer.said.textContent], ["0,2,1", "ACB", "C: 2 of 3"]);
  press("Move A down");
  press("Move A down");
  assert.deepEqual([answer.value, order(), answer.said.textContent], ["2,1,0", "CBA", "A: 3 of 3"]);
});

test("at an end of the list a button does nothing, and says so without losing the focus", () => {
  press("Move A up");
  assert.deepEqual([answer.value, order(), changes], [null, "ABC", 0]);
  const [up, down] = partsOf(answer.rows[0], "button");
  assert.deepEqual([up.attributes["aria-disabled"], down.attributes["aria-disabled"]], ["true", "false"]);
});

test("an order that was given before stands in the list", () => {
  answer.show("1,2,0");
  assert.deepEqual([answer.value, order()], ["1,2,0", "BCA"]);
});

test("a digit chooses one of several answers, and none where there is none", () => {
  let told = 0;
  const choice = new ChoiceAnswer({ kind: "choice", options: [["a", null], ["b", null]] }, {
    view,
    changed: () => told++,
  });
  choice.choose(1);
  assert.deepEqual([choice.inputs.map(({ checked }) => checked), told], [[false, true], 1]);
  choice.choose(5);
  assert.equal(told, 1);
});
