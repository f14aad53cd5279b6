// A page that is connected again runs its script at once; a press meanwhile is made when the script has come to rest.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

mock.timers.enable({ apis: ["setTimeout"] });
class Part extends EventTarget {
  /** @param {string} kind */
  constructor(kind) {
    super();
    this.kind = kind;
    this.clicks = 0;
    /** @type {Record<string, string>} */
    this.dataset = { testConnectionState: "CONNECTED", testScriptState: "notRunning" };
  }

  /** @param {string} selector */
  closest(selector) {
    return selector.split(", ").includes(this.kind) ? this : null;
  }

  click() {
    this.clicks += 1;
  }
}
const page = new Part("page");
/** @type {() => void} */
let changed = () => {};
const heard = new EventTarget();
Object.assign(globalThis, {
  Element: Part,
  HTMLElement: Part,
  document: { querySelector: () => page },
  addEventListener: heard.addEventListener.bind(heard),
  removeEventListener: heard.removeEventListener.bind(heard),
  MutationObserver: class {
    /** @param {() => void} callback */
    constructor(callback) {
      changed = callback;
    }

    observe() {}
  },
});
const { onReconnect } = await import("../../../optviz/ui/stage/js/shared/reconnect.js");
let woken = 0;
onReconnect(() => woken += 1);

/** @param {string} connection @param {string} script */
function becomes(connection, script) {
  Object.assign(page.dataset, { testConnectionState: connection, testScriptState: script });
  changed();
}

/** Press a part of the page; tell whether anybody else hears of it. @param {Part} part */
function pressed(part) {
  let reached = false;
  const event = new Event("click", { cancelable: true });
  Object.defineProperty(event, "target", { value: part });
  const other = () => reached = true;
  heard.addEventListener("click", other);
  heard.dispatchEvent(event);
  heard.removeEventListener("click", other);
  return reached;
}

test("while the line holds nothing is woken and nothing is held", () => {
  const pill = new Part("button");
  becomes("CONNECTED", "running");
  becomes("CONNECTED", "notRunning");
  assert.ok(pressed(pill));
  assert.deepEqual([woken, pill.clicks], [0, 0]);
});

test("after a cut the script is woken, and a press waits for the end of its second run", () => {
  const pill = new Part("button");
  becomes("CONNECTING", "notRunning");
  becomes("CONNECTED", "notRunning");
  assert.equal(woken, 1);
  assert.ok(!pressed(pill));
  assert.ok(pressed(new Part("page")), "a press on no button goes its way");
  becomes("CONNECTED", "running");
  becomes("CONNECTED", "notRunning");
  mock.timers.tick(100);
  becomes("CONNECTED", "running");
  mock.timers.tick(5000);
  assert.equal(pill.clicks, 0);
  becomes("CONNECTED", "notRunning");
  mock.timers.tick(400);
  assert.equal(pill.clicks, 1);
  assert.ok(pressed(pill), "afterwards nothing is held");
});

test("a line that is cut again lets go, and is woken anew", () => {
  const [first, second] = [new Part("button"), new Part("label")];
  becomes("CONNECTING", "notRunning");
  becomes("CONNECTED", "notRunning");
  pressed(first);
  becomes("CONNECTING", "notRunning");
  mock.timers.tick(60_000);
  assert.equal(first.clicks, 0, "what was pressed before the new cut is old");
  becomes("CONNECTED", "notRunning");
  assert.equal(woken, 3);
  pressed(second);
  mock.timers.tick(29_999);
  assert.equal(second.clicks, 0);
  mock.timers.tick(1);
  assert.equal(second.clicks, 1, "a script that never runs holds a press no longer than its patience");
});
