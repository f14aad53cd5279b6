// The script opens what is pressed, once; what the browser shows is never overwritten by a script that began anew.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ScriptLink } from "../../../optviz/ui/stage/js/shared/script_link.js";

/** @import { Shows } from "../../../optviz/ui/stage/js/shared/types.js" */
/** @import { View } from "../../../optviz/ui/stage/js/shared/view.js" */

/** @type {string[]} */
let opened = [];
/** @type {Shows[]} */
let told = [];
/** @type {{ addressBar: { keys: string[] }, request: object | null, source: { wanted: object | null },
 *   shownView: { shows: Shows } | null, open(text: string): void, openHere(): void }} */
let view;
const channel = { shown: (/** @type {Shows} */ shows) => told.push(shows), request() {} };
/** @param {{ session: string, number: number }} [acted] */
const link = (acted) => new ScriptLink(/** @type {View} */ (/** @type {unknown} */ (view)), channel, acted);
/** @param {string} session @param {number} number @param {string} section */
const message = (session, number, section) => ({
  session,
  number,
  open: `section=${section}`,
  shows: { section },
  ahead: {},
  keys: ["section"],
  answer: null,
});

beforeEach(() => {
  [opened, told] = [[], []];
  view = {
    addressBar: { keys: [] },
    request: null,
    source: { wanted: null },
    shownView: null,
    open(text) {
      opened.push(text);
      view.request = {};
    },
    openHere() {
      opened.push("the address");
      view.request = {};
    },
  };
});

test("a page opens what its address says", () => {
  link().take(message("a", 0, "one"));
  assert.deepEqual(opened, ["the address"]);
});

test("a press is followed once, however often the script runs", () => {
  const script = link();
  script.take(message("a", 0, "one"));
  script.take(message("a", 1, "two"));
  script.take(message("a", 1, "two"));
  assert.deepEqual(opened, ["the address", "section=two"]);
});

test("a press is not followed again when the page is come back to", () => {
  link({ session: "a", number: 1 }).take(message("a", 1, "two"));
  assert.deepEqual(opened, ["the address"]);
});

test("a session that begins anew is told what is shown, and opens nothing", () => {
  const script = link();
  script.take(message("a", 0, "one"));
  view.shownView = { shows: { section: "three" } };
  script.take(message("b", 0, "one"));
  assert.deepEqual([opened, told], [["the address"], [{ section: "three" }]]);
});

test("the script is told once when another section is shown than its words are about", () => {
  const script = link();
  script.take(message("a", 0, "one"));
  view.shownView = { shows: { section: "two" } };
  script.tell();
  script.tell();
  script.take(message("a", 0, "two"));
  script.tell();
  assert.deepEqual(told, [{ section: "two" }]);
});
