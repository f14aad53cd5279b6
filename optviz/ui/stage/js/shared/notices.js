// What a view says in words: notices above it, a summary for those who hear the page, and toasts.

import { textButton } from "./icons.js";
import { textAt } from "./keyframes.js";
import { node } from "./text.js";

/** @import { BoardView } from "./board_types.js" */
/** @import { Player } from "./player.js" */

const WAITING = {
  first: "Loading the picture…",
  slow: "The picture is being computed…",
  cut: "No answer from the server. What you set is kept, and shown as soon as it is back.",
  busy: "Many people are here just now. The picture comes in a moment.",
};
const SLOW = 1000;
const SUMMARY_DELAY = 900;
const TOAST_DURATION = 7000;

/**
 * A board in plain words: how it ends only when that may be seen.
 * @type {(player: Pick<Player, "toldAll">, view: Pick<BoardView, "summary">) => string}
 */
export const summaryNow = ({ toldAll }, { summary }) =>
  toldAll ? summary : "How it goes on is hidden until it is played.";

export class Notices {
  /** @param {{ notices: HTMLElement, summary: HTMLElement, toast: HTMLElement,
   *   waiting: HTMLElement }} slots */
  constructor(slots) {
    this.slots = slots;
    this.shown = "";
    this.told = "";
    /** Is the picture frozen that they are about? */
    this.held = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.summaryTimer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.toastTimer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.slowTimer = undefined;
  }

  /**
   * Shows the notices of this step at once; the summary waits until nothing has changed for a while.
   * @type {(player: Pick<Player, "horizon" | "toldAll">, view: Pick<BoardView, "notices" | "summary">) => void}
   */
  show(player, view) {
    if (this.held) return;
    const texts = view.notices.map((notice) => textAt(notice, player.horizon)).filter((text) => text !== null);
    const summary = summaryNow(player, view);
    const shown = JSON.stringify(texts);
    if (shown !== this.shown) this.slots.notices.replaceChildren(...texts.map((text) => node("p", { text })));
    this.shown = shown;
    if (summary === this.told) return;
    this.told = summary;
    clearTimeout(this.summaryTimer);
    this.summaryTimer = setTimeout(() => {
      this.slots.summary.textContent = summary;
    }, SUMMARY_DELAY);
  }

  // A picture has been asked for: if it takes long, that is said.
  expect() {
    clearTimeout(this.slowTimer);
    this.slowTimer = setTimeout(() => this.hold("slow"), SLOW);
  }

  /**
   * Says what is waited for, beside the last good picture; nothing when it is there.
   * @param {keyof typeof WAITING | ""} why
   */
  hold(why) {
    clearTimeout(this.slowTimer);
    this.slots.waiting.hidden = !why;
    this.slots.waiting.textContent = why ? WAITING[why] : "";
  }

  /**
   * What went wrong, and a button to try again.
   * @type {(text: string, again: () => void) => void}
   */
  failure(text, again) {
    this.shown = text;
    const retry = () => {
      this.slots.notices.replaceChildren();
      again();
    };
    this.slots.notices.replaceChildren(node("p", { class: "ov-failure" }, text, " ", textButton("Try again", retry)));
  }

  /** @param {string} text */
  toast(text) {
    const { toast } = this.slots;
    toast.textContent = text;
    toast.dataset.shown = "true";
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      toast.dataset.shown = "false";
    }, TOAST_DURATION);
  }

  dispose() {
    for (const timer of [this.summaryTimer, this.toastTimer, this.slowTimer]) clearTimeout(timer);
  }
}
