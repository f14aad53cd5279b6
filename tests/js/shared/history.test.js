// Undo goes back through what was set, a gesture at a time; reset goes to where the picture came from.

import assert from "node:assert/strict";
import { test } from "node:test";
import { queryNow, queryOf } from "../../../optviz/ui/stage/js/shared/address.js";
import { History } from "../../../optviz/ui/stage/js/shared/history.js";

/** @import { BoardView } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/** @param {string} query @param {Record<string, string>} shows */
const picture = (query, shows) => /** @type {BoardView} */ (/** @type {unknown} */ ({ query, shows }));

test("undo and redo walk through the addresses that were left", () => {
  const history = new History();
  history.leave("a=1");
  history.leave("a=2");
  assert.equal(history.go(-1, "a=3"), "a=2");
  assert.equal(history.go(-1, "a=2"), "a=1");
  assert.equal(history.go(-1, "a=1"), null);
  assert.equal(history.go(1, "a=1"), "a=2");
  assert.equal(history.go(1, "a=2"), "a=3");
});

test("one drag of a slider is one step back, another slider is another", () => {
  const history = new History();
  for (const query of ["lr=1", "lr=2", "lr=3"]) history.leave(query, "lr");
  history.leave("lr=4", "beta");
  assert.deepEqual(history.past, ["lr=1", "lr=4"]);
});

test("a drag in which the hand rests is one step back, what is turned after it is another", () => {
  const history = new History();
  const root = new EventTarget();
  Object.assign(globalThis, { window: new EventTarget() });
  const end = history.follow(/** @type {HTMLElement} */ (root));
  const turnLater = (/** @type {string} */ query) => {
    history.at -= 5000;
    history.leave(query, "lr");
  };
  root.dispatchEvent(new Event("pointerdown"));
  for (const query of ["lr=1", "lr=2", "lr=3"]) turnLater(query);
  window.dispatchEvent(new Event("pointerup"));
  history.leave("lr=4", "lr");
  turnLater("lr=5");
  assert.deepEqual(history.past, ["lr=1", "lr=4", "lr=5"]);
  end();
});

test("what is set after an undo ends the redo", () => {
  const history = new History();
  history.leave("a=1");
  history.go(-1, "a=2");
  history.leave("a=1");
  assert.equal(history.go(1, "a=9"), null);
});

test("a race resets to its lesson, a preset to itself, a section to how it opens, a link to the link", () => {
  const history = new History();
  const open = (/** @type {string} */ query, /** @type {BoardView} */ view) => {
    history.begin({ query, keeps: false }, view);
    return history.origin;
  };
  assert.equal(
    open("lesson=zigzag", picture("surface=a&lesson=zigzag", { lesson: "zigzag", surface: "a" })),
    "lesson=zigzag",
  );
  assert.equal(open("section=map&lr=0.3", picture("section=map&lr=0.3", { section: "map" })), "section=map");
  assert.equal(open("preset=best", picture("section=map&lr=0.1", { section: "map" })), "section=map&preset=best");
  assert.equal(open("surface=b&run=gd", picture("surface=b&run=gd", { lesson: "", surface: "b" })), "surface=b&run=gd");
});

test("an address tells the playhead and the presenter mode of now, whatever it told before", () => {
  assert.equal(queryNow("section=map&t=4&all=1&present=1&beta=0.9", 7, false, false), "section=map&beta=0.9&t=7");
  assert.equal(queryNow("section=map", null, false, true), "section=map&present=1");
  assert.equal(queryNow("section=map&t=4", 5, true, false), "section=map&t=5&all=1");
});

test("a setting with several texts stands there as often", () => {
  assert.equal(queryOf({ run: ["gd,lr:0.1", "adam"], at: "-1,2" }), "run=gd,lr:0.1&run=adam&at=-1,2");
});
