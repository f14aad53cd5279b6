// The list of runs: names, looks, and how a link has them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { freeLook, knobsOfNew, nameOf, RacersControl } from "../../../optviz/ui/stage/js/controls/racers.js";

/** @import { RacerView } from "../../../optviz/ui/stage/js/shared/types.js" */

test("a rule that runs once has its plain name; twins are numbered", () => {
  const rules = { adam: { name: "Adam" }, gd: { name: "Gradient descent" } };
  const racers = [{ rule: "adam" }, { rule: "gd" }, { rule: "adam" }];
  assert.deepEqual([0, 1, 2].map((slot) => nameOf(racers, slot, rules)), ["Adam 1", "Gradient descent", "Adam 2"]);
});

test("a new run wears its rule's own look, or else a spare one of a new colour", () => {
  /** @type {import("../../../optviz/ui/stage/js/shared/types.js").Style[]} */
  const looks = Array.from({ length: 30 }, (_, look) => [look % 9, 0, 0]);
  const catalog = { looks, spare: 20 };
  assert.equal(freeLook([0, 1], 4, catalog), 4);
  assert.equal(freeLook([0, 1, 3], 1, catalog), 20);
  assert.equal(freeLook([0, 2, 20], 2, catalog), 21, "20 is worn, and 21 has the first new colour");
  assert.equal(freeLook([0, 3, 1], 3, catalog), 20);
  assert.equal(freeLook([0, 1, 2, 3, 4, 5, 6, 7, 8], 8, catalog), 20, "no colour is new");
});

test("a link has every run with its knobs, its look and whether it is off; an empty race says so", () => {
  /** @type {RacerView[]} */
  const racers = [
    { rule: "gd", knobs: { lr: 0.1 }, on: true, look: 0, style: [0, 0, 0], schedule: "constant", modifiers: {} },
    {
      rule: "adam",
      knobs: { lr: 1e-7, beta1: 0.9 },
      on: false,
      look: 8,
      style: [8, 3, 8],
      schedule: "cosine",
      modifiers: { warmup: 0.1, clip_norm: 1 },
    },
  ];
  const [plain, modified] = RacersControl.text(racers);
  assert.equal(plain, "gd,lr:0.1,look:0");
  assert.equal(modified, "adam,lr:1e-7,beta1:0.9,cosine,warmup:0.1,clip_norm:1,look:8,off");
  assert.deepEqual(RacersControl.text([]), ["none"]);
});

test("a new run has its rule's defaults, but the learning rate of a rule of its scale that races here", () => {
  const rules = {
    gd: { knobs: [{ key: "lr", default: 0.01 }] },
    lookahead: { knobs: [{ key: "lr", default: 0.01 }, { key: "k", default: 5 }] },
    adam: { knobs: [{ key: "lr", default: 0.1 }] },
    adadelta: { knobs: [{ key: "lr", default: 1 }] },
    dog: { knobs: [{ key: "lr", default: 1 }] },
  };
  const racers = [{ rule: "gd", knobs: { lr: 0.001 } }, { rule: "adadelta", knobs: { lr: 0.3 } }];
  assert.deepEqual(knobsOfNew("lookahead", racers, rules), { lr: 0.001, k: 5 });
  assert.deepEqual(knobsOfNew("adam", racers, rules), { lr: 0.1 });
  assert.deepEqual(knobsOfNew("dog", racers, rules), { lr: 1 }, "it has no rate to be set");
  assert.deepEqual(knobsOfNew("gd", [], rules), { lr: 0.01 });
});
