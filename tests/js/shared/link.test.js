// Requests to Python: one in flight, the newest wins; and the address, which is the whole state.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Link, paramsOf } from "../../../optviz/ui/stage/js/shared/link.js";

/** @import { Params, SceneView } from "../../../optviz/ui/stage/js/shared/types.js" */

/** @type {SceneView} */
const SCENE = {
  surface: "quadratic",
  knobs: { kappa: 100 },
  racers: [
    { rule: "gd", knobs: { lr: 0.02 }, on: true, look: 0, style: [0, 0, 0] },
    { rule: "adam", knobs: { lr: 1e-7, beta1: 0.9 }, on: false, look: 6, style: [6, 1, 6] },
  ],
  start: [-4, 2.5],
  steps: 300,
  noise: 0.5,
  seed: 7,
  view: "3d",
  pick: 1,
  step: 12,
  hidden: [],
  lesson: "",
  present: false,
};

/** @type {{ number: number, params: Params }[]} */
let sent = [];
let wish = "";
const view = { params: () => ({ wish }) };
const newLink = () => new Link(view, (request) => sent.push(request));
const wishes = () => sent.map((request) => request.params.wish);

beforeEach(() => {
  sent = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
});

/** @param {Link} link @param {string} text */
function ask(link, text) {
  wish = text;
  link.request();
}

test("a scene is written in the vocabulary of a link", () => {
  assert.deepEqual(paramsOf(SCENE), {
    surface: "quadratic",
    "s.kappa": "100",
    run: ["gd,lr:0.02,look:0", "adam,lr:1e-7,beta1:0.9,look:6,off"],
    at: "-4,2.5",
    steps: "300",
    noise: "0.5",
    seed: "7",
    pick: "1",
    view: "3d",
    present: "0",
  });
});

test("a race without runs says so, hidden panels and a lesson are named", () => {
  const params = paramsOf({ ...SCENE, racers: [], hidden: ["charts", "legend"], lesson: "momentum", present: true });
  assert.deepEqual(params.run, ["none"]);
  assert.deepEqual([params.hide, params.lesson, params.present], ["charts,legend", "momentum", "1"]);
});

test("one request is in flight: of those that come meanwhile the newest goes out with the answer", () => {
  const link = newLink();
  for (const text of ["first", "second", "third"]) ask(link, text);
  assert.deepEqual(wishes(), ["first"]);
  link.acknowledge({ request: sent[0].number });
  assert.deepEqual(wishes(), ["first", "third"]);
});

test("an answer is followed only if nothing newer was asked for", () => {
  const link = newLink();
  ask(link, "first");
  ask(link, "second");
  assert.equal(link.acknowledge({ request: sent[0].number }), false);
  assert.equal(link.acknowledge({ request: sent[1].number }), true);
});

test("an answer to an older request does not let the next one out", () => {
  const link = newLink();
  ask(link, "first");
  ask(link, "second");
  assert.equal(link.acknowledge({ request: sent[0].number - 1 }), false);
  assert.deepEqual(wishes(), ["first"]);
});

test("a message that nobody asked for is followed while nothing is in flight", () => {
  assert.equal(newLink().acknowledge({ request: 0 }), true);
});

test("numbers of requests rise, also when two go out in one millisecond", () => {
  const link = newLink();
  ask(link, "first");
  link.acknowledge({ request: link.number });
  ask(link, "second");
  assert.ok(sent[1].number > sent[0].number);
});

test("without an answer the newest request goes out after four seconds", () => {
  const link = newLink();
  ask(link, "first");
  ask(link, "second");
  mock.timers.tick(3999);
  assert.deepEqual(wishes(), ["first"]);
  mock.timers.tick(1);
  assert.deepEqual(wishes(), ["first", "second"]);
});

test("without an answer and without a newer request nothing is sent again, and the next goes out at once", () => {
  const link = newLink();
  ask(link, "first");
  mock.timers.tick(4000);
  assert.deepEqual(wishes(), ["first"]);
  ask(link, "second");
  assert.deepEqual(wishes(), ["first", "second"]);
});

test("an answer in time ends the wait: four seconds later nothing happens", () => {
  const link = newLink();
  ask(link, "first");
  link.acknowledge({ request: link.number });
  mock.timers.tick(10_000);
  assert.deepEqual(wishes(), ["first"]);
});

test("the address holds the query and the playhead, and is replaced only when it changes", () => {
  /** @type {string[]} */
  const written = [];
  const page = { pathname: "/playground", search: "?surface=bowl" };
  const replaceState = (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ url) => {
    written.push(url);
    page.search = url.slice(page.pathname.length);
  };
  Object.assign(globalThis, { location: page, history: { state: null, replaceState } });
  const link = newLink();
  link.address("surface=bowl", null);
  link.address("surface=bowl&t=9&steps=300", 4);
  link.address("surface=bowl&steps=300", 4);
  link.address("surface=bowl&t=9", null);
  assert.deepEqual(written, ["/playground?surface=bowl&steps=300&t=4", "/playground?surface=bowl"]);
});
