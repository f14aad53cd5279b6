// The mouse on a plane: what a click and a drag set where the picture can be zoomed, and where it cannot.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { listenDrag } from "../../../optviz/ui/stage/js/canvas/drag.js";

/** @import { AxesContext } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { Point } from "../../../optviz/ui/stage/js/shared/types.js" */

class Host extends EventTarget {
  getBoundingClientRect() {
    return { left: 0, top: 0 };
  }
}

/** @type {Record<string, unknown>[]} */
let set = [];
/** @type {Host} */
let host;
/** How often the mouse was left to Plotly. */
let panned = 0;

/** @param {boolean} zoom */
function listen(zoom) {
  host = new Host();
  set = [];
  panned = 0;
  globalThis.window = /** @type {never} */ (new EventTarget());
  const panel = {
    held: false,
    ring: [50, 50],
    spec: { zoom, drag: { at: "at", x: "", y: "", points: "", brush: "", ring: true } },
    view: { box: { left: 0, top: 0, width: 100, height: 100 }, inverse: (/** @type {Point} */ ...pixel) => pixel },
    board: { controls: {}, set: (/** @type {Record<string, unknown>} */ changes) => set.push(changes) },
  };
  listenDrag(/** @type {never} */ (panel), /** @type {never} */ (host));
}

/**
 * @param {string} type
 * @param {Point} pixel
 */
function point(type, [clientX, clientY]) {
  const event = Object.assign(new Event(type, { cancelable: true }), { clientX, clientY, pointerType: "mouse" });
  (type === "pointerdown" ? host : window).dispatchEvent(event);
  if (type === "pointerdown" && host.dispatchEvent(new Event("mousedown", { cancelable: true }))) panned++;
}

beforeEach(() => listen(true));

test("a click sets the point, and nothing before the mouse is up again", () => {
  point("pointerdown", [20, 30]);
  assert.deepEqual(set, []);
  point("pointerup", [22, 30]);
  assert.deepEqual(set, [{ at: [22, 30] }]);
});

test("a drag of the ground is Plotly's: it sets nothing", () => {
  point("pointerdown", [20, 30]);
  point("pointermove", [40, 30]);
  point("pointerup", [40, 30]);
  assert.deepEqual([set, panned], [[], 1]);
});

test("a drag from the ring moves the point all the way, and the picture stays", () => {
  point("pointerdown", [55, 50]);
  point("pointermove", [60, 50]);
  point("pointermove", [70, 50.123456]);
  point("pointerup", [70, 50]);
  point("pointermove", [90, 90]);
  assert.deepEqual([set, panned], [[{ at: [60, 50] }, { at: [70, 50.12] }], 0]);
});

test("a finger that scrolls the page away sets nothing", () => {
  point("pointerdown", [20, 30]);
  point("pointercancel", [20, 30]);
  point("pointerup", [20, 30]);
  assert.deepEqual(set, []);
});

test("where nothing is zoomed, the place under the mouse is set at once and followed", () => {
  listen(false);
  point("pointerdown", [20, 30]);
  point("pointermove", [25, 30]);
  point("pointerup", [25, 30]);
  assert.deepEqual([set, panned], [[{ at: [20, 30] }, { at: [25, 30] }], 0]);
});
