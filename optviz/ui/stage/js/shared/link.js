// Requests to Python, one in flight, the newest wins; and the page's address, which is the whole state.

/** @import { Params, RacerView, SceneView, Send } from "./types.js" */

const PATIENCE = 4000;

/** @param {Pick<RacerView, "rule" | "knobs" | "look" | "on">} racer */
const runText = (racer) =>
  [
    racer.rule,
    ...Object.entries(racer.knobs).map(([key, value]) => `${key}:${value}`),
    `look:${racer.look}`,
    ...(racer.on ? [] : ["off"]),
  ].join();

/**
 * The scene in the vocabulary of a link: see optviz/scenes/codec.py.
 * @param {SceneView} scene
 * @returns {Params}
 */
export function paramsOf(scene) {
  /** @type {Params} */
  const params = {
    surface: scene.surface,
    at: scene.start.join(),
    steps: String(scene.steps),
    noise: String(scene.noise),
    seed: String(scene.seed),
    pick: String(scene.pick),
    view: scene.view,
    run: scene.racers.length ? scene.racers.map(runText) : ["none"],
    present: scene.present ? "1" : "0",
  };
  for (const [key, value] of Object.entries(scene.knobs)) params[`s.${key}`] = String(value);
  if (scene.hidden.length) params.hide = scene.hidden.join();
  if (scene.lesson) params.lesson = scene.lesson;
  return params;
}

export class Link {
  /**
   * @param {{ params(): Params }} view whose state is asked for
   * @param {Send} send
   */
  constructor(view, send) {
    this.view = view;
    this.send = send;
    this.number = 0;
    this.waiting = false;
    this.pending = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  request() {
    if (this.waiting) {
      this.pending = true;
      return;
    }
    this.waiting = true;
    this.pending = false;
    this.number = Math.max(this.number + 1, Date.now() % 1e9);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.release(), PATIENCE);
    this.send({ number: this.number, params: this.view.params() });
  }

  // No answer in time: let the newest request go out. The page itself says when the connection is lost.
  release() {
    this.waiting = false;
    if (this.pending) this.request();
  }

  /**
   * Is this the answer to the newest request, so that the controls may follow it?
   * @param {{ request: number }} header
   */
  acknowledge(header) {
    const answered = header.request === this.number;
    if (answered || !this.waiting) {
      clearTimeout(this.timer);
      this.waiting = false;
    }
    const newest = !this.waiting && !this.pending;
    if (this.pending && !this.waiting) this.request();
    return newest;
  }

  /**
   * Writes the address of the page. Replaces, never pushes: Back leaves the page.
   * @param {string} query
   * @param {number | null} time the playhead, or null to leave it out
   */
  address(query, time) {
    const url = `${location.pathname}?${query.replace(/&t=\d+/, "")}${time == null ? "" : `&t=${time}`}`;
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }
}
