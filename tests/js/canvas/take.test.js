// A plane that an answer or a guess has taken: its presses are theirs, and nothing else listens.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { listenDrag } from "../../../optviz/ui/stage/js/canvas/drag.js";
import { listenTaken, placeByKey } from "../../../optviz/ui/stage/js/canvas/take.js";

/** @import { AxesContext } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { Point } from "../../../optviz/ui/stage/js/shared/types.js" */

class Host extends EventTarget {
  getBoundingClientRect() {
    return { left: 0, top: 0 };
  }
}

const straight = (/** @type {Point} */ ...pixel) => pixel;
const view = { key: "", box: { left: 0, top: 0, width: 100, height: 100 }, inverse: straight, point: straight };
/** @type {[what: string, place?: Point][]} */
let told = [];
let grips = false;
let zooms = false;
let host = new Host();
/** @type {Record<string, unknown>} */
let panel = { taker: null };

beforeEach(() => {
  host = new Host();
  globalThis.window = /** @type {never} */ (new EventTarget());
  [told, grips, zooms] = [[], false, false];
  const taker = {
    get zooms() {
      return zooms;
    },
    grips: () => grips,
    down: (/** @type {Point} */ place) => told.push(["down", place]),
    move: (/** @type {Point} */ place) => told.push(["move", place]),
    up: () => told.push(["up"]),
  };
  const set = () => assert.fail("a knob was set");
  panel = { held: false, ring: [50, 50], spec: { zoom: true, drag: { at: "at" } }, view, taker, board: { set } };
  listenDrag(/** @type {never} */ (panel), /** @type {never} */ (host));
  listenTaken(/** @type {never} */ (panel), /** @type {never} */ (host));
});

/** @type {(type: string, pixel: Point, pointerType?: string) => void} */
function point(type, [clientX, clientY], pointerType = "mouse") {
  const event = Object.assign(new Event(type, { cancelable: true }), { clientX, clientY, pointerType });
  (type === "pointerdown" ? host : window).dispatchEvent(event);
}

/** Does an event come through to what lies in the picture? */
function comesThrough(/** @type {string} */ type) {
  const event = new Event(type, { cancelable: true });
  host.dispatchEvent(event);
  return !event.cancelBubble;
}

test("a mouse draws from the press on, no further than the axes, on the ring as anywhere", () => {
  point("pointerdown", [50, 50]);
  point("pointermove", [60, 130]);
  point("pointerup", [60, 130]);
  point("pointermove", [10, 10]);
  assert.deepEqual(told, [["down", [50, 50]], ["move", [60, 100]], ["up"]]);
});

test("a press beside the axes is none", () => {
  point("pointerdown", [120, 50]);
  point("pointerup", [120, 50]);
  assert.deepEqual(told, []);
});

test("a finger that swipes is the page's, one that taps is an answer", () => {
  point("pointerdown", [20, 20], "touch");
  point("pointermove", [20, 60], "touch");
  point("pointerup", [20, 60], "touch");
  assert.deepEqual(told, []);
  point("pointerdown", [20, 20], "touch");
  point("pointerup", [22, 21], "touch");
  assert.deepEqual(told, [["down", [20, 20]], ["up"]]);
});

test("a finger, or a pen, draws at once where it takes hold, and the page does not scroll", () => {
  grips = true;
  for (const kind of ["touch", "pen"]) {
    point("pointerdown", [20, 20], kind);
    assert.equal(host.dispatchEvent(new Event("touchmove", { cancelable: true })), false);
    point("pointermove", [20, 60], kind);
    point("pointercancel", [20, 60], kind);
  }
  assert.deepEqual(told.map(([what]) => what), ["down", "move", "up", "down", "move", "up"]);
});

test("the picture is neither moved nor zoomed while it is taken, unless a closer look is allowed", () => {
  assert.deepEqual(["mousedown", "wheel"].map(comesThrough), [false, false]);
  zooms = true;
  assert.deepEqual(["mousedown", "wheel"].map(comesThrough), [false, true]);
  panel.taker = null;
  assert.deepEqual(["mousedown", "wheel"].map(comesThrough), [true, true]);
});

test("an arrow key begins in the middle, then moves by a two hundredth, with Shift by a twentieth", () => {
  /** @type {(key: string, place: Point | null, shiftKey?: boolean) => Point | null} */
  const go = (key, place, shiftKey = false) => placeByKey({ key, shiftKey }, place, view);
  assert.deepEqual(go("ArrowUp", null), [50, 50]);
  assert.deepEqual(go("ArrowUp", [50, 50]), [50, 49.5]);
  assert.deepEqual(go("ArrowRight", [98, 50], true), [100, 50]);
  assert.equal(go("Enter", [50, 50]), null);
});
