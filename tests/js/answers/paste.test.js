import assert from "node:assert/strict";
import { test } from "node:test";

import { shortened } from "../../../optviz/ui/stage/js/answers/paste.js";

test("of what was pasted the first lines with a number go on, without what only fills them", () => {
  const text = "t   x\tf(x)\n\n0   2.0\t4.0  \n1 1.6 2.56\n";
  assert.equal(shortened(text, 10), "0 2.0 4.0\n1 1.6 2.56");
});

test("an address holds it: no more lines than are compared, and a few for a head, none of them long", () => {
  const lines = shortened(`${"7".repeat(500)}\n`.repeat(80), 10).split("\n");
  assert.equal(lines.length, 14);
  assert.ok(lines.every((line) => line.length === 160));
});
