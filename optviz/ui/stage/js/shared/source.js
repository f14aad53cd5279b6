// Where pictures come from: the server's route, or Streamlit's component where a host does not let the route through.
// Two requests at most are on their way, the newest wins; what fails is asked again, with growing pauses, until it is
// answered.

import { sendAgain } from "../tables/lending.js";
import { pictureUrl } from "./address.js";
import { framesIn, inflated, readMessage } from "./message.js";
import { Busy, decoded, Foreign, fromRoute, readyMade } from "./route.js";

/** @import { Channel, PictureMessage, PictureRequest, SourceTarget, Step } from "./types.js" */

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 8000;
const SILENCE = 25_000; // after which a line that says nothing counts as cut; each time it is believed twice as long
const MOST_SILENT = 3;
const PATIENCE = 6000;
const ASK_AGAIN = 150;
const KEPT = 6;
const ABREAST = 2; // while a picture is drawn, the next is already computed
const MOST_FOREIGN = 3;

/** @type {"route" | "component" | null} which way the first answer came: for all pages, as long as this one is open */
let way = null;

/** The server has forgotten data of this picture, and has been sent them again. */
class Forgotten extends Error {}

/** @typedef {{ request: PictureRequest, number: number, shown: boolean, aborter: AbortController }} Attempt */

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
    /** @type {PictureRequest | null} the newest that has been sent for */
    this.sent = null;
    /** @type {Set<Attempt>} what is on its way */
    this.attempts = new Set();
    this.count = 0;
    /** The newest attempt that has brought something: what an older one brings comes too late. */
    this.delivered = 0;
    this.troubled = false;
    this.disposed = false;
    this.failures = 0;
    /** How often in a row a line said nothing: a server under load needs longer, and would never be done. */
    this.silent = 0;
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
    for (const attempt of this.attempts) if (attempt.shown) attempt.aborter.abort();
    if (!this.troubled && this.attempts.size < (way === "route" ? ABREAST : 1)) this.run();
  }

  // Nothing more is wanted; what is being computed goes on only for others.
  stop() {
    this.wanted = null;
    for (const { aborter } of this.attempts) aborter.abort();
  }

  // Sends for what is wanted, until the newest wish has been sent for, by this or by the run beside it.
  async run() {
    let pause = FIRST_PAUSE;
    while (this.wanted && this.wanted !== this.sent && !this.disposed) {
      const request = this.sent = this.wanted;
      /** @type {Attempt} */
      const attempt = { request, number: ++this.count, shown: false, aborter: new AbortController() };
      this.attempts.add(attempt);
      try {
        await this.answer(attempt);
        if (this.wanted === request) this.wanted = null;
        pause = FIRST_PAUSE;
        this.foreign = 0;
      } catch (error) {
        if (this.disposed || this.wanted !== request) continue; // a newer one is wanted, or none
        if (error instanceof Forgotten) pause = FIRST_PAUSE;
        else if (error instanceof Foreign && (way === null || ++this.foreign === MOST_FOREIGN)) way = "component";
        else pause = await this.rest(error, pause);
        this.sent = null;
      } finally {
        this.attempts.delete(attempt);
      }
    }
  }

  /**
   * Brings one answer to its end.
   * @param {Attempt} attempt
   */
  async answer(attempt) {
    const { request, number, aborter } = attempt;
    let running = false;
    for await (const message of this.messages(attempt)) {
      if (this.disposed || aborter.signal.aborted) throw new Error("not wanted any more");
      if (number < this.delivered) return;
      if (message.kind === "board" && message.lacks && await sendAgain(message.lacks)) throw new Forgotten();
      this.delivered = number;
      this.deliver(message, request);
      if (message.kind !== "board") continue;
      attempt.shown = true;
      running = message.work === "running";
      if (this.wanted !== request) return;
    }
    if (running) throw new Error("the line was cut");
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
   * @param {Attempt} attempt
   * @returns {AsyncGenerator<PictureMessage>}
   */
  async *messages({ request, aborter }) {
    if (this.channel.frames) {
      for (const frame of framesIn(this.channel.frames)) yield decoded(frame);
      return;
    }
    const url = pictureUrl(this.page, request, this.target.have);
    const ready = await this.ahead.get(url);
    this.ahead.delete(url);
    if (ready) {
      yield* ready;
      return;
    }
    const { signal } = aborter;
    const frames = this.byComponent ? this.fromComponent(request, signal) : fromRoute(url, signal);
    const giveUp = () => {
      this.silent = Math.min(this.silent + 1, MOST_SILENT);
      aborter.abort();
    };
    let watch = setTimeout(giveUp, SILENCE * 2 ** this.silent);
    try {
      for await (const frame of frames) {
        clearTimeout(watch);
        this.silent = 0;
        watch = setTimeout(giveUp, SILENCE);
        way ??= this.byComponent ? "component" : "route";
        yield decoded(frame);
      }
    } finally {
      clearTimeout(watch);
    }
  }

  /** Is there one picture without a server, in which nothing can be set? */
  get recorded() {
    return Boolean(this.channel.frames);
  }

  /** Do pictures come by the route? Then others of its kind do. */
  get byRoute() {
    return way === "route";
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
    this.troubled = true;
    this.target.waiting(busy ? "busy" : "cut");
    const wait = (busy ? 1000 * error.seconds : pause) * (0.75 + Math.random() / 2);
    await new Promise((done) => {
      const timer = setTimeout(done, wait);
      this.wake = () => {
        clearTimeout(timer);
        done(undefined);
      };
    });
    this.troubled = false;
    return busy ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
  }

  // ---- ahead of time ----------------------------------------------------------------------------------

  /**
   * Fetches what may be asked for next, in idle time; a picture whose work is long is left to whoever opens it.
   * @param {Step} step
   */
  fetchAhead(step) {
    const url = pictureUrl(this.page, step, this.target.have);
    if (way !== "route" || this.wanted || this.ahead.has(url)) return;
    if (this.ahead.size >= KEPT) this.ahead.delete(this.ahead.keys().next().value ?? "");
    this.ahead.set(url, readyMade(url).catch(() => null));
  }

  dispose() {
    this.disposed = true;
    this.stop();
    this.wake();
    this.answered?.(null);
    window.removeEventListener("online", this.online);
  }
}
