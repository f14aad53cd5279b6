// A menu of optimizers, by group.

import assert from "node:assert/strict";
import { test } from "node:test";
import { byGroup } from "../../../optviz/ui/stage/js/shared/rule_menu.js";

/** @type {[string, string[]][]} */
const GROUPS = [["From the lecture", ["gd", "adam"]], ["Curvature from gradients", ["lbfgs"]], ["For matrices", [
  "muon",
]]];

test("options stand under their headings, in the order of the groups, and no heading is empty", () => {
  const menu = byGroup([["lbfgs", "L-BFGS"], ["adam", "Adam"], ["gd", "SGD"]], GROUPS);
  assert.deepEqual(menu, {
    first: [],
    groups: [
      { label: "From the lecture", options: [["gd", "SGD"], ["adam", "Adam"]] },
      { label: "Curvature from gradients", options: [["lbfgs", "L-BFGS"]] },
    ],
    last: [],
  });
});

test("what is no rule of the catalogue stays before the groups or behind them", () => {
  const menu = byGroup([["none", "—"], ["gd", "GD"], ["typed", "your own"]], GROUPS);
  assert.deepEqual([menu.first, menu.last], [[["none", "—"]], [["typed", "your own"]]]);
});

test("a menu of something else has no headings and keeps its order", () => {
  const menu = byGroup([["a", "A"], ["b", "B"]], []);
  assert.deepEqual([menu.first, menu.groups, menu.last], [[["a", "A"]], [], [["b", "B"]]]);
});
