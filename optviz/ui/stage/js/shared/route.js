// The app's route: where a picture is asked for by its address, and what may come instead of it.

import { framesIn, framesOf, readBackground, readBoard, readMessage } from "./message.js";

/** @import { PictureMessage } from "./types.js" */

const OURS = "application/x-optviz";

/** The server is there, and wants to be asked again in so many seconds. */
export class Busy extends Error {
  /** @param {number} seconds */
  constructor(seconds) {
    super("busy");
    this.seconds = seconds;
  }
}

/** What answers is not this app's server: a proxy, or a host that serves its own page at every address. */
export class Foreign extends Error {}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
export async function* fromRoute(url, signal) {
  const response = await fetch(url, { signal });
  if (response.status === 503) throw new Busy(Number(response.headers.get("Retry-After")) || 1);
  if (response.headers.get("Content-Type") !== OURS) throw new Foreign(`${response.status}`);
  // An answer that is whole is read in one go: each wait would let the page draw something else first.
  if (response.headers.has("Content-Length")) yield* framesIn(new Uint8Array(await response.arrayBuffer()));
  else if (response.body) yield* framesOf(response.body);
}

/** @param {Uint8Array<ArrayBuffer>} frame */
export function decoded(frame) {
  const { header, body } = readMessage(frame);
  /** @type {PictureMessage} */
  const message = header.kind === "board"
    ? readBoard(header, body)
    : header.kind === "background"
    ? readBackground(header, body)
    : header;
  return message;
}

/**
 * A whole answer, or null if its work is long.
 * @param {string} url
 */
export async function readyMade(url) {
  const aborter = new AbortController();
  /** @type {PictureMessage[]} */
  const messages = [];
  for await (const frame of fromRoute(url, aborter.signal)) {
    const message = decoded(frame);
    messages.push(message);
    if (message.kind === "board" && !message.work) continue;
    if (message.kind === "background") continue;
    aborter.abort();
    return null;
  }
  return messages;
}
