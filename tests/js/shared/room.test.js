// A room on a bad line: events where they come, a slow poll where they do not, and no answer is lost or sent twice.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { cut, json, listeners, pass, renew, stateOf, world } from "../room_world.js";

/** @typedef {import("../../../optviz/ui/stage/js/shared/room.js").Room} Room */

const { Room: MakeRoom } = await import("../../../optviz/ui/stage/js/shared/room.js");
const { Refused } = await import("../../../optviz/ui/stage/js/shared/room_request.js");
/** @type {Room} */
let room;

function made() {
  return room = new MakeRoom({
    state: (state) => world.states.push(state),
    line: (line) => world.lines.push(line),
    gone: (sentence) => world.gone.push(sentence),
  });
}

async function joined() {
  world.server = ({ fields }) => json(200, { token: fields.token, nickname: "Calm Norm", state: stateOf(1) });
  const found = made();
  await found.join("123456");
  world.server = () => json(200, stateOf(1));
  return found;
}

const last = () => world.sources[world.sources.length - 1];
const polls = () => world.calls.filter(({ method }) => method === "GET").length;
const sent = () => world.calls.filter(({ path }) => path.endsWith("/answer"));

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  renew();
});
afterEach(() => {
  room.leave();
  mock.timers.reset();
});

test("a phone joins, and hears of each state once, the newest last", async () => {
  const { token } = await joined();
  assert.match(token, /^[0-9a-f]{32}$/);
  assert.equal(last().url, `http://here/base/optviz/room/123456/events?token=${token}`);
  last().say(stateOf(1));
  last().say(stateOf(3));
  last().say(stateOf(2));
  assert.deepEqual(world.states.map(({ version }) => version), [1, 3]);
});

test("a join that is tried again after a fault of the line is the same place", async () => {
  made();
  world.server = cut;
  await assert.rejects(room.join("123456"), /cannot be reached/);
  world.server = ({ fields }) => json(200, { token: fields.token, state: stateOf(1) });
  await room.join("123456");
  assert.equal(world.calls[0].fields.token, world.calls[1].fields.token);
  assert.deepEqual(world.lines, ["cut", "ok"]);
});

test("what is refused is said in the server's sentence", async () => {
  made();
  world.server = () => json(503, { error: "50 rooms are open." });
  await assert.rejects(room.open(), (error) => error instanceof Refused && error.message === "50 rooms are open.");
  assert.deepEqual(world.lines, []);
});

test("while events come nothing is asked for", async () => {
  await joined();
  for (let second = 0; second < 120; second += 15) {
    last().dispatchEvent(new Event("here"));
    await pass(15_000);
  }
  assert.equal(polls(), 0);
  assert.equal(world.sources.length, 1);
});

test("where events are held back it asks every three seconds, and tries events again", async () => {
  await joined();
  await pass(5000);
  assert.equal(polls(), 0);
  await pass(60_000);
  assert.ok(polls() >= 15 && polls() <= 25, `${polls()}`);
  assert.equal(world.sources.length, 3);
  assert.ok(world.sources.every(({ closed }) => closed));
  world.server = () => json(200, stateOf(7));
  await pass(3000);
  assert.equal(world.states.at(-1)?.version, 7);
  for (let second = 0; second < 60 && last().closed; second++) await pass(1000);
  assert.equal(world.sources.length, 4);
  last().say(stateOf(8));
  const before = polls();
  await pass(10_000);
  assert.equal(polls(), before);
  assert.deepEqual(world.lines, []);
});

test("events that fail again and again are given up for the poll", async () => {
  await joined();
  for (let failure = 0; failure < 5; failure++) {
    last().onerror();
    await pass(4000);
  }
  assert.equal(world.sources.length, 3);
  assert.ok(polls() >= 5);
});

test("a line that falls silent is noticed, and events are asked for anew", async () => {
  await joined();
  last().say(stateOf(2));
  await pass(41_000);
  assert.equal(polls(), 1);
  assert.equal(world.sources.length, 2);
});

test("a cut line is told, and that it is back; what was missed is shown", async () => {
  await joined();
  world.server = cut;
  last().onerror();
  await pass(10_000);
  assert.deepEqual(world.lines, ["cut"]);
  world.server = () => json(200, stateOf(5));
  await pass(4000);
  assert.deepEqual(world.lines, ["cut", "ok"]);
  assert.equal(world.states.at(-1)?.version, 5);
  assert.equal(world.sources.length, 2);
});

