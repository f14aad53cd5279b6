// A picture that takes the server long: the page gives up later each time, or it would never come.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

let asked = 0;
Object.assign(globalThis, {
  window: { addEventListener() {}, removeEventListener() {} },
  document: { querySelector: () => ({ src: "http://here/static/js/index.1.js" }), baseURI: "http://here/" },
  fetch(/** @type {string} */ _url, /** @type {{ signal: AbortSignal }} */ { signal }) {
    asked += 1;
    return new Promise((_done, fail) => signal.addEventListener("abort", () => fail(new Error("aborted"))));
  },
});
const { Source } = await import("../../../optviz/ui/stage/js/shared/source.js");

/** @param {number} milliseconds */
async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 3; turn++) await new Promise((done) => setImmediate(done));
}

test("a server that needs long is believed twice as long each time", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const waits = [];
  const target = { have: "", receive() {}, waiting: (/** @type {string} */ why) => waits.push(why) };
  const source = new Source("momentum", { shown() {}, request() {} }, target);
  source.ask({ query: "turn=1", keeps: true });
  await pass(0); // it has been sent for
  await pass(24_000);
  assert.deepEqual(waits, []);
  await pass(1000);
  assert.deepEqual(waits, ["cut"]);
  source.wake();
  await pass(0);
  await pass(49_000);
  assert.deepEqual([waits, asked], [["cut"], 2]);
  await pass(1000);
  assert.deepEqual(waits, ["cut", "cut"]);
  source.dispose();
  mock.timers.reset();
});
