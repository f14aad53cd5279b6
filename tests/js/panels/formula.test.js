// Lines of mathematics with the numbers of a step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, numbersAt, workedStep } from "../../../optviz/ui/stage/js/panels/formula.js";

/**
 * @param {number[]} values
 * @param {number[]} shape
 */
const packed = (values, shape = [values.length]) => Object.assign(Float64Array.from(values), { shape });

/** @param {number} shift */
const point = (shift) => ({ parts: [packed([1, 0.5, 0.25]), packed([2, -1, -3])], shift });

// Two steps of a run: it has three points, and two gradients.
const WORKED = {
  x: point(0),
  x_next: point(1),
  grad: { parts: [packed([4, 5]), packed([-6, 7])], shift: 0 },
  m_next: { parts: [packed([0, 8, 9])], shift: 1 },
  rate: packed([0.5, 0.125]),
  lr: 0.1,
};

test("a formula is filled with the numbers of the step; a column of pairs becomes a vector", () => {
  const columns = { x: packed([1, 2, 3, 4], [2, 2]), t: packed([5, 6]), lr: 0.1, none: null };
  assert.deepEqual(numbersAt(columns.x, 1), [3, 4]);
  assert.deepEqual(numbersAt(columns.t, 9), [6]);
  assert.equal(filled("<<t>> = <<lr>>", columns, 0), "5 = 0.1");
  assert.equal(filled("<<x>>", columns, 0), "\\begin{pmatrix}1\\\\2\\end{pmatrix}");
  assert.equal(filled("<<none>>", columns, 0), "\\text{not a number}");
});

test("a vector of several columns may be that of the next step", () => {
  assert.deepEqual([numbersAt(WORKED.x, 1), numbersAt(WORKED.x_next, 1)], [[0.5, -1], [0.25, -3]]);
  assert.deepEqual([numbersAt(WORKED.grad, 1), numbersAt(WORKED.m_next, 1)], [[5, 7], [9]]);
  assert.equal(filled("<<lr>> \\cdot <<grad>>", WORKED, 1), "0.1 \\cdot \\begin{pmatrix}5\\\\7\\end{pmatrix}");
});

test("a negative number in a formula has brackets, but not in front of it", () => {
  assert.equal(filled("<<a>> - <<a>>", { a: -0.5 }, 0), "-0.5 - (-0.5)");
});

test("what is raised to a power has brackets if it has a sign or a power of its own", () => {
  const columns = { small: 3.1e-6, half: 0.5, below: -2, pair: packed([1e-7, -2], [1, 2]) };
  assert.equal(filled("<<small>>^2", columns, 0), "(3.1\\!\\times\\!10^{-6})^2");
  assert.equal(filled("<<half>>^2 + <<below>>^2", columns, 0), "0.5^2 + (-2)^2");
  assert.match(filled("<<pair>>^2", columns, 0), /^\\begin\{pmatrix\}.*\\end\{pmatrix\}\^2$/);
});

test("what has no column is a question mark", () => {
  assert.equal(filled("x - <<nobody>>", WORKED, 0), "x - ?");
});

test("the worked step is the playhead's, at most the last that the run has made", () => {
  assert.deepEqual([0, 1, 2, 50].map((step) => workedStep({ columns: WORKED, counts: true }, step)), [0, 1, 1, 1]);
  assert.equal(workedStep({ columns: WORKED, counts: false }, 50), 50);
});

test("a run that stood still from the start has no worked step", () => {
  const columns = { x: packed([1]), grad: packed([], [0]) };
  assert.equal(workedStep({ columns, counts: true }, 0), -1);
});
