// The world of a room in the tests: a server, events, and what the page was told, all in the test's hands.

import { mock } from "node:test";

/** @import { RoomState } from "../../optviz/ui/stage/js/shared/room.js" */
/** @typedef {{ method: string, path: string, fields: Record<string, unknown> }} Call */
/** @typedef {(call: Call) => Promise<Response> | Response} Server */

/** Events whose source the test is. */
export class FakeSource extends EventTarget {
  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    this.closed = false;
    /** @type {(event: { data: string }) => void} */
    this.onmessage = () => {};
    this.onerror = () => {};
    world.sources.push(this);
  }
  close() {
    this.closed = true;
  }
  /** @param {RoomState} state */
  say(state) {
    if (!this.closed) this.onmessage({ data: JSON.stringify(state) });
  }
}

class World {
  /** @type {Call[]} */
  calls = [];
  /** @type {Server} */
  server = () => json(500, {});
  /** @type {FakeSource[]} */
  sources = [];
  /** @type {RoomState[]} */
  states = [];
  /** @type {string[]} */
  lines = [];
  /** @type {string[]} */
  gone = [];
}
export const world = new World();
export const renew = () => Object.assign(world, new World());

/** @type {(status: number, value: unknown) => Response} */
export const json = (status, value) => Response.json(value, { status });
export const cut = () => Promise.reject(new TypeError("fetch failed"));

/** @type {(version: number, more?: Record<string, unknown>) => RoomState} */
export const stateOf = (version, more) => /** @type {RoomState} */ (/** @type {unknown} */ ({
  version,
  pin: "123456",
  phase: "released",
  round: 1,
  role: "student",
  ...more,
}));

/** @type {Map<string, () => void>} what the page listens to, by the event's name */
export const listeners = new Map();
/** @type {(type: string, call: () => void) => void} */
const addEventListener = (type, call) => {
  listeners.set(type, call);
};
const removeEventListener = () => {};

Object.assign(globalThis, {
  document: {
    querySelector: () => ({ src: "http://here/base/static/js/index.1.js" }),
    baseURI: "http://here/",
    visibilityState: "visible",
    addEventListener,
    removeEventListener,
  },
  addEventListener,
  removeEventListener,
  EventSource: FakeSource,
  fetch(/** @type {string} */ url, /** @type {RequestInit} */ { method, body, signal }) {
    const path = url.replace("http://here/base/optviz/room", "");
    const call = { method: method ?? "GET", path, fields: body ? JSON.parse(String(body)) : {} };
    world.calls.push(call);
    const aborted = new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    return Promise.race([world.server(call), aborted]);
  },
});

/** Lets time pass, and all that was waiting for it happen. @param {number} milliseconds */
export async function pass(milliseconds) {
  for (let left = milliseconds; left >= 0; left -= 500) {
    mock.timers.tick(Math.min(500, left));
    await new Promise((done) => setImmediate(done));
  }
}
