// Ranges, ticks and columns of charts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decades, INCREMENTS, logRange, power, tickText } from "../../../optviz/ui/stage/js/panels/chart_options.js";
import { ascending, plottable } from "../../../optviz/ui/stage/js/panels/curves.js";

test("a logarithmic range holds its numbers with a margin on both sides", () => {
  const [low, high] = logRange(1, 1e6);
  assert.ok(low < 1 && low > 0.1 && high > 1e6 && high < 1e7);
});

test("one number alone still has a range around it", () => {
  const [low, high] = logRange(5, 5);
  assert.ok(low < 4 && high > 6);
});

test("a range without positive numbers falls back to a fixed one", () => {
  for (const [low, high] of [[0, 1], [-1, 1], [NaN, NaN], [1, Infinity]]) {
    assert.deepEqual(logRange(low, high), [1e-3, 1]);
  }
});

test("the range of a diverging run stays a number", () => {
  const [low, high] = logRange(1e-307, 1e307);
  assert.ok(low > 0 && Number.isFinite(high));
});

test("ticks are whole powers of ten, thinned to what can be read", () => {
  assert.deepEqual(decades(1, 1e4, 10), [1, 10, 100, 1000, 10000]);
  assert.deepEqual(decades(1, 1e8, 4), [1, 100, 10000, 1e6, 1e8]);
});

test("where there are few powers, ticks stand between them", () => {
  assert.deepEqual(decades(1, 10, 10), [1, 2, 5, 10]);
  assert.deepEqual(decades(2, 5, 10), [2, 3, 4, 5]);
});

test("a small chart has two ticks at least, whatever its range", () => {
  for (const [min, max] of [[1.05, 2.1], [0.004, 0.9], [0.007, 0.0092], [1e-5, 1e72], [1e-300, 1e300], [3, 40]]) {
    for (const most of [2, 3, 5]) {
      const ticks = decades(min, max, most);
      assert.ok(ticks.length >= 2 && ticks.length <= 7, `${min} … ${max}: ${ticks}`);
      assert.ok(ticks.every((tick, i) => tick >= min && tick <= max && (i === 0 || tick > ticks[i - 1])));
    }
  }
  assert.deepEqual(decades(NaN, 1, 4), []);
});

test("powers near 1 are written out, others with their exponent", () => {
  assert.deepEqual([0.01, 1, 100, 1000, 2e-5].map(power), ["0.01", "1", "100", "1e3", "2e−5"]);
  assert.deepEqual([0.0075, 1500].map(power), ["7.5e−3", "1.5e3"]);
});

test("a tick has three digits, or two where it needs an exponent", () => {
  assert.deepEqual([12.345, 1234567].map(tickText), ["12.3", "1.2e6"]);
});

test("what an axis cannot show is left out, and a short column is filled up", () => {
  assert.deepEqual(plottable([1, 0, -1, NaN, Infinity], false, 6), [1, 0, -1, null, null, null]);
  assert.deepEqual(plottable([1, 0, -1], true, 3), [1, null, null]);
});

test("distances between ticks reach over all of float64", () => {
  assert.ok(INCREMENTS[0] <= 1e-300 && INCREMENTS[INCREMENTS.length - 1] >= 1e307);
  assert.deepEqual(ascending(3), [0, 1, 2]);
});
