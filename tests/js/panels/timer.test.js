// The clock of the timer: what it shows, and that it runs, stands and starts anew.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clockText, Countdown } from "../../../optviz/ui/stage/js/panels/timer.js";

test("minutes and seconds are shown; a second that has begun is a whole one", () => {
  assert.deepEqual([300_000, 299_001, 61_000, 999, 0, -5].map(clockText), [
    "5:00",
    "5:00",
    "1:01",
    "0:01",
    "0:00",
    "0:00",
  ]);
});

test("time goes by while it runs, not while it stands, and never below 0", () => {
  const clock = new Countdown(10_000);
  assert.equal(clock.left(500), 10_000);
  clock.toggle(1000);
  assert.ok(clock.running);
  assert.equal(clock.left(4000), 7000);
  clock.toggle(4000);
  assert.equal(clock.left(9000), 7000);
  clock.toggle(10_000);
  assert.equal(clock.left(16_999), 1);
  assert.equal(clock.left(60_000), 0);
});

test("when it is up, Start begins with the whole time again, and Reset brings it back", () => {
  const clock = new Countdown(1000);
  clock.toggle(0);
  clock.toggle(2000);
  assert.equal(clock.left(2000), 0);
  clock.toggle(3000);
  assert.equal(clock.left(3000), 1000);
  clock.reset();
  assert.ok(!clock.running);
  assert.equal(clock.left(9000), 1000);
});
