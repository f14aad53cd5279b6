import assert from "node:assert/strict";
import { test } from "node:test";

import { axisOf, barsOf } from "../../../optviz/ui/stage/js/room/bars.js";

/** @type {(answer: string, score?: number) => { answer: string, score: number }} */
const given = (answer, score = 0) => ({ answer, score });

test("a choice has a bar for each option, also for one that nobody chose", () => {
  /** @type {import("../../../optviz/ui/stage/js/shared/board_types.js").ChoiceForm} */
  const form = { kind: "choice", options: [["left", null], ["right", null], ["up", null]] };
  const bars = barsOf(form, [given("0"), given("1", 1), given("1", 1)]);
  assert.deepEqual(bars.map(({ count }) => count), [1, 2, 0]);
  assert.deepEqual(bars.map(({ right }) => right), [false, true, false]);
});

test("a ranking has a bar for what was put first", () => {
  /** @type {import("../../../optviz/ui/stage/js/shared/board_types.js").RankingForm} */
  const form = { kind: "ranking", items: [["GD", null], ["Adam", null]], first: "", last: "" };
  assert.deepEqual(barsOf(form, [given("1,0"), given("1,0"), given("0,1")]).map(({ count }) => count), [1, 2]);
});

test("numbers lie in bins of the slider's own scale, all of them in one", () => {
  /** @type {import("../../../optviz/ui/stage/js/shared/board_types.js").RangeForm} */
  const form = { kind: "range", label: "η", low: 0.001, high: 1, scale: "log", whole: false, unit: "" };
  const bars = barsOf(form, [given("0.001"), given("0.0011"), given("0.99", 1), given("1")]);
  assert.equal(bars.length, 12);
  assert.deepEqual([bars[0].count, bars[11].count], [2, 2]);
  assert.deepEqual(bars.map(({ label }) => label).filter(Boolean), ["0.001", "0.0056", "0.032", "0.18", "1"]);
  assert.equal(axisOf(form), "η, logarithmic");
  assert.equal(bars.reduce((sum, { count }) => sum + count, 0), 4);
});

test("typed numbers lie between their own ends, one alone too", () => {
  /** @type {import("../../../optviz/ui/stage/js/shared/board_types.js").NumberForm} */
  const form = { kind: "number", label: "x", unit: "" };
  assert.deepEqual(barsOf(form, [given("-3"), given("7")]).map(({ count }) => count).filter(Boolean), [1, 1]);
  assert.equal(barsOf(form, [given("5")]).reduce((sum, { count }) => sum + count, 0), 1);
});

test("a typed number that is far off stands at the edge, and the others keep their places", () => {
  /** @type {import("../../../optviz/ui/stage/js/shared/board_types.js").NumberForm} */
  const form = { kind: "number", label: "x", unit: "" };
  const near = ["0.1", "0.2", "0.2", "0.3", "0.4", "0.5", "0.5", "0.6"].map((answer) => given(answer));
  const bars = barsOf(form, [...near, given("1e12"), given("-1e300")]);
  assert.equal(bars.reduce((sum, { count }) => sum + count, 0), 10);
  assert.ok(Math.max(...bars.map(({ count }) => count)) < 5);
  assert.match(bars[0].label, /or less$/);
  assert.match(bars[11].label, /or more$/);
  const same = barsOf(form, [given("2"), given("2"), given("2"), given("1e9")]);
  assert.deepEqual([same[0].count, same[11].count], [3, 1]);
});

test("what the picture itself shows has no bars, and neither has nobody's answer", () => {
  assert.deepEqual(barsOf({ kind: "target", panel: "plane", only_x: false }, [given("1,2")]), []);
  assert.deepEqual(barsOf({ kind: "number", label: "x", unit: "" }, []), []);
});
