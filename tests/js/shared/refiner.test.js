// A map in finer cells: asked for when the hand rests, put into every picture of the same map, and no need of any.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** @import { BoardView } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/** @type {string[]} */
let urls = [];
/** @type {AbortSignal[]} */
let signals = [];
/** @type {() => Response} */
let respond = () => new Response(null, { status: 204 });
const OURS = { "Content-Type": "application/x-optviz" };

Object.assign(globalThis, {
  document: { querySelector: () => ({ src: "http://here/static/js/index.1.js" }), baseURI: "http://here/" },
  fetch(/** @type {string} */ url, /** @type {{ signal: AbortSignal }} */ { signal }) {
    urls.push(url.replace("http://here/optviz/refinement/", ""));
    signals.push(signal);
    return Promise.resolve(respond());
  },
});
const { Refiner } = await import("../../../optviz/ui/stage/js/shared/refiner.js");

/** @type {(header: object, body: number[]) => Uint8Array<ArrayBuffer>} */
function frame(header, body) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + text.length + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, 4 + text.length + body.length, true);
  view.setUint32(4, text.length, true);
  out.set(text, 8);
  out.set(body, 8 + text.length);
  return out;
}

/** A map of 1 × 2 cells as the server sends it. @param {string} key */
const fineMap = (key) => {
  const [number, level] = [0, 1].map((i) => ({ $bytes: i, shape: [1, 2] }));
  const layer = { kind: "outcome_map", key, number, level, categories: [{ label: "b", look: 1 }] };
  return new Response(new Blob([frame({ kind: "layer", layer, lengths: [], bytes: [2, 2] }, [0, 1, 7, 8])]), {
    headers: { ...OURS, "Content-Length": "9" },
  });
};

/** @type {(key: string, more?: object) => BoardView} */
const viewOf = (key, more = {}) => /** @type {any} */ ({
  query: `section=map&key=${key}`,
  refines: true,
  panels: [{ kind: "table" }, { kind: "axes", layers: [{ kind: "line" }, { kind: "outcome_map", key, number: [9] }] }],
  ...more,
});
/** @param {BoardView} view */
const mapOf = (view) => /** @type {any} */ (view.panels[1]).layers[1];
/** @param {BoardView} view */
const numbersOf = (view) => [...mapOf(view).number];

const wait = (/** @type {number} */ time) => new Promise((done) => setTimeout(done, time));
const resting = () => wait(450);
/** @type {{ board: any, refreshed: () => number }} */
let here;

beforeEach(() => {
  [urls, signals] = [[], []];
  let count = 0;
  const board = {
    page: "lab",
    pending: null,
    source: { byRoute: true },
    root: { dataset: {} },
    refresh: () => count++,
  };
  here = { board, refreshed: () => count };
});

test("when the hand rests on a map it is asked for in finer cells, which take its place", async () => {
  const [refiner, view] = [new Refiner(here.board), viewOf("a")];
  respond = () => fineMap("a");
  refiner.take(view);
  const map = Object.assign(mapOf(view), { painted: "false" });
  assert.deepEqual([urls, here.board.root.dataset.fine], [[], "false"]);
  await resting();
  assert.deepEqual(urls, ["lab?section=map&key=a"]);
  assert.deepEqual([numbersOf(view), map.painted], [[0, 1], undefined], "and is to be painted anew");
  assert.deepEqual([here.refreshed(), here.board.root.dataset.fine], [1, "true"]);
});

test("while pictures follow one another nothing is asked for", async () => {
  const refiner = new Refiner(here.board);
  respond = () => fineMap("a");
  for (const key of ["a", "b", "c"]) {
    refiner.take(viewOf(key));
    await wait(30);
  }
  assert.deepEqual(urls, []);
  here.board.pending = "lr=0.02";
  await resting();
  assert.deepEqual(urls, [], "what the hand has set is on its way");
});

test("a picture of the same map has the fine one at once, and nothing is asked for again", async () => {
  const refiner = new Refiner(here.board);
  respond = () => fineMap("a");
  const first = viewOf("a");
  refiner.take(first);
  await resting();
  const moved = viewOf("a", { query: "x0=2" });
  mapOf(first).painted = "as it is";
  refiner.take(moved);
  assert.equal(mapOf(moved).painted, "as it is", "what was painted is");
  assert.deepEqual([numbersOf(moved), here.board.root.dataset.fine], [[0, 1], "true"]);
  await resting();
  assert.equal(urls.length, 1);
  const other = viewOf("b");
  refiner.take(other);
  assert.deepEqual([numbersOf(other), here.board.root.dataset.fine], [[9], "false"]);
  refiner.stop();
});

test("what is under way is given up when another picture comes", async () => {
  const refiner = new Refiner(here.board);
  respond = () => new Response(new ReadableStream(), { headers: OURS });
  refiner.take(viewOf("a"));
  await resting();
  refiner.take(viewOf("b", { refines: false }));
  assert.equal(signals[0].aborted, true);
  assert.equal(here.refreshed(), 0);
});

test("where no finer map comes, or none is to be had, the coarse one stays", async () => {
  const refiner = new Refiner(here.board);
  respond = () => new Response(null, { status: 204 });
  const view = viewOf("a");
  refiner.take(view);
  await resting();
  assert.deepEqual([urls.length, numbersOf(view), here.board.root.dataset.fine], [1, [9], "false"]);
  refiner.take(viewOf("a", { refines: false }));
  here.board.source.byRoute = false;
  refiner.take(viewOf("a"));
  await resting();
  assert.equal(urls.length, 1);
});
