// Shapes of a step: level lines lie on their level, whatever the form is; an outline closes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { crossings, drawConics, drawOutline, ellipseOf, formAt } from "../../../optviz/ui/stage/js/canvas/shapes.js";

/** @import { AxesContext } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { ConicsLayer, OutlineLayer } from "../../../optviz/ui/stage/js/shared/layer_types.js" */
/** @import { Context, Pen, Point } from "../../../optviz/ui/stage/js/shared/types.js" */

/**
 * @param {number[]} numbers
 * @param {number[]} shape
 */
const packed = (numbers, ...shape) => Object.assign(Float64Array.from(numbers), { shape });
/** @type {{ look: string, name: string, pen: Pen }} */
const NAMED = { look: "ink", name: "", pen: { colour: "#000000", dash: [], marker: "circle" } };
const BOWL = { x: 0.5, y: -1, gx: 2, gy: 1, hxx: 3, hxy: 1, hyy: 2 };
const SADDLE = { ...BOWL, hyy: -2 };

/**
 * The points of a path, on a plane of 100 × 100 pixels that shows −5 to 5.
 * @param {number} step
 * @param {(context: Context, panel: AxesContext) => void} draw
 */
function drawn(step, draw) {
  /** @type {Point[][]} */
  const lines = [];
  const inverse = (/** @type {number} */ px, /** @type {number} */ py) => [px / 10 - 5, 5 - py / 10];
  const context = {
    beginPath: () => {},
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => lines.push([/** @type {Point} */ (inverse(x, y))]),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) =>
      lines[lines.length - 1].push(/** @type {Point} */ (inverse(x, y))),
    setLineDash: () => {},
    stroke: () => {},
  };
  const view = {
    box: { left: 0, top: 0, width: 100, height: 100 },
    point: (/** @type {number} */ x, /** @type {number} */ y) => [10 * (x + 5), 10 * (5 - y)],
    inverse,
  };
  const board = { player: { step, horizon: step }, size: { line: 2 } };
  draw(
    /** @type {Context} */ (/** @type {unknown} */ (context)),
    /** @type {AxesContext} */ (/** @type {unknown} */ ({ board, view })),
  );
  return lines;
}

/**
 * @param {typeof BOWL} form
 * @param {number[]} levels
 * @returns {ConicsLayer}
 */
const conics = (form, levels) => ({
  kind: "conics",
  x: Float64Array.of(form.x),
  y: Float64Array.of(form.y),
  gx: Float64Array.of(form.gx),
  gy: Float64Array.of(form.gy),
  hxx: Float64Array.of(form.hxx),
  hxy: Float64Array.of(form.hxy),
  hyy: Float64Array.of(form.hyy),
  levels: packed(levels, 1, levels.length),
  width: 1,
  dashed: false,
  ...NAMED,
});

test("an ellipse of a bowl or a hill lies on its level and goes all round", () => {
  const hill = { ...BOWL, hxx: -3, hxy: -1, hyy: -2 };
  for (const [form, level] of /** @type {[typeof BOWL, number][]} */ ([[BOWL, 0], [BOWL, 2], [hill, 0], [hill, -1]])) {
    const points = ellipseOf(form, level) ?? [];
    assert.equal(points.length, 73);
    for (const [x, y] of points) assert.ok(Math.abs(formAt(form, x, y) - level) < 1e-9);
  }
});

test("a bowl has no ellipse below its least height, a saddle none at all", () => {
  assert.deepEqual(ellipseOf(BOWL, -5), []);
  assert.equal(ellipseOf(SADDLE, 0), null);
  assert.equal(ellipseOf({ ...BOWL, hxx: 0, hxy: 0, hyy: 0 }, 0), null);
});

test("the lines of a saddle are found cell by cell", () => {
  const lines = drawn(0, (context, panel) => drawConics(context, panel, conics(SADDLE, [0, 3, NaN])));
  assert.ok(lines.length > 100);
  for (const [x, y] of lines.flat()) {
    const value = formAt(SADDLE, x, y);
    assert.ok(Math.min(Math.abs(value), Math.abs(value - 3)) < 0.02, `${value}`);
  }
});

test("after its last step nothing is drawn", () => {
  assert.deepEqual(drawn(1, (context, panel) => drawConics(context, panel, conics(BOWL, [1]))), []);
});

test("a cell that a level crosses twice has two pieces", () => {
  assert.equal(crossings([[0, 0, 1], [1, 0, -1], [1, 1, 1], [0, 1, -1]]).length, 2);
  assert.deepEqual(crossings([[0, 0, 1], [1, 0, -1], [1, 1, -1], [0, 1, 1]]), [[[0.5, 0], [0.5, 1]]]);
  assert.deepEqual(crossings([[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]]), []);
});

test("an outline closes, and its trail is made of those before it", () => {
  /** @type {OutlineLayer} */
  const layer = {
    kind: "outline",
    x: packed([0, 1, 0, 1, 2, 1], 2, 3),
    y: packed([0, 0, 1, 0, 0, 1], 2, 3),
    width: 1,
    trail: 5,
    ...NAMED,
  };
  const lines = drawn(1, (context, panel) => drawOutline(context, panel, layer));
  assert.deepEqual(lines.map((line) => line.length), [4, 4]);
  assert.deepEqual(lines[1][0], lines[1][3]);
  assert.equal(drawn(0, (context, panel) => drawOutline(context, panel, layer)).length, 1);
});
