// Numbers as text: short for a reader, exact enough to be typed back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { between, digits, latexNumber, typed } from "../../../optviz/ui/stage/js/shared/text.js";

test("a number is shown with four significant digits and without idle zeros", () => {
  assert.deepEqual([1 / 3, 2.5, 100, 1234.56].map((value) => digits(value)), ["0.3333", "2.5", "100", "1235"]);
});

test("very large and very small numbers are shown as powers of ten", () => {
  assert.deepEqual([123456, 1e5, 0.00012345, 1e-320].map((value) => digits(value)), [
    "1.235e5",
    "1e5",
    "1.234e−4",
    "1e−320",
  ]);
});

test("a minus is a minus sign, in the number and in its exponent", () => {
  assert.equal(digits(-0.00025), "−2.5e−4");
  assert.equal(digits(-7), "−7");
});

test("zero of either sign is 0", () => {
  assert.deepEqual([0, -0].map((value) => digits(value)), ["0", "0"]);
});

test("what is no number is said in words, and infinity has its sign", () => {
  assert.deepEqual([NaN, null, undefined].map((value) => digits(value)), Array(3).fill("not a number"));
  assert.deepEqual([Infinity, -Infinity].map((value) => digits(value)), ["∞", "−∞"]);
});

test("the number of digits can be chosen", () => {
  assert.deepEqual([2, 3, 6].map((significant) => digits(Math.PI, significant)), ["3.1", "3.14", "3.14159"]);
});

test("LaTeX writes the same digits, with times ten to the power", () => {
  assert.equal(latexNumber(-0.25), "-0.25");
  assert.equal(latexNumber(-1.5e-7), "-1.5\\!\\times\\!10^{-7}");
  assert.equal(latexNumber(3e8), "3\\!\\times\\!10^{8}");
});

test("LaTeX has signs for infinity and words for what is no number", () => {
  assert.deepEqual([Infinity, -Infinity].map((value) => latexNumber(value)), ["\\infty", "-\\infty"]);
  assert.deepEqual([NaN, null].map((value) => latexNumber(value)), Array(2).fill("\\text{not a number}"));
});

test("a number to type is the shortest text that keeps six digits", () => {
  assert.deepEqual([0.1 + 0.2, 1e-7, 2.5, 123456.789, -0.5].map(typed), ["0.3", "1e-7", "2.5", "123457", "-0.5"]);
});

test("between brings a number to the nearest end of a range", () => {
  assert.deepEqual([-3, 0.25, 7].map((value) => between(value, 0, 1)), [0, 0.25, 1]);
});
