// Where a knob's slider stands for a value, and which value it sets: one is the other's inverse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { grown, shareOf, valueAt } from "../../../optviz/ui/stage/js/shared/knobs.js";

/** @import { KnobScale } from "../../../optviz/ui/stage/js/shared/types.js" */

/** @type {{ low: number, high: number, scale: KnobScale, middle: number }[]} */
const KNOBS = [
  { low: -2, high: 6, scale: "linear", middle: 2 },
  { low: 1e-4, high: 1, scale: "log", middle: 0.01 },
  { low: 0, high: 8, scale: "square", middle: 2 },
  { low: 0, high: 0.9999, scale: "one_minus", middle: 0.99 },
];

for (const knob of KNOBS) {
  test(`the ends of a ${knob.scale} slider are exactly the ends of the range`, () => {
    assert.deepEqual([valueAt(0, knob), valueAt(1, knob)], [knob.low, knob.high]);
    assert.deepEqual([shareOf(knob.low, knob), shareOf(knob.high, knob)], [0, 1]);
  });

  test(`the middle of a ${knob.scale} slider is ${knob.middle}`, () => {
    assert.equal(valueAt(0.5, knob), knob.middle);
    assert.ok(Math.abs(shareOf(knob.middle, knob) - 0.5) < 1e-12);
  });

  test(`a ${knob.scale} slider that is set to a value stands where that value is set`, () => {
    for (let share = 0; share <= 1; share += 0.05) {
      const value = valueAt(share, knob);
      assert.ok(Math.abs(shareOf(value, knob) - share) < 2e-3, `${share} ${value}`);
    }
  });

  test(`a ${knob.scale} slider rises from end to end`, () => {
    const values = Array.from({ length: 21 }, (_, i) => valueAt(i / 20, knob));
    assert.deepEqual(values, values.toSorted((a, b) => a - b));
  });

  test(`a value beyond a ${knob.scale} slider stands at its end`, () => {
    assert.equal(shareOf(knob.high + (1 - knob.high > 0 ? (1 - knob.high) / 2 : 1), knob), 1);
    if (knob.scale === "linear") assert.equal(shareOf(knob.low - 1, knob), 0);
  });
}

test("a whole knob is set to whole numbers alone, on any scale", () => {
  /** @type {KnobScale[]} */
  const scales = ["linear", "log"];
  for (const scale of scales) {
    for (let share = 0; share <= 1; share += 0.01) {
      const value = valueAt(share, { low: 1, high: 5000, scale, whole: true });
      assert.ok(Number.isInteger(value) && value >= 1 && value <= 5000);
    }
  }
});

test("a logarithmic slider sets three digits, near 1 three digits of 1 − value", () => {
  assert.equal(valueAt(1 / 3, { low: 1e-3, high: 1, scale: "log" }), 0.01);
  assert.equal(valueAt(0.1, { low: 1e-3, high: 1, scale: "log" }), 0.002);
  assert.equal(valueAt(0.8, { low: 0, high: 0.999, scale: "one_minus" }), 0.99602);
});

test("a logarithm that would start at 0 and a 1 − value that would end at 0 are plain scales", () => {
  assert.equal(valueAt(0.5, { low: 0, high: 4, scale: "log" }), 2);
  assert.equal(valueAt(0.5, { low: 0, high: 1, scale: "one_minus" }), 0.5);
  assert.equal(shareOf(0.25, { low: 0, high: 1, scale: "one_minus" }), 0.25);
});

test("a slider that grows has what is typed beyond it at its end, others stay as they are", () => {
  /** @type {{ low: number, high: number, scale: KnobScale, grows: boolean }} */
  const knob = { low: -3, high: 3, scale: "linear", grows: true };
  assert.deepEqual(grown(knob, 5), { ...knob, high: 5 });
  assert.deepEqual(grown(knob, -4), { ...knob, low: -4 });
  assert.deepEqual(grown(knob, 2), knob);
  assert.deepEqual(grown({ ...knob, grows: false }, 5), { ...knob, grows: false });
  assert.equal(shareOf(5, grown(knob, 5)), 1);
});
