// Where pictures come from: the newest request wins, a cut line is asked again, nothing that was set is lost.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { deflateSync } from "node:zlib";
import { lend } from "../../../optviz/ui/stage/js/tables/lending.js";

/** @import { PictureMessage, PictureRequest } from "../../../optviz/ui/stage/js/shared/types.js" */
/** @typedef {import("../../../optviz/ui/stage/js/shared/source.js").Source} Source */
/** @typedef {(url: string, signal: AbortSignal) => Promise<Response>} Answer */

const OURS = { "Content-Type": "application/x-optviz" };
/** @type {string[]} */
let urls = [];
/** @type {Answer[]} one a request; the last one answers all that follow */
let answers = [];
/** @type {{ query: string, newest: boolean, kind: string, work: string }[]} */
let received = [];
/** @type {string[]} */
let waits = [];
/** @type {{ number: number, query: string }[]} */
let questions = [];
let copies = 0;

Object.assign(globalThis, {
  window: { addEventListener() {}, removeEventListener() {} },
  document: { querySelector: () => ({ src: "http://here/static/js/index.1.js" }), baseURI: "http://here/" },
  reportError() {},
  fetch(/** @type {string} */ url, /** @type {{ signal: AbortSignal }} */ { signal }) {
    urls.push(url.replace("http://here/optviz/picture/", ""));
    return answers[Math.min(urls.length, answers.length) - 1](url, signal);
  },
});

/** @param {Record<string, unknown>} header */
function frame(header) {
  const text = new TextEncoder().encode(JSON.stringify({ split: 0, ...header }));
  const body = header.kind === "board" ? new TextEncoder().encode('{"lengths":[]}') : new Uint8Array(0);
  const out = new Uint8Array(8 + text.length + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, 4 + text.length + body.length, true);
  view.setUint32(4, text.length, true);
  out.set(text, 8);
  out.set(body, 8 + text.length);
  return out;
}
const board = (work = "") => frame({ kind: "board", work });
/** @param {...Uint8Array<ArrayBuffer>} frames */
const ok = (...frames) => new Response(new Blob(frames), { headers: OURS });

/**
 * A stream that sends these frames and then stays open until it is given up.
 * @param {AbortSignal} signal
 * @param {...Uint8Array<ArrayBuffer>} frames
 */
const open = (signal, ...frames) =>
  new Response(
    new ReadableStream({
      start(control) {
        for (const each of frames) control.enqueue(each);
        signal.addEventListener("abort", () => control.error(new Error("aborted")));
      },
    }),
    { headers: OURS },
  );

/** A source of a freshly loaded page: nothing is decided yet. @returns {Promise<Source>} */
async function fresh() {
  copies += 1;
  const module = await import(`../../../optviz/ui/stage/js/shared/source.js?${copies}`);
  const channel = { shown() {}, request: (/** @type {{ number: number, query: string }} */ q) => questions.push(q) };
  /** @type {Source} */
  const source = new module.Source("momentum", channel, {
    have: "",
    receive(
      /** @type {PictureMessage} */ message,
      /** @type {PictureRequest} */ request,
      /** @type {boolean} */ newest,
    ) {
      received.push({ query: request.query, newest, kind: message.kind, work: "work" in message ? message.work : "" });
    },
    waiting: (/** @type {string} */ why) => waits.push(why),
  });
  sources.push(source);
  return source;
}
/** @param {string} query */
const wish = (query) => ({ query, keeps: true });
const soon = () => new Promise((done) => setImmediate(() => setTimeout(done, 40)));
/** @type {Source[]} */
const sources = [];

beforeEach(() => {
  [urls, received, waits, questions] = [[], [], [], []];
});
afterEach(() => {
  for (const source of sources.splice(0)) source.dispose();
});

test("what is set while two answers are on their way is asked for next, and only the last of it", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(board()))];
  source.ask(wish("a=0")); // the first answer decides which way there is
  await soon();
  for (const query of ["a=1", "a=2", "a=3", "a=4"]) source.ask(wish(query));
  await soon();
  assert.deepEqual(urls, ["momentum?a=0", "momentum?a=1", "momentum?a=2", "momentum?a=4"]);
  assert.deepEqual(received.map(({ query }) => query), ["a=0", "a=1", "a=2", "a=4"]);
  assert.deepEqual(received.map(({ newest }) => newest), [true, false, false, true]);
});

test("an answer that comes after that to a newer wish is not shown", async () => {
  const source = await fresh();
  answers = [
    () => Promise.resolve(ok(board())),
    () => new Promise((done) => setTimeout(() => done(ok(board())), 60)),
    () => Promise.resolve(ok(board())),
  ];
  source.ask(wish("a=0"));
  await soon();
  for (const query of ["late", "a=2"]) source.ask(wish(query));
  await soon();
  await soon();
  assert.deepEqual(received.map(({ query }) => query), ["a=0", "a=2"]);
});

test("a cut line is asked again, and then for what the hand has set last", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(board())), () => Promise.reject(new TypeError("cut"))];
  source.ask(wish("a=1"));
  await soon();
  source.ask(wish("a=2"));
  await soon();
  assert.deepEqual(waits, ["cut"]);
  source.ask(wish("a=3"));
  answers = [() => Promise.resolve(ok(board()))];
  source.wake();
  await soon();
  assert.deepEqual(received.at(-1), { query: "a=3", newest: true, kind: "board", work: "" });
});

