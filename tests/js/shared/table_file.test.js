// Tables as CSV files.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellText, csvOf } from "../../../optviz/ui/stage/js/shared/table_file.js";

test("a cell with a comma or a quotation mark is put into quotation marks, as RFC 4180 has it", () => {
  assert.equal(cellText("GD"), "GD");
  assert.equal(cellText("SGD, η = 0.1"), '"SGD, η = 0.1"');
  assert.equal(cellText('a "good" one'), '"a ""good"" one"');
});

test("a spreadsheet reads a number's minus; words keep theirs, and formulas lose their dollar signs", () => {
  assert.equal(cellText("−0.5"), "-0.5");
  assert.equal(cellText("−3e−5"), "-3e-5");
  assert.equal(cellText("f − f*"), "f − f*");
  assert.equal(cellText("$x_t$"), "x_t");
});

test("rows end as RFC 4180 says", () => {
  assert.equal(csvOf([["optimizer", "η"], ["GD", "0.1"]]), "optimizer,η\r\nGD,0.1\r\n");
});
