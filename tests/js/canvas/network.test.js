// Where a network's units stand, how its weights look, and the pixels of a unit's picture.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  layoutNetwork,
  MOST_UNITS,
  paintSquare,
  scaleOf,
  shades,
  weightLine,
} from "../../../optviz/ui/stage/js/canvas/network.js";

/** @import { Theme } from "../../../optviz/ui/stage/js/shared/types.js" */

const THEME = /** @type {Theme} */ ({ diverging: ["#8c3b00", "#f7f5f1", "#0d4f73"] });
const NETS = [[2, 2], [2, 8, 2], [2, 8, 8, 8, 3], [2, 64, 64, 64, 3]];
const SIZES = [{ width: 330, height: 320, font: 15 }, { width: 560, height: 300, font: 15 }, {
  width: 1000,
  height: 420,
  font: 21,
}];

for (const sizes of NETS) {
  for (const { font, ...size } of SIZES) {
    test(`all units of ${sizes.join("-")} stand apart inside ${size.width} × ${size.height} pixels`, () => {
      const [left, right] = [30, 70];
      const { side, columns } = layoutNetwork(sizes, size, font, left, right);
      assert.ok(side >= 8);
      columns.forEach(({ x, ys, more }, k) => {
        assert.equal(ys.length + more, sizes[k]);
        assert.equal(ys.length, Math.min(sizes[k], MOST_UNITS));
        assert.ok(x - side / 2 >= left - 1e-9 && x + side / 2 <= size.width - right + 1e-9);
        assert.ok(ys[0] - side / 2 >= font && ys[ys.length - 1] + side / 2 <= size.height);
        ys.slice(1).forEach((y, i) => assert.ok(y - ys[i] > side, "units of a layer do not touch"));
      });
      columns.slice(1).forEach(({ x }, k) => assert.ok(x - columns[k].x > 1.2 * side, "layers leave room for lines"));
    });
  }
}

test("a larger weight is thicker and stronger, and the sign is the colour", () => {
  const widths = [0, 0.5, 2, 100].map((weight) => weightLine(weight, THEME).width);
  assert.deepEqual(widths, widths.toSorted((a, b) => a - b));
  assert.ok(widths[3] <= 7 && widths[1] > widths[0]);
  assert.equal(weightLine(-1, THEME).width, weightLine(1, THEME).width);
  assert.deepEqual([-9, 9].map((weight) => weightLine(weight, THEME).colour), ["rgb(140,59,0)", "rgb(13,79,115)"]);
  assert.notEqual(weightLine(0.3, THEME).colour, weightLine(3, THEME).colour);
});

test("a picture is measured by its largest value, a bounded activation by 1", () => {
  assert.equal(scaleOf([0, -3, 2], false), 3);
  assert.equal(scaleOf([0.1, 0.2], true), 1);
  assert.equal(scaleOf([0, 0], false), 1, "a unit that is off is no division by 0");
  assert.equal(scaleOf([NaN, Infinity, 2], false), 2);
});

test("a unit's picture has its first row lowest and leaves out what is no number", () => {
  const data = new Uint8ClampedArray(4 * 8);
  paintSquare(data, 4, [1, 2, 3, NaN], 2, (value) => [value, 0, 0]);
  const reds = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [data[4 * i], data[4 * i + 3]]);
  assert.deepEqual(reds, [[0, 0], [0, 0], [0, 0], [0, 0], [3, 255], [0, 0], [1, 255], [2, 255]]);
});

test("no value is pale, the ends are the ends of the ramp", () => {
  const table = shades(THEME);
  assert.deepEqual([table[0], table[128], table[256]], [[140, 59, 0], [247, 245, 241], [13, 79, 115]]);
});
