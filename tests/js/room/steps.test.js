import assert from "node:assert/strict";
import { test } from "node:test";

import { nextStep } from "../../../optviz/ui/stage/js/room/lecturer.js";
import {
  crowdFor,
  isScene,
  queryFor,
  queryForScene,
  questionOf,
} from "../../../optviz/ui/stage/js/room/question_query.js";
import { pathOf } from "../../../optviz/ui/stage/js/room/scene_title.js";
import { wordsOf } from "../../../optviz/ui/stage/js/room/student.js";

/** @typedef {import("../../../optviz/ui/stage/js/shared/room.js").StudentState} StudentState */

/** @type {(change: Partial<StudentState>) => StudentState} */
const state = (change) => ({
  version: 1,
  pin: "123456",
  phase: "lobby",
  round: 1,
  question: "",
  ends: 0,
  role: "student",
  nickname: "Kind Integral",
  answer: null,
  verdict: null,
  ...change,
});

test("a round goes from the question to the next one, step by step", () => {
  const steps = /** @type {const} */ (["asked", "released", "closed", "revealed", "standings"]).map((phase) =>
    nextStep(phase)?.[1]
  );
  assert.deepEqual(steps, ["release", "reveal", "reveal", "standings", "ask"]);
  assert.equal(nextStep("lobby"), null);
  assert.equal(nextStep("shown"), null);
  assert.equal(nextStep("ended"), null);
});

test("a question and its answer are a query", () => {
  assert.deepEqual(questionOf("momentum.map.fastest:17"), { ref: "momentum.map.fastest", seed: "17" });
  assert.equal(queryFor("momentum.map.fastest:17"), "ref=momentum.map.fastest&q=17");
  assert.equal(queryFor("traps.saddle.path:3", "0,0;1,1"), "ref=traps.saddle.path&q=3&answer=0%2C0%3B1%2C1");
});

test("a section or lesson has no seed, and a page of its own", () => {
  assert.deepEqual(["momentum.map", "momentum.map.fastest:17", ""].map(isScene), [true, false, false]);
  assert.equal(queryForScene("momentum.map"), "scene=momentum.map");
  assert.equal(pathOf("momentum.map"), "momentum?section=map");
  assert.equal(pathOf("lesson.cliff"), "?lesson=cliff");
});

test("only what a picture draws travels with it, and never more than an address takes", () => {
  assert.equal(crowdFor("choice", ["1", "2"]), "");
  assert.equal(crowdFor("settings", ["0.1,0.9", "0.2,0.5"]), "&crowd=0.1,0.9~0.2,0.5");
  const many = Array.from({ length: 300 }, (_, i) => `0,0;${i},${i};`.repeat(20));
  const crowd = crowdFor("route", many);
  assert.ok(crowd.length < 8000 && crowd.split("~").length > 5);
});

test("a phone always says what it waits for, and nothing while one is to answer", () => {
  assert.match(wordsOf(state({})), /first question/);
  assert.match(wordsOf(state({ phase: "shown" })), /Play it here too/);
  assert.match(wordsOf(state({ phase: "asked" })), /in a moment/);
  assert.equal(wordsOf(state({ phase: "released" })), "");
  assert.match(wordsOf(state({ phase: "released", answer: "1" })), /is in/);
  assert.match(wordsOf(state({ phase: "revealed" })), /no answer/);
  const standing = { place: 2, points: 609, of: 30 };
  assert.match(wordsOf(state({ phase: "standings", standing })), /Place 2 of 30, 609 points/);
  assert.match(wordsOf(state({ phase: "ended", standing })), /class is over. Place 2/);
});