test("a server with too much to do is asked again when it says, without another picture in between", async () => {
  const source = await fresh();
  answers = [
    () => Promise.resolve(new Response(null, { status: 503, headers: { ...OURS, "Retry-After": "1" } })),
    () => Promise.resolve(ok(board())),
  ];
  source.ask(wish("a=1"));
  await soon();
  assert.deepEqual([waits, urls.length], [["busy"], 1]);
  source.wake();
  await soon();
  assert.equal(received.length, 1);
});

test("a stream that breaks off before its end is taken up again", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(board("running"))), () => Promise.resolve(ok(board("running"), board()))];
  source.ask(wish("a=1"));
  await soon();
  assert.deepEqual(waits, ["cut"]);
  source.wake();
  await soon();
  assert.deepEqual(received.map(({ work }) => work), ["running", "running", ""]);
});

test("another wish ends a stream that has shown its first picture", async () => {
  const source = await fresh();
  answers = [(_, signal) => Promise.resolve(open(signal, board("running"))), () => Promise.resolve(ok(board()))];
  source.ask(wish("a=1"));
  await soon();
  source.ask(wish("a=2"));
  await soon();
  assert.deepEqual(received.map(({ query }) => query), ["a=1", "a=2"]);
  assert.deepEqual(waits, []);
});

test("a stopped stream is not asked for again", async () => {
  const source = await fresh();
  answers = [(_, signal) => Promise.resolve(open(signal, board("running")))];
  source.ask(wish("a=1"));
  await soon();
  source.stop();
  await soon();
  assert.deepEqual([urls.length, source.attempts.size, waits], [1, 0, []]);
});

test("where a host serves its own page at the route's address, the script is asked from then on", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(new Response("<html>", { headers: { "Content-Type": "text/html" } }))];
  source.ask(wish("a=1"));
  await soon();
  assert.equal(questions[0].query, "a=1");
  source.replied(questions[0].number, new Uint8Array(deflateSync(board())));
  await soon();
  source.ask(wish("a=2"));
  await soon();
  assert.deepEqual([urls.length, questions.length, received.length], [1, 2, 1]);
});

test("what was fetched ahead is there when it is pressed, without another request", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(board()))];
  source.ask(wish("a=1"));
  await soon();
  source.fetchAhead({ query: "section=map", before: "a=1" });
  await soon();
  source.ask({ query: "section=map", before: "a=1", keeps: false });
  await soon();
  assert.deepEqual(urls, ["momentum?a=1", "momentum?section=map&before=a%3D1"]);
  assert.equal(received.at(-1)?.query, "section=map");
});

test("a fault in drawing is reported, and is no reason to ask again", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(board()))];
  source.target.receive = () => {
    throw new Error("a bug");
  };
  source.ask(wish("a=1"));
  await soon();
  assert.deepEqual([urls.length, waits], [1, []]);
});

test("a proxy that closes the route later is not asked for ever: the script is", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(board())), () => Promise.resolve(new Response("no", { status: 403 }))];
  source.ask(wish("a=1"));
  await soon();
  source.ask(wish("a=2"));
  for (let attempt = 0; attempt < 3; attempt++) {
    await soon();
    source.wake();
  }
  await soon();
  assert.deepEqual([urls.length, questions[0]?.query], [4, "a=2"]);
});

/** @type {(name: string) => Answer} */
const taken = (name) => () => Promise.resolve(new Response(JSON.stringify({ data: name })));

test("data that the server has forgotten are sent again, and then the picture is asked for once more", async () => {
  const source = await fresh();
  answers = [taken("abc")];
  assert.equal(await lend("1,2\n3,4", "a.csv"), "abc");
  answers = [...answers, () => Promise.resolve(ok(frame({ kind: "board", work: "", lacks: "abc" }))), taken("abc")];
  answers.push(() => Promise.resolve(ok(board())));
  source.ask(wish("data=abc"));
  await soon();
  assert.deepEqual(urls.slice(1), ["momentum?data=abc", "http://here/optviz/data", "momentum?data=abc"]);
  assert.equal(received.length, 1);
  assert.deepEqual(waits, []);
});

test("a picture whose data are in no browser is shown as it came", async () => {
  const source = await fresh();
  answers = [() => Promise.resolve(ok(frame({ kind: "board", work: "", lacks: "unknown" })))];
  source.ask(wish("data=unknown"));
  await soon();
  assert.deepEqual([urls.length, received.length], [1, 1]);
});

test("a server that forgets at once, or refuses, is not asked for ever", async () => {
  const source = await fresh();
  answers = [taken("forgetful")];
  await lend("5,6\n7,8", "b.csv");
  answers = [...answers, () => Promise.resolve(ok(frame({ kind: "board", work: "", lacks: "forgetful" })))];
  answers.push(taken("forgetful"), answers[1]);
  source.ask(wish("data=forgetful"));
  await soon();
  assert.deepEqual([urls.length, received.length], [4, 1]);
});

test("where the line is cut while data are sent, all is tried again", async () => {
  const source = await fresh();
  answers = [taken("def")];
  await lend("9,6\n7,8", "c.csv");
  answers = [...answers, () => Promise.resolve(ok(frame({ kind: "board", work: "", lacks: "def" })))];
  answers.push(() => Promise.reject(new TypeError("cut")));
  source.ask(wish("data=def"));
  await soon();
  assert.deepEqual([waits, received.length], [["cut"], 0]);
});
