// A class's room, as a projector or a phone has a part in it: what is asked, and what is told. The server tells by
// events; where these do not come through, it is asked every few seconds.

import { streamlitRoot } from "./plotly.js";
import { json, Refused } from "./room_request.js";

/**
 * See optviz/rooms/states.py.
 * @typedef {"lobby" | "shown" | "asked" | "released" | "closed" | "revealed" | "standings" | "ended"} Phase
 * @typedef {{ place: number, points: number }} Standing
 * @typedef {{ version: number, pin: string, phase: Phase, round: number, question: string, ends: number }} CommonState
 * @typedef {CommonState & { role: "owner", students: number, answered: number,
 *   answers?: { answer: string, score: number }[], standings?: (Standing & { nickname: string })[] }} OwnerState
 * @typedef {CommonState & { role: "student", nickname: string, answer: string | null,
 *   verdict: { score: number, sentence: string } | null, standing?: Standing & { of: number } }} StudentState
 * @typedef {OwnerState | StudentState} RoomState
 * @typedef {"show" | "ask" | "release" | "reveal" | "standings" | "end"} Action
 * @typedef {{ token: string, round: number, answer: string }} Answer
 */
/**
 * What a page is told: the state whenever it has changed, whether the line is cut, and that there is no such room.
 * @typedef {{ state: (state: RoomState) => void, line: (line: "ok" | "cut") => void,
 *   gone: (sentence: string) => void }} RoomTarget
 */

const FIRST_EVENT = 6000; // milliseconds: a proxy that holds events back is not waited for any longer
const SILENCE = 40_000; // the server says something every 15 seconds
const PAUSE = 3000;
const SPREAD = 1000; // a class does not come back all at once
const MOST_FAILURES = 3;
const AGAIN = 60_000; // events are tried again beside the slow poll
const CUT = "The server cannot be reached. Try again.";

/** A token that nobody guesses; a browser without HTTPS has no randomUUID. */
export const newToken = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @returns {{ promise: Promise<RoomState>, resolve: (state: RoomState) => void, reject: (error: Error) => void }} */
function deferred() {
  let [resolve, reject] = /** @type {[(state: RoomState) => void, (error: Error) => void]} */ ([() => {}, () => {}]);
  const promise = new Promise((kept, broken) => [resolve, reject] = [kept, broken]);
  return { promise, resolve, reject };
}

export class Room {
  /** @param {RoomTarget} target */
  constructor(target) {
    this.target = target;
    this.root = `${streamlitRoot()}optviz/room`;
    this.pin = "";
    this.token = newToken();
    /** @type {RoomState | null} */
    this.state = null;
    /** @type {"ok" | "cut"} */
    this.line = "ok";
    /** @type {EventSource | null} */
    this.source = null;
    this.heard = 0;
    this.failures = 0;
    this.polling = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.next = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    /** @type {{ fields: Answer, sending: boolean, done: ReturnType<typeof deferred> } | null} */
    this.unsent = null;
    this.over = false;
    this.wake = () => {
      if (document.visibilityState === "hidden" || !this.pin || Date.now() < this.heard + PAUSE) return;
      this.fall(0);
      this.failures = 0; // it may be another line now
    };
    globalThis.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
  }

  // ---- coming in --------------------------------------------------------------------------------------

  /** Opens a room, whose owner this page is from then on. */
  async open() {
    const { pin, owner } = await this.post("", {});
    this.come(pin, owner);
  }

  /**
   * Takes a place in a room. Tried again after a fault of the line it is still one place.
   * @param {string} pin
   */
  async join(pin) {
    const { token, state } = await this.post(`/${encodeURIComponent(pin)}/join`, { token: this.token });
    this.pin = pin;
    this.token = token;
    this.accept(state);
    this.listen();
  }

  /**
   * Comes back to a place, or to the room that this page opened.
   * @type {(pin: string, token: string) => void}
   */
  come(pin, token) {
    this.pin = pin;
    this.token = token;
    this.polling = true; // until events come
    this.poll();
  }

  // ---- taking part ------------------------------------------------------------------------------------

  /**
   * Answers the question of this round; what cannot be sent now is sent when the line is back. A second call before the
   * first one is answered is the first one's: the first answer counts. Rejects with the server's sentence.
   * @param {string} answer
   */
  answer(answer) {
    if (!this.unsent) {
      const fields = { token: this.token, round: this.state?.round ?? 0, answer };
      this.unsent = { fields, sending: false, done: deferred() };
      this.send();
    }
    return this.unsent.done.promise;
  }

