// What a view says in words: notices above it, a summary for those who hear the page, and toasts.

import { node } from "./text.js";

const SUMMARY_DELAY = 900;
const TOAST_DURATION = 7000;

export class Notices {
  /** @param {{ notices: HTMLElement, summary: HTMLElement, toast: HTMLElement }} slots */
  constructor(slots) {
    this.slots = slots;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.summaryTimer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.toastTimer = undefined;
  }

  /**
   * Shows the notices at once; the summary waits until nothing has changed for a while.
   * @param {string[]} notices
   * @param {string} summary
   */
  show(notices, summary) {
    this.slots.notices.replaceChildren(...notices.map((text) => node("p", { text })));
    clearTimeout(this.summaryTimer);
    this.summaryTimer = setTimeout(() => {
      this.slots.summary.textContent = summary;
    }, SUMMARY_DELAY);
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
    clearTimeout(this.summaryTimer);
    clearTimeout(this.toastTimer);
  }
}
