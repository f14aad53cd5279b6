// Where pictures come from: the server's route, or Streamlit's component where a host does not let the route through.
// One request is on its way, the newest wins; what fails is asked again, with growing pauses, until it is answered.

import { pictureUrl } from "./address.js";
import { framesIn, framesOf, inflated, readBackground, readBoard, readMessage } from "./message.js";

/** @import { Channel, PictureMessage, PictureRequest, SourceTarget, Step } from "./types.js" */

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 8000;
const SILENCE = 25_000; // after which a line that says nothing counts as cut
const PATIENCE = 6000;
const ASK_AGAIN = 150;
const KEPT = 6;
const MOST_FOREIGN = 3;
const OURS = "application/x-optviz";

/** @type {"route" | "component" | null} which way the first answer came: for all pages, as long as this one is open */
let way = null;

/** The server is there, and wants to be asked again in so many seconds. */
class Busy extends Error {
  /** @param {number} seconds */
  constructor(seconds) {
    super("busy");
    this.seconds = seconds;
  }
}

/** What answers is not this app's server: a proxy, or a host that serves its own page at every address. */
class Foreign extends Error {}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
async function* fromRoute(url, signal) {
  const response = await fetch(url, { signal });
  if (response.status === 503) throw new Busy(Number(response.headers.get("Retry-After")) || 1);
  if (response.headers.get("Content-Type") !== OURS) throw new Foreign(`${response.status}`);
  way = "route";
  // An answer that is whole is read in one go: each wait would let the page draw something else first.
  if (response.headers.has("Content-Length")) yield* framesIn(new Uint8Array(await response.arrayBuffer()));
  else if (response.body) yield* framesOf(response.body);
}

