// A film's frames: where the playhead stands at each, whatever it shows meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atTime, framesOf } from "../../../optviz/ui/stage/js/export/film.js";

test("a film of 200 steps at 50 steps a second has 25 frames for each of its 4 seconds, and rests for one more", () => {
  const frames = framesOf({ from: 0, to: 200, pace: 50, fps: 25 });
  assert.equal(frames.length, 4 * 25 + 25);
  assert.equal(frames[0], 0);
  assert.equal(frames[1], 2);
  assert.deepEqual(new Set(frames.slice(100)), new Set([200]));
});

test("a part of a film begins and ends where it was asked to", () => {
  const frames = framesOf({ from: 10, to: 20, pace: 10, fps: 10 });
  assert.equal(frames[0], 10);
  assert.equal(Math.max(...frames), 20);
  assert.equal(frames.length, 20);
});

test("a film of no step is one moment of rest", () => {
  assert.deepEqual(new Set(framesOf({ from: 7, to: 7, pace: 10, fps: 25 })), new Set([7]));
});

test("the playhead is back where it stood, even if a frame could not be painted", () => {
  const view = /** @type {any} */ ({ player: { time: 3 } });
  atTime(view, 8, () => assert.equal(view.player.time, 8));
  assert.throws(() =>
    atTime(view, 9, () => {
      throw new Error("no paint");
    })
  );
  assert.equal(view.player.time, 3);
});
