// Data of one's own: a file's text in whatever coding it was saved, and what is said of the rows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { described, fileText, OwnDataControl } from "../../../optviz/ui/stage/js/controls/own_data.js";

/** @param {number[]} bytes */
const bufferOf = (bytes) => new Uint8Array(bytes).buffer;

test("a file is read in UTF-8, in UTF-16 and in the old coding of Windows", () => {
  assert.equal(fileText(new TextEncoder().encode("ä;1\n").buffer), "ä;1\n");
  assert.equal(fileText(bufferOf([0xff, 0xfe, 0xe4, 0, 0x3b, 0, 0x31, 0])), "ä;1");
  assert.equal(fileText(bufferOf([0xe4, 0x3b, 0x31])), "ä;1");
  assert.equal(fileText(bufferOf([])), "");
});

const TABLE = { names: ["t", "", "x"], numeric: [0, 1, 2], columns: [2, 1], rows: [[1, 2], [3, 4]], leftOut: [4] };

test("the rows, their columns and those left out are told", () => {
  assert.equal(
    described(TABLE, ["x", "y"]),
    "2 rows: x is “x”, y is column 2. Row 4 is left out, as a cell is missing.",
  );
  assert.equal(described({ ...TABLE, leftOut: [] }, ["x", "y"]), "2 rows: x is “x”, y is column 2.");
});

test("of many rows left out the first are named, the others counted", () => {
  const leftOut = Array.from({ length: 1206 }, (_, i) => i + 2);
  assert.match(described({ ...TABLE, leftOut }, ["x", "y"]), /Rows 2, 3, 4, 5, 6, 7 and 1,200 more are left out/);
});

test("nothing loaded leaves the link without it", () => {
  assert.equal(OwnDataControl.text(""), undefined);
  assert.equal(OwnDataControl.text("1,2_3,4"), "1,2_3,4");
});
