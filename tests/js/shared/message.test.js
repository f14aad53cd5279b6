// What Python sends is what the page reads; messages are put together here as optviz/figures/board/message.py does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import {
  framesIn,
  framesOf,
  inflated,
  readBackground,
  readBoard,
  readColumns,
  readMessage,
  withArrays,
} from "../../../optviz/ui/stage/js/shared/message.js";

/** @import { Background } from "../../../optviz/ui/stage/js/shared/types.js" */
/** @import { MetricsSpec } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/**
 * Byte planes of the differences of the numbers' upper halves.
 * @param {number[][]} columns
 */
function planesOf(columns) {
  const differences = columns.flatMap((column) => {
    const words = new Uint32Array(new Float64Array(column).buffer).filter((_, i) => i % 2);
    return Array.from(words, (word, i) => (word - (i ? words[i - 1] : 0)) >>> 0);
  });
  return Uint8Array.from([0, 8, 16, 24].flatMap((shift) => differences.map((word) => (word >>> shift) & 255)));
}

/**
 * @param {object} header
 * @param {Uint8Array} body
 */
function message(header, body) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(4 + text.length + body.length);
  new DataView(out.buffer).setUint32(0, text.length, true);
  out.set(text, 4);
  out.set(body, 4 + text.length);
  return out;
}

test("a message is its header, with all of Unicode, and its body", () => {
  const { header, body } = readMessage(message({ text: "‖∇f‖ → 0 ✓" }, Uint8Array.from([7, 8, 9])));
  assert.deepEqual([header, [...body]], [{ text: "‖∇f‖ → 0 ✓" }, [7, 8, 9]]);
});

test("a message may have no body", () => {
  assert.equal((readMessage(message({}, new Uint8Array(0)))).body.length, 0);
});

test("a message is read wherever it lies in its buffer", () => {
  const bytes = message({ at: "an odd place" }, Uint8Array.from([1]));
  const padded = new Uint8Array(bytes.length + 3);
  padded.set(bytes, 3);
  assert.equal((readMessage(padded.subarray(3))).header.at, "an odd place");
});

test("an answer by way of the script is inflated; one that is cut off is an error, not a shorter one", async () => {
  const bytes = new Uint8Array(deflateSync(new Uint8Array(1000).fill(3)));
  assert.deepEqual(await inflated(bytes), new Uint8Array(1000).fill(3));
  await assert.rejects(inflated(bytes.slice(0, -6)));
});

/** @param {...Uint8Array} messages */
function answer(...messages) {
  const parts = messages.flatMap((each) => [new Uint8Array(new Uint32Array([each.length]).buffer), each]);
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

test("the frames of an answer are read one by one, whole or as they come", async () => {
  const messages = [1, 2, 3].map((n) => Uint8Array.from({ length: 10 * n }, () => n));
  const bytes = answer(...messages);
  assert.deepEqual([...framesIn(bytes)], messages);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.slice(7 * i, 7 * i + 7));
  const come = [];
  for await (const frame of framesOf(ReadableStream.from(pieces))) come.push(frame);
  assert.deepEqual(come, messages);
});

test("a stream that ends within a frame is an error", async () => {
  const cut = answer(Uint8Array.from([1, 2, 3, 4, 5])).slice(0, -2);
  await assert.rejects(async () => {
    for await (const frame of framesOf(ReadableStream.from([cut]))) assert.fail(String(frame));
  });
});

test("columns come back from differences in byte planes, signs, infinities and NaN too", () => {
  const columns = [[1, 1.5, -2], [], [Infinity, NaN, -Infinity, 0], [1e300]];
  const read = readColumns(planesOf(columns), columns.map((column) => column.length));
  assert.deepEqual(read.map((column) => [...column].map((v) => (v > 1e299 && v < Infinity ? 1e300 : v))), columns);
  assert.ok(Math.abs(read[3][0] / 1e300 - 1) < 1e-6);
});

test("each column starts afresh: the first number of one says nothing about the next", () => {
  assert.deepEqual(readColumns(planesOf([[3, 4], [3, 4]]), [2, 2]).map((column) => [...column]), [[3, 4], [3, 4]]);
});

test("arrays of a board stand in their places, with their shape, at any depth", () => {
  const columns = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(7)];
  const data = withArrays(
    { a: [{ b: { $: 0, shape: [2, 3] } }, null, "$"], c: { $: 1, shape: [1] }, d: true },
    columns,
  );
  assert.deepEqual([[...data.a[0].b], data.a[0].b.shape], [[1, 2, 3, 4, 5, 6], [2, 3]]);
  assert.deepEqual([data.a[1], data.a[2], [...data.c], data.d], [null, "$", [7], true]);
});

test("a column that stands in two places is one array", () => {
  const place = { $: 0, shape: [2] };
  const { a, b } = withArrays({ a: place, b: [place] }, [Float64Array.of(1, 2)]);
  assert.equal(a, b[0]);
});

test("a board is its header and its panels, whose text lies behind the columns", () => {
  const planes = planesOf([[1, NaN, 3]]);
  const panels = [{ kind: "metrics", metrics: [{ label: "f", values: { $: 0, shape: [3] } }] }];
  const text = new TextEncoder().encode(JSON.stringify({ panels, steps: 2, lengths: [3] }));
  const header = { kind: /** @type {const} */ ("board"), query: "section=first", split: planes.length };
  const view = readBoard(header, Uint8Array.from([...planes, ...text]));
  assert.deepEqual([view.query, view.steps, "lengths" in view], ["section=first", 2, false]);
  const { metrics } = /** @type {MetricsSpec} */ (view.panels[0]);
  assert.deepEqual([.../** @type {Float64Array} */ (metrics[0].values)], [1, NaN, 3]);
});

/**
 * @param {object[]} fields
 * @param {Float32Array<ArrayBuffer>} z
 */
const background = (fields, z) =>
  readBackground(
    /** @type {Background} */ (/** @type {unknown} */ ({ kind: "background", key: "k", fields })),
    new Uint8Array(z.buffer),
  );

test("each field of a board gets its own heights, one after the other, as float32", () => {
  const fields = [{ name: "loss", size: 2 }, { name: "one", size: 1 }];
  const { fields: [loss, one] } = background(fields, Float32Array.of(1, 2.5, NaN, Infinity, 5));
  assert.deepEqual([[...loss.z], [...one.z]], [[1, 2.5, NaN, Infinity], [5]]);
});

test("a board may stand on no fields", () => {
  assert.deepEqual(background([], new Float32Array(0)).fields, []);
});