test("an answer sent while the line is cut arrives when it is back, once, with its round", async () => {
  const { token } = await joined();
  last().say(stateOf(2));
  world.server = cut;
  const answer = room.answer("0.3");
  await pass(20_000);
  world.server = ({ path }) =>
    path.endsWith("/answer")
      ? json(200, { state: stateOf(4, { answer: "0.3" }) })
      : json(200, stateOf(3, { round: 2 }));
  await pass(4000);
  assert.equal((await answer)?.version, 4);
  assert.equal(world.states.at(-1)?.version, 4);
  assert.deepEqual(sent()[0].fields, { token, round: 1, answer: "0.3" });
  assert.deepEqual(sent().at(-1)?.fields, sent()[0].fields);
  const tries = sent().length;
  await pass(20_000);
  assert.equal(sent().length, tries);
});

test("an answer that came too late says so in the server's sentence", async () => {
  await joined();
  world.server = () => json(409, { error: "Your answer came too late." });
  await assert.rejects(room.answer("0.3"), /came too late/);
  world.server = () => json(200, { state: stateOf(2) });
  await room.answer("0.3");
});

test("a double click is one answer", async () => {
  await joined();
  world.server = () => json(200, { state: stateOf(2, { answer: "0.3" }) });
  const [first, second] = [room.answer("0.3"), room.answer("0.3")];
  assert.equal(await first, await second);
  assert.equal(sent().length, 1);
});

test("a request that hangs is given up, and the answer sent anew", async () => {
  await joined();
  world.server = () => new Promise(() => {});
  const answer = room.answer("0.3");
  await pass(9000);
  assert.deepEqual(world.lines, ["cut"]);
  world.server = ({ path }) => json(200, path.endsWith("/answer") ? { state: stateOf(2) } : stateOf(1));
  await pass(4000);
  assert.equal((await answer)?.version, 2);
});

test("a server that is busy is waited for, without a storm of requests", async () => {
  await joined();
  world.server = () => json(503, { error: "The rooms cannot be reached just now." });
  const answer = room.answer("0.3");
  await pass(30_000);
  assert.ok(world.calls.length < 25, `${world.calls.length}`);
  world.server = ({ path }) => json(200, path.endsWith("/answer") ? { state: stateOf(2) } : stateOf(1));
  await pass(4000);
  assert.equal((await answer)?.version, 2);
});

test("where answers alone do not get through they are tried every few seconds", async () => {
  await joined();
  world.server = ({ path }) => path.endsWith("/answer") ? cut() : json(200, stateOf(1));
  const answer = room.answer("0.3");
  await pass(30_000);
  assert.ok(sent().length >= 5 && sent().length <= 15, `${sent().length}`);
  room.leave();
  await assert.rejects(answer, Refused);
});

test("an owner steers, in the round that is on the screen", async () => {
  made();
  world.server = ({ method }) =>
    json(200, method === "POST" ? { pin: "123456", owner: "o".repeat(22) } : stateOf(1, { role: "owner", round: 4 }));
  await room.open();
  await pass(0);
  assert.equal(world.states.length, 1);
  world.server = () => json(200, { state: stateOf(2, { role: "owner" }) });
  await room.steer("reveal");
  assert.deepEqual(world.calls.at(-1)?.fields, { owner: "o".repeat(22), action: "reveal", round: 4 });
  await room.steer("ask", "quiz?q=1");
  assert.deepEqual(world.calls.at(-1)?.fields, { owner: "o".repeat(22), action: "ask", question: "quiz?q=1" });
  world.server = () => json(409, { error: "The room has moved on since then." });
  await assert.rejects(room.steer("reveal"), /moved on/);
});

test("a page that is reloaded comes back to its place, or hears that the room is gone", async () => {
  for (const found of [true, false]) {
    made();
    world.server = () => found ? json(200, stateOf(9)) : json(404, { error: "This room is no longer open." });
    room.come("123456", "t".repeat(22));
    await pass(0);
    assert.equal(room.over, !found);
    room.leave();
  }
  assert.equal(world.states[0].version, 9);
  assert.deepEqual(world.gone, ["This room is no longer open."]);
});

test("after the room's end nothing is asked any more", async () => {
  await joined();
  last().say(stateOf(2, { phase: "ended" }));
  last().onerror();
  await pass(70_000);
  assert.equal(world.states.at(-1)?.phase, "ended");
  assert.ok(last().closed);
  assert.equal(polls(), 0);
});

test("a phone that slept asks at once what it missed", async () => {
  await joined();
  last().say(stateOf(2));
  await pass(30_000);
  world.server = () => json(200, stateOf(6));
  listeners.get("visibilitychange")?.();
  await pass(0);
  assert.equal(world.states.at(-1)?.version, 6);
  assert.equal(world.sources.length, 2);
});
