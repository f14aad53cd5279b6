// The field of a typed function: where a fault stands in the text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnFormulaControl } from "../../../optviz/ui/stage/js/controls/own_formula.js";
import { partsOf } from "../../../optviz/ui/stage/js/shared/formula_said.js";

test("a text is cut where the fault is", () => {
  assert.deepEqual(partsOf("y + sine(x)", 4, 8), ["y + ", "sine", "(x)"]);
  assert.deepEqual(partsOf("x + (y", 6, 6), ["x + (y", "", ""]);
});

test("places are counted in characters, not in halves of them", () => {
  assert.deepEqual(partsOf("𝑥 + 𝑦𝑦", 4, 6), ["𝑥 + ", "𝑦𝑦", ""]);
});

test("the link holds what is being typed only while it cannot be read", () => {
  assert.equal(OwnFormulaControl.text(""), undefined);
  assert.equal(OwnFormulaControl.text("sine(x)"), "sine(x)");
});