/** @param {Uint8Array<ArrayBuffer>} frame */
function decoded(frame) {
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
async function readyMade(url) {
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

export class Source {
  /**
   * @param {string} page
   * @param {Channel} channel to the script
   * @param {SourceTarget} target what the answers are for
   */
  constructor(page, channel, target) {
    this.page = page;
    this.channel = channel;
    this.target = target;
    this.number = Date.now() % 1e9;
    /** @type {PictureRequest | null} the newest, until it is answered in full */
    this.wanted = null;
    this.running = false;
    this.disposed = false;
    /** Has the request on its way brought a board? Then a newer one need not wait for the rest of it. */
    this.shown = false;
    this.aborter = new AbortController();
    this.failures = 0;
    /** Answers one after the other that were not this app's: a proxy may have closed a route that was open. */
    this.foreign = 0;
    /** @type {Map<string, Promise<PictureMessage[] | null>>} */
    this.ahead = new Map();
    /** @type {((bytes: Uint8Array<ArrayBuffer> | null) => void) | null} */
    this.answered = null;
    this.wake = () => {};
    this.online = () => this.wake();
    window.addEventListener("online", this.online);
  }

  /** @param {PictureRequest} request */
  ask(request) {
    this.wanted = request;
    if (this.shown) this.aborter.abort();
    if (!this.running) this.run();
  }

  // Nothing more is wanted; what is being computed goes on only for others.
  stop() {
    this.wanted = null;
    this.aborter.abort();
  }

  async run() {
    this.running = true;
    let pause = FIRST_PAUSE;
    while (this.wanted && !this.disposed) {
      const request = this.wanted;
      try {
        await this.answer(request);
        if (this.wanted === request) this.wanted = null;
        pause = FIRST_PAUSE;
        this.foreign = 0;
      } catch (error) {
        if (this.disposed || this.wanted !== request) continue; // a newer one is wanted, or none
        if (error instanceof Foreign && (way === null || ++this.foreign === MOST_FOREIGN)) way = "component";
        else pause = await this.rest(error, pause);
      }
    }
    this.running = false;
  }

  /**
   * Brings one answer to its end.
   * @param {PictureRequest} request
   */
  async answer(request) {
    this.aborter = new AbortController();
    this.shown = false;
    let running = false;
    for await (const message of this.messages(request)) {
      if (this.disposed || this.aborter.signal.aborted) throw new Error("not wanted any more");
      this.deliver(message, request);
      if (message.kind !== "board") continue;
      this.shown = true;
      running = message.work === "running";
      if (this.wanted !== request) break;
    }
    if (running && this.wanted === request) throw new Error("the line was cut");
  }

  /**
   * A fault in drawing is no fault of the line: it is reported, and not asked for again.
   * @type {(message: PictureMessage, request: PictureRequest) => void}
   */
  deliver(message, request) {
    try {
      this.target.receive(message, request, this.wanted === request);
    } catch (error) {
      reportError(error);
    }
  }

  /**
   * @param {PictureRequest} request
   * @returns {AsyncGenerator<PictureMessage>}
   */
  async *messages(request) {
    const url = pictureUrl(this.page, request, this.target.have);
    const ready = await this.ahead.get(url);
    this.ahead.delete(url);
    if (ready) {
      yield* ready;
      return;
    }
    const { signal } = this.aborter;
    const frames = this.byComponent ? this.fromComponent(request, signal) : fromRoute(url, signal);
    let watch = setTimeout(() => this.aborter.abort(), SILENCE);
    try {
      for await (const frame of frames) {
        clearTimeout(watch);
        watch = setTimeout(() => this.aborter.abort(), SILENCE);
        yield decoded(frame);
      }
    } finally {
      clearTimeout(watch);
    }
  }

  // While nothing is decided, a route that fails twice may be one that the host does not let through.
  get byComponent() {
    return way === "component" || (way === null && this.failures % 3 === 2);
  }

  // ---- by way of the script: its answer comes with Streamlit's next message to the component ----------

  /**
   * @param {Step} request
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
   */
  async *fromComponent({ query, before }, signal) {
    for (let running = true; running && !signal.aborted;) {
      const bytes = await this.reply({ query, before: before ?? null, have: this.target.have });
      if (!bytes) throw new Error("no answer");
      way ??= "component";
      running = false;
      for (const frame of framesIn(await inflated(bytes))) {
        running = readMessage(frame).header.work === "running";
        yield frame;
      }
      if (running) await new Promise((done) => setTimeout(done, ASK_AGAIN));
    }
  }

  /**
   * @param {{ query: string, before: string | null, have: string }} question
   * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
   */
  reply(question) {
    this.number += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), PATIENCE);
      this.answered = (bytes) => {
        clearTimeout(timer);
        resolve(bytes);
      };
      this.channel.request({ number: this.number, ...question });
    });
  }

  /**
   * What came with a message of the script.
   * @type {(number: number | null, bytes: Uint8Array<ArrayBuffer>) => void}
   */
  replied(number, bytes) {
    if (number === this.number) this.answered?.(bytes);
  }

  // ---- trouble ----------------------------------------------------------------------------------------

  /**
   * Waits before the next attempt and returns the pause after it; a line that comes back ends the waiting.
   * @type {(error: unknown, pause: number) => Promise<number>}
   */
  async rest(error, pause) {
    const busy = error instanceof Busy;
    this.failures += 1;
    this.target.waiting(busy ? "busy" : "cut");
    const wait = (busy ? 1000 * error.seconds : pause) * (0.75 + Math.random() / 2);
    await new Promise((done) => {
      const timer = setTimeout(done, wait);
      this.wake = () => {
        clearTimeout(timer);
        done(undefined);
      };
    });
    return busy ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
  }

  // ---- ahead of time ----------------------------------------------------------------------------------

  /**
   * Fetches what may be asked for next, in idle time; a picture whose work is long is left to whoever opens it.
   * @param {Step} step
   */
  fetchAhead(step) {
    const url = pictureUrl(this.page, step, this.target.have);
    if (way !== "route" || this.running || this.ahead.has(url)) return;
    if (this.ahead.size >= KEPT) this.ahead.delete(this.ahead.keys().next().value ?? "");
    this.ahead.set(url, readyMade(url).catch(() => null));
  }

  dispose() {
    this.disposed = true;
    this.aborter.abort();
    this.wake();
    this.answered?.(null);
    window.removeEventListener("online", this.online);
  }
}