  async send() {
    const { unsent } = this;
    if (!unsent || unsent.sending) return;
    unsent.sending = true;
    try {
      const { state } = await this.post(`/${this.pin}/answer`, unsent.fields);
      this.unsent = null;
      unsent.done.resolve(state);
      this.accept(state);
    } catch (error) {
      unsent.sending = false;
      if (!(error instanceof Refused)) return; // it goes again with the next state that comes
      this.unsent = null;
      unsent.done.reject(error);
    }
  }

  /**
   * Takes a step of the owner's. Rejects with the server's sentence, or ours where it cannot be reached.
   * @type {(action: Action, question?: string) => Promise<void>}
   */
  async steer(action, question) {
    const begins = action === "ask" || action === "show";
    const round = begins ? undefined : this.state?.round; // a late "reveal" is not for the next question
    const fields = { owner: this.token, action, question, round };
    const { state } = await this.post(`/${this.pin}/steer`, fields);
    this.accept(state);
  }

  // ---- being told -------------------------------------------------------------------------------------

  listen() {
    this.source?.close();
    if (this.over) return;
    const source = this.source = new EventSource(`${this.root}/${this.pin}/events?token=${this.token}`);
    this.watch(FIRST_EVENT);
    const hear = () => {
      this.failures = 0;
      this.watch(SILENCE);
      this.stopPolling();
      this.report("ok");
    };
    source.onmessage = (event) => {
      hear();
      this.accept(JSON.parse(event.data));
    };
    source.addEventListener("here", hear);
    source.onerror = () => this.fall(SPREAD * Math.random());
  }

  /** @param {number} milliseconds */
  watch(milliseconds) {
    this.heard = Date.now();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.fall(0), milliseconds);
  }

  /**
   * Events have failed: asks after a while what the state is, and then listens again, if that has not failed too often.
   * @param {number} wait
   */
  fall(wait) {
    if (this.over) return;
    this.source?.close();
    this.source = null;
    clearTimeout(this.silence);
    this.failures += 1;
    this.polling = true;
    clearTimeout(this.next);
    this.next = setTimeout(() => this.poll(), wait);
  }

  stopPolling() {
    this.polling = false;
    clearTimeout(this.next);
    clearTimeout(this.again);
    this.again = undefined;
  }

  async poll() {
    try {
      this.accept(await json(`${this.root}/${this.pin}?token=${this.token}`, {}, true));
      if (this.over) return;
      if (!this.source && this.failures < MOST_FAILURES) this.listen();
      else this.again ??= setTimeout(() => this.tryEvents(), AGAIN);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return this.leave(error.message);
      if (this.polling) this.report("cut");
    }
    if (this.polling && !this.over) {
      clearTimeout(this.next);
      this.next = setTimeout(() => this.poll(), PAUSE);
    }
  }

  tryEvents() {
    this.again = undefined;
    if (!this.source) this.listen();
  }

  /** @param {RoomState} state */
  accept(state) {
    if (this.over) return;
    this.report("ok");
    const known = this.state?.version ?? -1;
    if (state.version > known) {
      this.state = state;
      this.target.state(state);
    }
    if (state.phase === "ended") this.leave();
    else this.send();
  }

  /** @param {"ok" | "cut"} line */
  report(line) {
    if (line === this.line || this.over) return;
    this.line = line;
    this.target.line(line);
  }

  // ---- asking the server ------------------------------------------------------------------------------

  /** @type {(path: string, fields: Record<string, unknown>) => Promise<any>} */
  async post(path, fields) {
    const headers = { "Content-Type": "application/json" };
    try {
      return await json(this.root + path, { method: "POST", headers, body: JSON.stringify(fields) }, this.pin !== "");
    } catch (error) {
      if (error instanceof Refused) throw error;
      this.report("cut");
      if (this.pin) this.fall(PAUSE);
      throw new Error(CUT);
    }
  }

  /**
   * Ends it all for this page, with a sentence if the room is gone.
   * @param {string} [sentence]
   */
  leave(sentence) {
    if (this.over) return;
    this.over = true;
    this.source?.close();
    clearTimeout(this.silence);
    this.stopPolling();
    globalThis.removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.unsent?.done.reject(new Refused(404, sentence ?? "The room has ended."));
    this.unsent = null;
    if (sentence !== undefined) this.target.gone(sentence);
  }
}
