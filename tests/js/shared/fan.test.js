// A fan is read as Python wrote it, and its paths become pixels with every line in its true direction.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { headOf } from "../../../optviz/ui/stage/js/canvas/paths.js";
import { fanTrack, fits, positionOf, readFan } from "../../../optviz/ui/stage/js/shared/fan.js";
import { valueAt } from "../../../optviz/ui/stage/js/shared/knobs.js";
import { readMessage } from "../../../optviz/ui/stage/js/shared/message.js";

/** @import { FlatProjection, Point } from "../../../optviz/ui/stage/js/shared/types.js" */

const GOLDEN = new URL("../../golden/", import.meta.url);
const { header, body } = readMessage(new Uint8Array(await readFile(new URL("fan.bin", GOLDEN))));
const EXPECTED = JSON.parse(await readFile(new URL("fan.json", GOLDEN), "utf8"));
const SLIDERS = JSON.parse(await readFile(new URL("sliders.json", GOLDEN), "utf8"));
const FAN = readFan(header, body);

/** The window −1 … 1 on 200 pixels: a unit is 100, the middle at (100, 100). */
/** @type {(low: number, high: number) => FlatProjection} */
const seen = (low, high) => ({
  box: { left: 0, top: 0, width: 200, height: 200 },
  key: "",
  point: (x, y) => [(200 * (x - low)) / (high - low), 200 * (1 - (y - low) / (high - low))],
  inverse: () => [0, 0],
});
const VIEW = seen(-1, 1);

/** @type {(run: number, position: number) => [state: number, x: number, y: number][]} */
function corners(run, position) {
  const { px, py, state } = fanTrack(FAN, run, position, VIEW);
  return Array.from(px, (x, i) => [state[i], Math.round(x), Math.round(py[i])]);
}

test("the golden fan is read number by number as Python reads it", () => {
  const { x, y, cut: { step, ax, ay, bx, by } } = FAN;
  const { columns, ...rest } = EXPECTED;
  assert.deepEqual([x, y, step, ax, ay, bx, by].map((column) => [...column]), columns);
  assert.deepEqual(header, rest);
});

test("a path within the window is its points, and ends where it comes to rest", () => {
  assert.deepEqual(corners(0, 0), [[1, 100, 100], [1, 150, 75]]);
});

test("a path that leaves is cut off at the code's border on its own line, and comes back on its own line", () => {
  // From the middle towards (5, 1) the border x = 2 is crossed at y = 0.4.
  const [start, out, outside, back, end] = corners(0, 1);
  assert.deepEqual([start, out], [[1, 100, 100], [1, 300, 60]]);
  assert.equal(outside[0], 0, "what lies outside is a break");
  assert.deepEqual([back, end], [[1, 300, 33], [1, 150, 50]]);
});

test("a step from outside to outside is seen where it crosses the window", () => {
  const upright = corners(1, 1);
  const crossing = upright.slice(3, 5); // after the start, where it leaves, and the point outside
  assert.deepEqual(crossing, [[1, 100, -100], [1, 100, 300]]);
});

test("a run that has diverged ends with its last finite point, and its head points there", () => {
  const track = fanTrack(FAN, 1, 0, VIEW);
  const head = headOf(track, 99);
  assert.ok(head);
  // To (1e300, −1e299) it is to the right and a tenth as far down.
  assert.deepEqual([Math.round(head.x), Math.round(head.y)], [300, 120]);
});

test("a head stands on its step, also where the path has more corners than steps", () => {
  const track = fanTrack(FAN, 0, 1, VIEW);
  /** @type {(time: number) => Point} */
  const at = (time) => {
    const head = headOf(track, time);
    return [Math.round(head?.x ?? NaN), Math.round(head?.y ?? NaN)];
  };
  assert.deepEqual([at(0), at(2), at(40)], [[100, 100], [150, 50], [150, 50]]);
  assert.deepEqual(at(1.5), at(1), "between two steps of which one is outside it waits");
});

test("a fan is drawn only where all that is seen is in its window, and finely enough", () => {
  assert.ok(fits(FAN, VIEW) && fits(FAN, seen(-2, 2)));
  assert.ok(!fits(FAN, seen(-2.1, 2.1)), "zoomed out beyond the code");
  assert.ok(!fits(FAN, seen(0, 0.01)), "zoomed in until the code's units are seen");
});

test("the values of a fan are those that the slider itself has at evenly spaced positions", () => {
  for (const { values, ...knob } of SLIDERS) {
    const own = values.map((/** @type {number} */ _, /** @type {number} */ i) =>
      valueAt(i / (values.length - 1), knob)
    );
    assert.deepEqual(own, values, knob.scale);
  }
});

test("a value of the slider finds its own position again", () => {
  for (const { values, ...knob } of SLIDERS.filter((/** @type {{ whole: boolean }} */ { whole }) => !whole)) {
    values.forEach((/** @type {number} */ value, /** @type {number} */ i) => {
      assert.equal(positionOf({ values }, knob, value), i, `${knob.scale} ${value}`);
    });
  }
});
