// What is around a run's rule: switched on and off, another schedule, and how it is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduled, switched, wordsOf } from "../../../optviz/ui/stage/js/controls/modifiers.js";

/** @type {(key: string, value: number) => import("../../../optviz/ui/stage/js/shared/types.js").CatalogKnob} */
const knob = (key, value) => ({
  key,
  symbol: key,
  label: `the ${key}`,
  low: 0,
  high: 1,
  scale: "linear",
  default: value,
});
const numbers = { warmup: 0.1, period: 0.25, factor: 0.5, floor: 0, share: 0.3, noise: 1, noise_decay: 0.55 };
const more = { clip_value: 1, clip_norm: 2, l2: 0.01, decoupled: 0.02, ema: 0.98, tail: 0.25 };
const OFFER = {
  modifiers: Object.fromEntries(Object.entries({ ...numbers, ...more }).map(([key, value]) => [key, knob(key, value)])),
  schedules: [
    { key: "constant", name: "constant", latex: "", knobs: [] },
    { key: "cosine", name: "cosine", latex: "", knobs: ["floor"] },
    { key: "steps", name: "step decay", latex: "", knobs: ["period", "factor"] },
  ],
};

test("a modifier that is switched on has its default, and is gone when it is switched off", () => {
  assert.deepEqual(switched({}, "clip_norm", true, OFFER), { clip_norm: 2 });
  assert.deepEqual(switched({ clip_norm: 5, l2: 1 }, "clip_norm", false, OFFER), { l2: 1 });
});

test("noise comes and goes with its decay, and the path is averaged in one way", () => {
  assert.deepEqual(switched({}, "noise", true, OFFER), { noise: 1, noise_decay: 0.55 });
  assert.deepEqual(switched({ noise: 1, noise_decay: 0.55 }, "noise", false, OFFER), {});
  assert.deepEqual(switched({ ema: 0.9 }, "tail", true, OFFER), { tail: 0.25 });
});

test("another schedule brings its own numbers and leaves the rest", () => {
  assert.deepEqual(scheduled({ warmup: 0.2, floor: 0.5 }, "steps", OFFER), { warmup: 0.2, period: 0.25, factor: 0.5 });
  assert.deepEqual(scheduled({ floor: 0.5 }, "cosine", OFFER), { floor: 0.5 });
  assert.deepEqual(scheduled({ period: 0.5, factor: 0.1 }, "constant", OFFER), {});
});

test("the words are in the order in which the modifiers act", () => {
  const modifiers = { ema: 0.9, decoupled: 1, warmup: 0.1, clip_norm: 1 };
  assert.equal(
    wordsOf({ schedule: "cosine", modifiers }, OFFER),
    "the clip_norm, the warmup, cosine, the decoupled, the ema",
  );
  assert.equal(wordsOf({ schedule: "constant", modifiers: {} }, OFFER), "");
});
