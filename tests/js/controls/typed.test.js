// What a person types into a matrix, and how a choice is shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asButtons } from "../../../optviz/ui/stage/js/controls/choice.js";
import { numberOf } from "../../../optviz/ui/stage/js/shared/fields.js";

test("a number is read as people write it: with a comma, a real minus sign, or spaces around", () => {
  assert.deepEqual(["1,5", "−2", " 0.25 ", "1e-3"].map(numberOf), [1.5, -2, 0.25, 0.001]);
});

test("nothing and words are no number", () => {
  for (const text of ["", "  ", "many", "1 2"]) assert.ok(Number.isNaN(numberOf(text)), text);
});

test("few choices, or many with short names, are buttons; else a menu", () => {
  /** @param {string[]} names */
  const options = (names) => names.map((name) => /** @type {[string, string]} */ ([name, name]));
  assert.ok(asButtons(options(["gradient descent", "momentum", "Nesterov", "Adam"])));
  assert.ok(asButtons(options(["1", "2", "4", "8", "16", "32"])));
  assert.ok(!asButtons(options(["GD", "momentum", "Nesterov", "AdaGrad", "Adam"])));
});
