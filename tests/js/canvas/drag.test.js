// The mouse and the finger on a plane: what a click, a tap and a drag set, and that a swipe sets nothing.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
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

/** Is the picture one of a recording? */
let recorded = false;

/**
 * @param {boolean} zoom
 * @param {string} [points] the key of data points, if there are any
 * @param {string} [x] the key of the one knob that a drag sets, if it sets no point
 */
function listen(zoom, points = "", x = "") {
  host = new Host();
  set = [];
  panned = 0;
  globalThis.window = /** @type {never} */ (new EventTarget());
  const straight = (/** @type {Point} */ ...pixel) => pixel;
  const values = { at: [50, 50], data: [[80, 80]] };
  const limits = { kind: "points", key: "data", low: -100, high: 100, least: 1, most: 9, width: 2 };
  const panel = {
    held: false,
    ring: [50, 50],
    spec: { zoom, drag: { at: points || x ? "" : "at", x, y: "", points, brush: "", ring: true } },
    view: { box: { left: 0, top: 0, width: 100, height: 100 }, inverse: straight, point: straight },
    board: {
      source: { recorded },
      controls: { knob: () => ({ nearest: Math.round }) },
      values,
      shownView: { controls: [limits] },
      set(/** @type {Partial<typeof values>} */ changes) {
        set.push(changes);
        Object.assign(values, changes);
      },
    },
  };
  listenDrag(/** @type {never} */ (panel), /** @type {never} */ (host));
}

/**
 * @param {string} type
 * @param {Point} pixel
 * @param {string} pointerType
 */
function point(type, [clientX, clientY], pointerType = "mouse") {
  const event = Object.assign(new Event(type, { cancelable: true }), { clientX, clientY, pointerType });
  (type === "pointerdown" ? host : window).dispatchEvent(event);
  const then = pointerType === "mouse" ? "mousedown" : "touchstart";
  if (type === "pointerdown" && host.dispatchEvent(new Event(then, { cancelable: true }))) panned++;
}

/** @param {string} type @param {Point} pixel */
const finger = (type, pixel) => point(type, pixel, "touch");
/** Would the browser scroll now, if the finger goes on? */
const scrolls = () => host.dispatchEvent(new Event("touchmove", { cancelable: true }));

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

test("in a recording neither a click nor a drag of the ring sets anything", () => {
  recorded = true;
  listen(true);
  recorded = false;
  for (const pixel of /** @type {Point[]} */ ([[20, 30], [55, 50]])) {
    point("pointerdown", pixel);
    point("pointermove", [60, 50]);
    point("pointerup", pixel);
  }
  assert.deepEqual(set, []);
});

test("a drag from the ring moves the point all the way, and the picture stays", () => {
  point("pointerdown", [55, 50]);
  point("pointermove", [60, 50]);
  point("pointermove", [70, 50.123456]);
  point("pointerup", [70, 50]);
  point("pointermove", [90, 90]);
  assert.deepEqual([set, panned], [[{ at: [60, 50] }, { at: [70, 50.12] }], 0]);
});

for (const zoom of [true, false]) {
  const where = zoom ? "a picture that can be zoomed" : "a picture";

  test(`a swipe on ${where} scrolls and sets nothing, whichever way it goes`, () => {
    listen(zoom);
    for (const end of /** @type {Point[]} */ ([[20, 90], [90, 30]])) {
      finger("pointerdown", [20, 30]);
      finger("pointermove", end);
      assert.ok(scrolls());
      finger(end[1] === 90 ? "pointercancel" : "pointerup", end);
    }
    assert.deepEqual([set, panned], [[], 2]);
  });

  test(`a tap on ${where} sets the point when the finger is up again`, () => {
    listen(zoom);
    finger("pointerdown", [20, 30]);
    assert.deepEqual(set, []);
    finger("pointerup", [24, 30]);
    assert.deepEqual(set, [{ at: [24, 30] }]);
  });

  test(`a finger takes hold of the ring of ${where} at once, and neither jumps nor scrolls`, () => {
    listen(zoom);
    finger("pointerdown", [60, 50]);
    finger("pointermove", [60, 70]);
    assert.ok(!scrolls());
    finger("pointerup", [60, 70]);
    assert.deepEqual([set, panned], [[{ at: [50, 70] }], 0]);
  });

  test(`a finger that rests on ${where} takes hold there`, () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    listen(zoom);
    finger("pointerdown", [20, 30]);
    mock.timers.tick(600);
    finger("pointermove", [20, 60]);
    assert.ok(!scrolls());
    finger("pointerup", [20, 60]);
    mock.timers.reset();
    assert.deepEqual(set, [{ at: [20, 30] }, { at: [20, 60] }]);
  });
}

test("a ring that only moves sideways lets a swipe scroll", () => {
  listen(false, "", "x0");
  finger("pointerdown", [52, 50]);
  finger("pointermove", [54, 80]);
  assert.ok(scrolls());
  finger("pointercancel", [54, 80]);
  assert.deepEqual(set, []);
  finger("pointerdown", [52, 50]);
  finger("pointermove", [72, 54]);
  assert.ok(!scrolls());
  finger("pointerup", [72, 54]);
  assert.deepEqual(set, [{ x0: 70 }]);
});

test("what is broken off is taken back", () => {
  point("pointerdown", [50, 50]);
  point("pointermove", [70, 50]);
  point("pointercancel", [70, 50]);
  assert.deepEqual(set.at(-1), { at: [50, 50] });
});

test("a swipe adds no data point and moves none, a tap adds one, a second takes it away", () => {
  listen(false, "data");
  for (const start of /** @type {Point[]} */ ([[20, 20], [80, 78]])) {
    finger("pointerdown", start);
    finger("pointermove", [start[0], 50]);
    finger("pointercancel", [start[0], 50]);
  }
  assert.deepEqual(set, []);
  for (const type of ["pointerdown", "pointerup", "pointerdown", "pointerup"]) finger(type, [20, 20]);
  assert.deepEqual(set, [{ data: [[80, 80], [20, 20]] }, { data: [[80, 80]] }]);
});

test("a second finger ends the first one's gesture", () => {
  finger("pointerdown", [20, 30]);
  host.dispatchEvent(Object.assign(new Event("pointerdown"), { clientX: 60, clientY: 60, isPrimary: false }));
  finger("pointerup", [20, 30]);
  assert.deepEqual(set, []);
});

test("where nothing is zoomed, the place under the mouse is set at once and followed", () => {
  listen(false);
  point("pointerdown", [20, 30]);
  point("pointermove", [25, 30]);
  point("pointerup", [25, 30]);
  assert.deepEqual([set, panned], [[{ at: [20, 30] }, { at: [25, 30] }], 0]);
});
