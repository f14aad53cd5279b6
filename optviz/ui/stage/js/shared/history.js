// What was shown before, and what it began with: addresses all. Turning one control for a while is one entry.

import { queryOf } from "./address.js";

/** @import { PictureRequest } from "./types.js" */
/** @import { BoardView } from "./board_types.js" */

const MOST = 100;
const ONE_GESTURE = 900;
const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]);

export class History {
  constructor() {
    /** @type {string[]} */
    this.past = [];
    /** @type {string[]} */
    this.future = [];
    /** @type {string | null} what Reset goes back to */
    this.origin = null;
    /** What that is, in words. */
    this.what = "";
    this.gesture = "";
    this.at = -Infinity;
    /** Is a pointer down? What it turns is one gesture, however long the hand rests in it. */
    this.held = false;
  }

  /**
   * Follows the pointer on a view; returns what ends it.
   * @param {HTMLElement} root
   */
  follow(root) {
    /** @param {Event} event */
    const press = ({ type }) => {
      this.held = type === "pointerdown";
      if (type === "pointerup") this.rest();
    };
    root.addEventListener("pointerdown", press, true);
    root.addEventListener("change", () => this.rest());
    for (const name of ENDS) window.addEventListener(name, press, true);
    return () => {
      this.held = false;
      for (const name of ENDS) window.removeEventListener(name, press, true);
    };
  }

  /**
   * Keeps `query`, which is about to be left; not when the gesture of the same name is still going on.
   * @param {string} query
   * @param {string} gesture the controls that change; empty for what is one press
   */
  leave(query, gesture = "") {
    const now = performance.now();
    const goesOn = gesture !== "" && gesture === this.gesture && (this.held || now - this.at < ONE_GESTURE);
    Object.assign(this, { gesture, at: now });
    if (goesOn || query === this.past.at(-1)) return;
    this.past = [...this.past, query].slice(-MOST);
    this.future = [];
  }

  // The hand has let go: what it turns next is another entry.
  rest() {
    this.gesture = "";
  }

  /**
   * The address to go to, one back (−1) or on again (1); null if there is none.
   * @param {-1 | 1} by
   * @param {string} query what is shown now
   */
  go(by, query) {
    const [from, to] = by < 0 ? [this.past, this.future] : [this.future, this.past];
    const there = from.pop() ?? null;
    if (there !== null) to.push(query);
    this.gesture = "";
    return there;
  }

  /**
   * Remembers where a picture comes from: its lesson, its preset, its section, or else the picture itself.
   * @param {PictureRequest} request that opened it
   * @param {BoardView} view
   */
  begin({ query, before }, { shows: { lesson, section }, query: shown, quiz }) {
    const preset = new URLSearchParams(query).get("preset");
    if (quiz) this.set(shown, "the question as it opened");
    else if (lesson) this.set(queryOf({ lesson }), "the lesson as it opens");
    else if (section && preset) this.set(before == null ? queryOf({ section, preset }) : shown, "the preset");
    else if (section) this.set(before == null ? queryOf({ section }) : shown, "the section as it opened");
    else this.set(shown, "the race as it opened");
  }

  /**
   * @param {string} origin
   * @param {string} what
   */
  set(origin, what) {
    Object.assign(this, { origin, what });
  }
}
