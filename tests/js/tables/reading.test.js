// Pasted texts are read here as on the server: the examples of tests/golden/tables.json.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { readTable, TableError, tableText } from "../../../optviz/ui/stage/js/tables/reading.js";

/**
 * @typedef {{ text: string, width: number, columns: number[], read: { error?: string } }} Example
 * @type {Example[]}
 */
const EXAMPLES = JSON.parse(await readFile(new URL("../../golden/tables.json", import.meta.url), "utf8"));

/** @param {Example} example */
function read({ text, width, columns }) {
  try {
    return readTable(text, width, columns);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    return { error: error.message };
  }
}

test("every golden text is read, or refused, as Python does it", () => {
  assert.ok(EXAMPLES.length > 400);
  for (const example of EXAMPLES) assert.deepEqual(read(example), example.read, JSON.stringify(example.text));
});

test("a table too long is refused with its length, and none of it is cut off", () => {
  assert.throws(() => readTable("x;y\n" + "1;2\n".repeat(10_001)), /10,001 rows; at most 10,000 can be taken/);
  assert.equal(readTable("x;y\n" + "1;2\n".repeat(10_000)).rows.length, 10_000);
});

test("a table written as plain text is read as the same table", () => {
  for (const names of [["ℓ in cm", "T²"], ["", "T²"], ["ℓ", ""], ["", ""]]) {
    const rows = [[0.1, -2e-7], [1e21, 3]];
    const again = readTable(tableText(names, rows));
    assert.deepEqual([again.names, again.rows], [names, rows]);
  }
});
