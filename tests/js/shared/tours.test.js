import assert from "node:assert/strict";
import { test } from "node:test";

import { planOf, stopOf, tourPairs } from "../../../optviz/ui/stage/js/shared/tours.js";

/** @type {(minutes: number) => import("../../../optviz/ui/stage/js/shared/types.js").TourStop} */
const stop = (minutes) => ({
  title: "s",
  page: "momentum",
  query: "section=map",
  words: "",
  part: "",
  hide: [],
  minutes,
  notes: "",
  shows: {},
});
const STOPS = [stop(3), stop(0), stop(4.5)];

test("a stop in an address counts from 1, and one that is not there is none", () => {
  assert.equal(stopOf("1", STOPS), 0);
  assert.equal(stopOf("3", STOPS), 2);
  assert.equal(stopOf(null, STOPS), 0);
  for (const text of ["0", "4", "-1", "1.5", "x", "", "1e1", "9999999999"]) assert.equal(stopOf(text, STOPS), null);
});

test("the plan tells from which minute to which a stop lasts", () => {
  assert.deepEqual(STOPS.map((_, place) => planOf(STOPS, place)), ["min 0–3", "min 3–3", "min 3–7.5"]);
});

test("a tour that plans no minutes has no plan", () => {
  assert.equal(planOf([stop(0), stop(0)], 1), "");
});

test("a place is written into an address, whatever the name", () => {
  assert.equal(tourPairs("my_hour", 0), "tour=my_hour&stop=1");
  assert.equal(tourPairs("a&b", 2), "tour=a%26b&stop=3");
});
