// The golden messages and links of tests/golden: what Python writes there is what the page reads, and the reverse.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { controlClass } from "../../optviz/ui/stage/js/shared/kinds.js";
import { readBackground, readBoard, readMessage } from "../../optviz/ui/stage/js/shared/message.js";

/** @import { ControlSpec } from "../../optviz/ui/stage/js/shared/board_types.js" */

const FOLDER = new URL("../golden/", import.meta.url);

/** @param {string} name */
const messageOf = async (name) => readMessage(new Uint8Array(await readFile(new URL(`${name}.bin`, FOLDER))));
/** @param {string} name */
const expected = async (name) => JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), "utf8"));

/**
 * What was read as JSON has it: arrays as lists, with their shape if they have one; numbers that are not finite as
 * words.
 * @param {unknown} value
 * @returns {unknown}
 */
function plain(value) {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Float64Array || value instanceof Float32Array || value instanceof Uint8Array) {
    const values = Array.from(value, plain);
    return "shape" in value ? { values, shape: value.shape } : values;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

for (const name of ["race", "board"]) {
  test(`the golden ${name} is read number by number as Python reads it`, async () => {
    const { header, body } = await messageOf(name);
    assert.deepEqual(plain(readBoard(header, body)), await expected(name));
  });
}

for (const name of ["surface", "fields"]) {
  test(`the golden ${name} is read number by number as Python reads it`, async () => {
    const { header, body } = await messageOf(name);
    assert.deepEqual(plain(readBackground(header, body)), await expected(name));
  });
}

test("the golden messages hold every number that is not finite, and both zeros", async () => {
  const text = JSON.stringify([await expected("race"), await expected("board"), await expected("surface")]);
  for (const word of ["NaN", "Infinity", "-Infinity"]) assert.ok(text.includes(`"${word}"`), word);
  assert.ok(Object.is((await expected("board")).panels[0].series[0].y.values[1], -0));
});

test("the controls of every golden link write the golden parameters", async () => {
  for (const { controls, params, query } of await expected("links")) {
    const texts = controls.map((/** @type {ControlSpec & { value: never }} */ { kind, key, value }) => [
      key,
      controlClass(kind).text?.(value),
    ]);
    const written = texts.filter((/** @type {[string, unknown]} */ [, text]) => text !== undefined);
    assert.deepEqual(Object.fromEntries(written), params, query);
  }
});
