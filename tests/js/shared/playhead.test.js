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
  step: 0,
  all: false,
  work: "",
  pace: 0,
  ...parts,
});
const playhead = (saved = {}) => new Playhead(new Player(() => {}, () => {}), saved);
const OPENS = { query: "section=map", keeps: false };
const TURNS = { query: "section=map&lr=1", keeps: true };

test("a picture opens at its start, where nothing is told yet, or at the step that the link names", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  assert.deepEqual([head.player.step, head.player.horizon, head.player.toldAll], [0, 0, false]);
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
  assert.equal(head.player.step, 0);
});

test("who stands at the end and turns a control sees the whole of the new result, also where it has to grow", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  head.player.seek(100);
  const request = { ...TURNS };
  const steps = [0, 30, 60].map((n) => {
    head.place(board({ steps: n, work: n < 60 ? "running" : "" }), board({}), request);
    return [head.player.step, head.player.toldAll];
  });
  assert.deepEqual(steps, [[0, true], [30, true], [60, true]]);
});

test("who has not played yet and turns a control stays at the start while the new result grows", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  const request = { ...TURNS };
  const steps = [0, 30, 60].map((n) => {
    head.place(board({ steps: n, work: n < 60 ? "running" : "" }), board({}), request);
    return head.player.step;
  });
  assert.deepEqual(steps, [0, 0, 0]);
});

test("who stands in the middle and turns a control comes back there when the new result has grown so far", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  head.player.seek(40);
  const request = { ...TURNS };
  const steps = [0, 30, 60].map((n) => {
    head.place(board({ steps: n, work: n < 60 ? "running" : "" }), board({}), request);
    return head.player.step;
  });
  assert.deepEqual(steps, [0, 30, 40]);
});

test("a training that is opened stays at its start while it grows", () => {
  const head = playhead();
  const steps = [0, 30, 60].map((n) => {
    head.place(board({ steps: n, work: n < 60 ? "running" : "" }), undefined, OPENS);
    return head.player.step;
  });
  assert.deepEqual(steps, [0, 0, 0]);
});

test("a link says whether all is shown; then it stays as a person sets it", () => {
  const head = playhead();
  head.place(board({ all: true }), undefined, OPENS);
  assert.deepEqual([head.player.step, head.player.horizon, head.player.toldAll], [0, 100, true]);
  head.player.all = false;
  head.place(board({ all: true, shows: { section: "nag" } }), board({}), { ...OPENS });
  assert.equal(head.player.all, false);
  assert.equal(playhead({ all: true }).saved.all, true);
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

test("a link leaves the playhead out at the start, where every picture opens", () => {
  const head = playhead();
  head.place(board({}), undefined, OPENS);
  assert.equal(head.inLink, null);
  head.player.time = 5;
  assert.equal(head.inLink, 5);
});
