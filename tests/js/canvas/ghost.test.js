// The ghost: what a guess of the next step is worth, and that nothing is shown before it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Ghost, missed, shareText } from "../../../optviz/ui/stage/js/canvas/ghost.js";
import { tellsStep } from "../../../optviz/ui/stage/js/canvas/layers.js";
import { openPage, planeView, Stub } from "../answers/dom.js";

/** @import { Taker } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { ArrowsLayer, Layer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */

openPage();
globalThis.matchMedia = /** @type {never} */ (() => ({ matches: true }));

const path = {
  kind: "path",
  x: [2, 4, 5, 5],
  y: [2, 2, 2, 2],
  value: [4, 2, 1, 1],
  chosen: true,
  since: 0,
  look: "ink",
};
/** @type {{ taker: Taker | null, slot: Stub }} */
let plane;
/** @type {Ghost} */
let ghost;
/** @type {{ step: number, time: number, last: number, playing: boolean, held: boolean, all: boolean }} */
let player;

beforeEach(() => {
  const made = planeView();
  plane = Object.assign(made.plane, {
    slot: new Stub("div"),
    take(/** @type {Taker | null} */ taker) {
      plane.taker = taker;
    },
  });
  Object.assign(plane, { spec: { equal: true, layers: [path] } });
  player = Object.assign({ step: 0, time: 0, last: 3, playing: false, held: false, all: true }, {
    pause() {},
    seek(/** @type {number} */ time) {
      Object.assign(player, { time, step: Math.floor(time) });
      ghost.sync();
    },
  });
  const transport = {
    setAll(/** @type {boolean} */ all) {
      player.all = all;
    },
    move: () => ghost.sync(),
  };
  ghost = new Ghost(/** @type {never} */ ({ player, transport, panels: { byKey: () => [["plane", plane]] } }));
});

/** @type {(x: number, y: number) => void} */
const guess = (x, y) => plane.taker?.down([x, y], /** @type {never} */ (plane));

test("a miss is measured against the step, along x alone on a curve", () => {
  assert.deepEqual(missed([4, 3], [4, 2], [0, 2], false), { off: 1, share: 0.25 });
  assert.deepEqual(missed([4, 3], [4, 2], [0, 2], true), { off: 0, share: 0 });
  assert.equal(missed([4, 3], [4, 2], [4, 2], false).share, Infinity);
});

test("a share of the step is told as the nearest plain fraction", () => {
  assert.equal(shareText(0.11), "about a tenth of the step's length");
  assert.equal(shareText(0.26), "about a quarter of the step's length");
  assert.equal(shareText(0.48), "about half the step's length");
  assert.equal(shareText(1.02), "as far as the step is long");
  assert.equal(shareText(3.21), "3.2 times the step's length");
});

test("nothing is drawn before the click; then the dot, and the run makes the step", () => {
  ghost.toggle();
  assert.equal(player.all, false);
  assert.deepEqual(plane.taker?.layers, []);
  assert.equal(plane.taker?.hidesStep, true);
  guess(4.2, 2);
  assert.equal(player.step, 1);
  assert.deepEqual(plane.taker?.layers.map(({ kind }) => kind), ["points", "line", "points"]);
  assert.equal(
    ghost.said.textContent,
    "0.2 away: about a tenth of the step's length. 1 of 1 within a quarter of the step.",
  );
});

test("the tally goes on, the dot of a step goes when another is to be guessed from elsewhere", () => {
  ghost.toggle();
  guess(8, 2);
  guess(5, 2);
  assert.equal(ghost.said.textContent, "On the spot. 1 of 2 within a quarter of the step.");
  player.step = player.time = 0;
  assert.deepEqual(plane.taker?.layers, []);
});

test("a run that does not move any more is guessed where it is", () => {
  ghost.toggle();
  player.step = player.time = 2;
  guess(5, 2);
  assert.match(ghost.said.textContent, /^On the spot\. 1 of 1/);
});

test("while the film runs, while a question is open and when it is off, the plane is no one's", () => {
  ghost.toggle();
  assert.notEqual(plane.taker, null);
  player.playing = true;
  ghost.sync();
  assert.equal(plane.taker, null);
  Object.assign(player, { playing: false, held: true });
  ghost.sync();
  assert.deepEqual([plane.taker, ghost.button.hidden], [null, true]);
  player.held = false;
  ghost.sync();
  ghost.toggle();
  assert.equal(plane.taker, null);
});

test("arrows that tell the next step are known from fields of arrows and tangents", () => {
  const step = { kind: "arrows", scale: "true", head: true, dashed: false, dx: { shape: [3, 1] } };
  const arrows = (/** @type {Partial<ArrowsLayer>} */ changes) => /** @type {Layer} */ ({ ...step, ...changes });
  assert.equal(tellsStep(arrows({})), true);
  assert.equal(tellsStep(arrows({ head: false })), false);
  assert.equal(tellsStep(arrows({ scale: "fit" })), false);
});
