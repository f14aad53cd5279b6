// How many rows of controls a window has room for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsThatFit } from "../../../optviz/ui/stage/js/shared/desk.js";

test("rows are shown as long as they end where there is room, and the first one always", () => {
  assert.equal(rowsThatFit([50, 100, 150], 120), 2);
  assert.equal(rowsThatFit([50, 100, 150], 150), 3);
  assert.equal(rowsThatFit([50, 100, 150], 10), 1);
});
