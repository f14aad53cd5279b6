// The worked step: a rule's lines with the numbers of one step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fillIn, lookUp } from "../../../optviz/ui/stage/js/playground/worked.js";

const RUN = {
  data: {
    x: Float64Array.of(1, 0.5, 0.25),
    y: Float64Array.of(2, -1, -3),
    "q.grad.0": Float64Array.of(4, 5),
    "q.grad.1": Float64Array.of(-6, 7),
    "q.rate": Float64Array.of(0.5, 0.125),
    "state.m.0": Float64Array.of(0, 8, 9),
    "state.m.1": Float64Array.of(0, -8, -9),
  },
};
const RACER = { knobs: { lr: 0.1 } };

/** @param {string} name */
const at1 = (name) => lookUp(RUN, RACER, name, 1);

test("a template can name the step, the point, the next point and the way between them", () => {
  assert.deepEqual([at1("t"), at1("x"), at1("x_next"), at1("step")], [[1], [0.5, -1], [0.25, -3], [-0.25, -2]]);
});

test("it can name knobs, quantities of the step, and the memory before and after it", () => {
  assert.deepEqual([at1("lr"), at1("grad"), at1("rate")], [[0.1], [5, 7], [0.125]]);
  assert.deepEqual([at1("m"), at1("m_next")], [[8, -8], [9, -9]]);
});

test("the gradient is taken at the point itself, unless another was sent", () => {
  assert.deepEqual(at1("probe"), [0.5, -1]);
  const data = { ...RUN.data, "q.probe.0": Float64Array.of(0, 3), "q.probe.1": Float64Array.of(0, 4) };
  assert.deepEqual(lookUp({ data }, RACER, "probe", 1), [3, 4]);
});

test("numbers and vectors take their names' places", () => {
  assert.equal(fillIn("<<lr>> \\cdot <<grad>>", RUN, RACER, 1), "0.1 \\cdot \\begin{pmatrix}5\\\\7\\end{pmatrix}");
});

test("a negative number has brackets, except where a line begins with it", () => {
  const run = { data: { "q.a": Float64Array.of(-0.5) } };
  assert.equal(fillIn("<<a>> - <<a>>", run, RACER, 0), "-0.5 - (-0.5)");
});

test("what was not sent is a question mark", () => {
  assert.equal(fillIn("x - <<nobody>>", RUN, RACER, 0), "x - ?");
});
