// Where the playhead stands when a picture comes: it is the hand's, a link's, or waits for a result that grows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Player } from "../../../optviz/ui/stage/js/shared/player.js";
import { Playhead } from "../../../optviz/ui/stage/js/shared/playhead.js";

/** @import { BoardView } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/** @param {Partial<BoardView>} parts */
const board = (parts) => /** @type {BoardView} */ ({
  shows: { section: "map" },
  steps: 100,
  step: null,
  opens: null,
  work: "",
  pace: 0,
  ...parts,
});
const playhead = (saved = {}) => new Playhead(new Player(() => {}, () => {}), saved);
const OPENS = { query: "section=map", keeps: false };
const TURNS = { query: "section=map&lr=1", keeps: true };

test("a picture opens at its end, or at the step that the link names", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  assert.equal(head.player.step, 100);
  head.place(board({ step: 7 }), board({}), { ...OPENS });
  assert.equal(head.player.step, 7);
});

test("who turns a control keeps the playhead; another section brings its own", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  head.player.time = 40;
  head.place(board({}), board({}), TURNS);
  assert.equal(head.player.step, 40);
  head.place(board({ shows: { section: "nag" } }), board({}), { ...TURNS });
  assert.equal(head.player.step, 100);
});

test("while a result grows, the playhead goes towards the step of the link and stays there", () => {
  const head = playhead();
  const steps = [10, 30, 60].map((n) => {
    head.place(board({ steps: n, step: 42, work: n < 60 ? "running" : "" }), undefined, OPENS);
    return head.player.step;
  });
  assert.deepEqual(steps, [10, 30, 42]);
});

test("a training that begins again after a crash brings the playhead back to where it was", () => {
  const head = playhead();
  head.place(board({ steps: 80, work: "running" }), undefined, OPENS);
  head.player.time = 50;
  const steps = [0, 20, 60].map((n) => {
    head.place(board({ steps: n, work: "running" }), board({}), OPENS);
    return head.player.step;
  });
  assert.deepEqual(steps, [0, 20, 50]);
});

test("a view that comes back stands where it was left", () => {
  const head = playhead({ time: 33, speed: 2 });
  head.place(board({}), undefined, OPENS);
  assert.deepEqual([head.player.step, head.player.speed], [33, 2]);
});

test("a link leaves the playhead out where the picture would open there anyway", () => {
  const head = playhead();
  head.place(board({ opens: 0, step: 0 }), undefined, OPENS);
  assert.equal(head.inLink(board({ opens: 0 })), null);
  head.player.time = 5;
  assert.equal(head.inLink(board({ opens: 0 })), 5);
});
