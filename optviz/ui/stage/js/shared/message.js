// Messages from Python: uint32 header length | JSON header | deflated body. See optviz/figures/wire.py.

/**
 * @import { Background, RaceView, View } from "./types.js"
 * @import { BoardView } from "./board_types.js"
 */

/** @param {Uint8Array<ArrayBuffer>} bytes */
const inflate = async (bytes) => {
  if (!bytes.length) return new Uint8Array(0);
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  /** @type {Uint8Array[]} */
  const parts = [];
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
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
 * @param {Uint8Array} body
 * @param {number[]} lengths
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

/**
 * @param {{ kind: "board", split: number }} header
 * @param {Uint8Array} body
 * @returns {BoardView}
 */
function readBoard(header, body) {
  const { lengths, ...data } = JSON.parse(new TextDecoder().decode(body.subarray(header.split)));
  return { ...withArrays(data, readColumns(body.subarray(0, header.split), lengths)), ...header };
}

/**
 * A race or a board, as Python sent it.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<View>}
 */
export async function readView(bytes) {
  const { header, body } = await readMessage(bytes);
  if (header.kind === "board") return readBoard(header, body);
  /** @type {RaceView} */
  const race = header;
  const lengths = race.runs.flatMap((run) => run.columns.map(([, length]) => length));
  const columns = readColumns(body, lengths);
  let at = 0;
  for (const run of race.runs) {
    run.data = {};
    for (const [name] of run.columns) run.data[name] = columns[at++];
  }
  return race;
}

/**
 * The surface under a race, or the fields under a board's panels.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Background>}
 */
export async function readBackground(bytes) {
  const { header, body } = await readMessage(bytes);
  const z = new Float32Array(body.buffer, body.byteOffset, body.byteLength / 4);
  if (header.kind !== "background") return { ...header, z };
  let at = 0;
  for (const field of header.fields) {
    field.z = z.subarray(at, at + field.size ** 2);
    at += field.size ** 2;
  }
  return header;
}
