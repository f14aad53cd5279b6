// Messages from Python: uint32 header length | JSON header | body. See optviz/figures/board/message.py.

/**
 * @import { Background } from "./types.js"
 * @import { BoardView } from "./board_types.js"
 * @import { Layer } from "./layer_types.js"
 */

/**
 * What was deflated on its way.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The header of a message, whatever it holds, and its body.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function readMessage(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { header, body: bytes.subarray(4 + length) };
}

/**
 * Four byte planes of differences back to float64 columns whose lower 32 bits are zero.
 * @type {(body: Uint8Array, lengths: number[]) => Float64Array[]}
 */
export function readColumns(body, lengths) {
  const count = body.length / 4;
  const out = [];
  let at = 0;
  for (const length of lengths) {
    const column = new Float64Array(length);
    const words = new Uint32Array(column.buffer);
    let sum = 0;
    for (let i = 0; i < length; i++, at++) {
      const word = body[at] | (body[count + at] << 8) | (body[2 * count + at] << 16) | (body[3 * count + at] << 24);
      sum = (sum + word) | 0;
      words[2 * i + 1] = sum;
    }
    out.push(column);
  }
  return out;
}

/**
 * Arrays of a board stand in its data as {"$": number of the column, shape}: each becomes that column; those of bytes
 * as {"$bytes": number, shape}.
 * @param {any} data JSON of any shape
 * @param {Float64Array[]} columns
 * @param {Uint8Array[]} bytes
 * @returns {any} the same, with arrays in their places
 */
export function withArrays(data, columns, bytes = []) {
  if (Array.isArray(data)) return data.map((item) => withArrays(item, columns, bytes));
  if (data === null || typeof data !== "object") return data;
  if ("$" in data) return Object.assign(columns[data.$], { shape: data.shape });
  if ("$bytes" in data) return Object.assign(bytes[data.$bytes], { shape: data.shape });
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withArrays(value, columns, bytes)]));
}

/**
 * The arrays of a body: columns of these lengths, and after them bytes.
 * @type {(body: Uint8Array, lengths: number[], sizes: number[]) => [Float64Array[], Uint8Array[]]}
 */
function readArrays(body, lengths, sizes) {
  let at = 4 * lengths.reduce((sum, length) => sum + length, 0);
  const columns = readColumns(body.subarray(0, at), lengths);
  return [columns, sizes.map((size) => body.subarray(at, at += size))];
}

/**
 * One layer of a board, which comes by itself.
 * @type {(header: { layer: object, lengths: number[], bytes: number[] }, body: Uint8Array) => Layer}
 */
export const readLayer = ({ layer, lengths, bytes }, body) => withArrays(layer, ...readArrays(body, lengths, bytes));

/** @type {(header: { kind: "board", split: number }, body: Uint8Array) => BoardView} */
export function readBoard(header, body) {
  const { lengths, bytes: sizes = [], ...data } = JSON.parse(new TextDecoder().decode(body.subarray(header.split)));
  return { ...withArrays(data, ...readArrays(body, lengths, sizes)), ...header };
}

/**
 * The fields under a board's panels.
 * @type {(header: Background, body: Uint8Array<ArrayBuffer>) => Background}
 */
export function readBackground(header, body) {
  const z = new Float32Array(body.slice().buffer); // a copy of its own begins where four bytes may
  let at = 0;
  for (const field of header.fields) {
    field.z = z.subarray(at, at + field.size ** 2);
    at += field.size ** 2;
  }
  return header;
}

/** @type {(bytes: Uint8Array, at: number) => number} */
const endOfFrame = ({ buffer, byteOffset, length }, at) =>
  length - at < 4 ? Infinity : at + 4 + new DataView(buffer, byteOffset + at, 4).getUint32(0, true);

/**
 * The messages of an answer that is there: uint32 length | message, one after the other. Returns where the last ends.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Generator<Uint8Array<ArrayBuffer>, number>}
 */
export function* framesIn(bytes) {
  let at = 0;
  for (let end = endOfFrame(bytes, 0); end <= bytes.length; end = endOfFrame(bytes, at)) {
    yield bytes.subarray(at + 4, end);
    at = end;
  }
  return at;
}

/**
 * The messages of an answer that is still coming, each as soon as it is there.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
export async function* framesOf(stream) {
  const reader = stream.getReader();
  let bytes = new Uint8Array(0);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const whole = new Uint8Array(bytes.length + part.value.length);
      whole.set(bytes);
      whole.set(part.value, bytes.length);
      bytes = whole.subarray(yield* framesIn(whole));
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  if (bytes.length) throw new Error("an answer ended early");
}
