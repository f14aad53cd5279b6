// The playhead: one clock, from 0 to the last step.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Player, SPEEDS } from "../../../optviz/ui/stage/js/shared/player.js";

let calm = false;
/** @type {((now: number) => void)[]} */
let frames = [];
let calls = { moved: 0, changed: 0 };

beforeEach(() => {
  calm = false;
  frames = [];
  calls = { moved: 0, changed: 0 };
  Object.assign(globalThis, {
    matchMedia: () => ({ matches: calm }),
    requestAnimationFrame: (/** @type {(now: number) => void} */ draw) => frames.push(draw),
    cancelAnimationFrame: () => frames.splice(0),
  });
});

function playerOf(last = 60) {
  const player = new Player(() => calls.moved++, () => calls.changed++);
  player.setLast(last);
  player.time = 0;
  return player;
}

/** @param {number} now in milliseconds */
function frame(now) {
  for (const draw of frames.splice(0)) draw(now);
}

test("the whole race takes six seconds at speed 1, and short races four steps a second", () => {
  assert.equal(playerOf(600).pace, 100);
  assert.equal(playerOf(8).pace, 4);
});

test("a speed is a factor of the pace, and a board may fix the pace itself", () => {
  const player = playerOf(600);
  player.speed = 0.25;
  assert.equal(player.pace, 25);
  player.fixed = 2;
  assert.equal(player.pace, 0.5);
  assert.ok(SPEEDS.includes(1) && SPEEDS.every((speed, i) => i === 0 || speed > SPEEDS[i - 1]));
});

test("a place asked for stays between the ends", () => {
  const player = playerOf();
  for (const [asked, place] of [[-5, 0], [17.5, 17.5], [999, 60]]) {
    player.seek(asked);
    assert.equal(player.time, place);
  }
  assert.equal(calls.moved, 3);
});

test("the step is the whole part of the time, also where the sum of its parts falls short by a rounding", () => {
  const player = playerOf();
  player.time = 0.1 + 0.2 + 2.7 - 1e-12;
  assert.equal(player.step, 3);
  player.time = 3.9;
  assert.equal(player.step, 3);
});

test("where it is sent while it is held is kept, the last place of all, until it is to play", () => {
  const player = playerOf();
  player.held = true;
  for (const [steps, place] of [[1, 1], [1, 2], [Infinity, Infinity], [-1, 59], [-Infinity, 0], [-1, 0]]) {
    player.nudge(steps);
    assert.deepEqual([player.later, player.time], [place, 0]);
  }
  player.toggle();
  assert.deepEqual([player.later, player.playing], [null, false]);
});

test("single steps start from the step and pause the film", () => {
  const player = playerOf();
  player.play();
  player.time = 10.6;
  player.nudge(1);
  assert.deepEqual([player.time, player.playing], [11, false]);
  player.nudge(-Infinity);
  assert.equal(player.time, 0);
});

test("who stood at the end stands at the new end; who did not stays, or comes back to the new end", () => {
  const player = playerOf();
  player.seek(60);
  player.setLast(90);
  assert.equal(player.time, 90);
  player.seek(40);
  player.setLast(200);
  assert.equal(player.time, 40);
  player.setLast(30);
  assert.equal(player.time, 30);
});

test("where there is no step yet, the start is no end; but who stood at an end comes back to it", () => {
  const player = playerOf(0);
  player.setLast(60);
  assert.deepEqual([player.time, player.toldAll], [0, false]);
  player.seek(60);
  player.setLast(0);
  player.setLast(90);
  assert.equal(player.time, 90);
});

test("only what is past may be seen, unless all was asked for", () => {
  const player = playerOf();
  player.seek(17.5);
  assert.deepEqual([player.horizon, player.toldAll], [17, false]);
  player.all = true;
  assert.deepEqual([player.horizon, player.toldAll], [60, true]);
});

test("a film of a computation that is still running waits at its end for more", () => {
  const player = playerOf(0);
  player.growing = true;
  player.play();
  player.advance(1);
  assert.deepEqual([player.time, player.playing], [0, true]);
  player.setLast(60);
  player.advance(1);
  assert.deepEqual([player.time, player.playing], [10, true]);
  player.growing = false;
  player.advance(100);
  assert.deepEqual([player.time, player.playing], [60, false]);
});

test("a film that is running does not jump to a new end", () => {
  const player = playerOf();
  player.play();
  player.time = 60;
  player.setLast(90);
  assert.equal(player.time, 60);
});

test("playing goes on by the time between two frames, at most a quarter of a second", () => {
  const player = playerOf(600);
  player.play();
  frame(1000);
  assert.equal(player.time, 0);
  frame(1100);
  assert.equal(player.time, 10);
  frame(9000);
  assert.equal(player.time, 35);
});

test("the film stops at the end, and playing again starts over", () => {
  const player = playerOf();
  player.play();
  player.advance(100);
  assert.deepEqual([player.time, player.playing, player.atEnd], [60, false, true]);
  player.play();
  assert.deepEqual([player.time, player.playing], [0, true]);
});

test("a loop goes back to the start and keeps playing", () => {
  const player = playerOf();
  player.loop = true;
  player.play();
  player.advance(100);
  assert.deepEqual([player.time, player.playing], [0, true]);
});

test("a race without steps does not play", () => {
  const player = playerOf(0);
  player.toggle();
  assert.deepEqual([player.playing, frames.length], [false, 0]);
});

test("toggling plays and pauses, says so, and leaves no frame behind", () => {
  const player = playerOf();
  player.toggle();
  assert.deepEqual([player.playing, calls.changed, frames.length], [true, 1, 1]);
  player.toggle();
  assert.deepEqual([player.playing, calls.changed, frames.length], [false, 2, 0]);
});

test("with reduced motion the same pace is ten still pictures", () => {
  calm = true;
  const player = playerOf(600);
  player.play();
  player.advance(0.5);
  assert.equal(player.time, 0);
  player.advance(0.1);
  assert.equal(player.time, 60);
});
