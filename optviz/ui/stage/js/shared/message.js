// Messages from Python: uint32 header length | JSON header | deflated body. See optviz/figures/board/message.py.

/**
 * @import { Background } from "./types.js"
 * @import { BoardView } from "./board_types.js"
 */

/** @param {Uint8Array<ArrayBuffer>} bytes */
const inflate = async (bytes) => {
  if (!bytes.length) return bytes;
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
};

/**
 * The header of a message, whatever it holds, and its body.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function readMessage(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { header, body: await inflate(bytes.subarray(4 + length)) };
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
 * Arrays of a board stand in its data as {"$": number of the column, shape}: each becomes that column.
 * @param {any} data JSON of any shape
 * @param {Float64Array[]} columns
 * @returns {any} the same, with arrays in their places
 */
export function withArrays(data, columns) {
  if (Array.isArray(data)) return data.map((item) => withArrays(item, columns));
  if (data === null || typeof data !== "object") return data;
  if ("$" in data) return Object.assign(columns[data.$], { shape: data.shape });
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withArrays(value, columns)]));
}

/** @type {(header: { kind: "board", split: number }, body: Uint8Array) => BoardView} */
export function readBoard(header, body) {
  const { lengths, ...data } = JSON.parse(new TextDecoder().decode(body.subarray(header.split)));
  return { ...withArrays(data, readColumns(body.subarray(0, header.split), lengths)), ...header };
}

/**
 * The fields under a board's panels.
 * @type {(header: Background, body: Uint8Array<ArrayBuffer>) => Background}
 */
export function readBackground(header, body) {
  const z = new Float32Array(body.buffer, body.byteOffset, body.byteLength / 4);
  let at = 0;
  for (const field of header.fields) {
    field.z = z.subarray(at, at + field.size ** 2);
    at += field.size ** 2;
  }
  return header;
}

/**
 * The messages of an answer, each as soon as it is there: uint32 length | message.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
export async function* readFrames(stream) {
  const reader = stream.getReader();
  let bytes = new Uint8Array(0);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes = joined(bytes, part.value);
      for (let length = frameLength(bytes); bytes.length >= length; length = frameLength(bytes)) {
        yield bytes.slice(4, length);
        bytes = bytes.slice(length);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  if (bytes.length) throw new Error("an answer ended early");
}

/** @type {(a: Uint8Array, b: Uint8Array) => Uint8Array<ArrayBuffer>} */
function joined(a, b) {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
const frameLength = (bytes) => (bytes.length < 4 ? Infinity : 4 + new DataView(bytes.buffer).getUint32(0, true));
