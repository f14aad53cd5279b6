// The order of the runs at the playhead, and what became of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rankOf, verdict } from "../../../optviz/ui/stage/js/panels/standings.js";

/** @import { RunStatus } from "../../../optviz/ui/stage/js/shared/types.js" */

/** @type {RunStatus} */
const CONVERGED = { kind: "converged", step: 3, label: "converged", reason: "The gradient is small." };
/** @type {RunStatus} */
const MOVING = { kind: "moving", step: 5, label: "moving", reason: "It had no more steps." };
const value = [9, 5, 4, 3, 2, 1];

test("a run moves until its status sets in", () => {
  const run = { value, status: CONVERGED };
  assert.deepEqual(verdict(run, 2), { text: "moving", title: "still moving." });
  assert.deepEqual(verdict(run, 3), { text: "converged", title: "The gradient is small." });
});

test("a run that cycles or moves away says so since the step from which it does", () => {
  for (const kind of /** @type {const} */ (["cycling", "still", "leaving"])) {
    /** @type {RunStatus} */
    const status = { kind, step: 2, label: "since step 2", reason: "Why." };
    assert.deepEqual(verdict({ value, status }, 1), { text: "moving", title: "still moving." });
    assert.deepEqual(verdict({ value, status }, 2), { text: "since step 2", title: "Why." });
  }
});

test("a run that never came to rest says why it ended, at its end", () => {
  assert.deepEqual(verdict({ value, status: MOVING }, 5), { text: "moving", title: "It had no more steps." });
});

test("runs are ranked by f at the step, or where they ended; not a number comes last", () => {
  assert.deepEqual([0, 1, 2, 7].map((step) => rankOf({ value: [9, 4, NaN] }, step)), [9, 4, Infinity, Infinity]);
});
