// How a board shares the screen of a hall: all its panels on the first screen, then as many whole rows of controls as
// leave them room; what is set seldom comes by scrolling.

/** @import { Slots } from "./board_types.js" */
/** @import { View } from "./view.js" */

const LEAST = 0.5; // of the window's height that the panels keep
const EDGE = 4; // pixels that stay free below
const WIDE = 561; // pixels: below, all stands in one column

/**
 * How high the panels may be, the highest last: what is left below the head by all rows of controls, by all but the
 * last, and so on; never less than `least`, but for all of the room.
 * @type {(ends: number[], room: number, least: number) => number[]}
 */
export const heightsToTry = (
  ends,
  room,
  least,
) => [...[...ends].reverse().map((end) => room - end).filter((height) => height >= least), room];

/** @param {HTMLElement} panels is there a panel that cannot be seen whole? */
const cut = (panels) =>
  panels.scrollHeight > panels.clientHeight + 1 ||
  [...panels.querySelectorAll(".ov-sheet-room:not(.ov-lines)")].some((each) =>
    each.scrollHeight > each.clientHeight + 1
  );

/** @param {HTMLElement} element */
const outer = (element) => {
  const { marginTop, marginBottom } = getComputedStyle(element);
  return element.offsetHeight && element.offsetHeight + parseFloat(marginTop) + parseFloat(marginBottom);
};

export class HallDesk {
  /**
   * @param {View} view
   * @param {Slots} slots
   * @param {HTMLElement} foot
   */
  constructor(view, slots, foot) {
    this.view = view;
    this.slots = slots;
    this.foot = foot;
    this.shared = "";
  }

  get facts() {
    const { view: { root, presenter, question }, slots: { panels, controls }, foot } = this;
    const { style, scrollHeight } = panels;
    const sizes = [window.innerHeight, root.clientWidth, this.top, scrollHeight, foot.offsetHeight];
    const places = ["areas", "columns", "rows"].map((name) => style.getPropertyValue(`--ov-${name}`));
    const around = [controls.offsetHeight, outer(presenter.hall.caption.root), Boolean(question.question)];
    return JSON.stringify([...sizes, ...around, cut(panels), places]);
  }

  /** Where the panels begin when nothing is scrolled. */
  get top() {
    const { view: { root }, slots: { panels } } = this;
    return panels.getBoundingClientRect().top + root.scrollTop;
  }

  share() {
    const { view: { root }, slots: { panels } } = this;
    const shares = root.clientWidth >= WIDE && !panels.matches(".ov-short");
    if (!shares) return this.leave();
    if (!root.offsetHeight || this.facts === this.shared) return;
    const at = root.scrollTop;
    for (const height of this.heights) {
      panels.style.setProperty("--ov-hall-high", `${height}px`);
      if (!cut(panels)) break;
    }
    // What needs more than one screen is as high as it must be.
    if (panels.scrollHeight > panels.clientHeight + 1) {
      panels.style.setProperty("--ov-hall-high", `${panels.scrollHeight}px`);
    }
    root.scrollTop = at;
    this.shared = this.facts;
  }

  get heights() {
    const { view: { presenter, question }, slots: { controls }, foot } = this;
    const room = Math.floor(window.innerHeight - EDGE - this.top - outer(foot) - outer(presenter.hall.caption.root));
    // Until a question is left its setting stays, and the picture does not shrink by the answer.
    if (question.question) return [room];
    const margin = outer(controls) - controls.offsetHeight;
    const parts = [...controls.children].filter((each) => each instanceof HTMLElement);
    const ends = parts.map((each) => each.offsetTop + each.offsetHeight - controls.offsetTop + margin);
    const fold = controls.parentElement?.querySelector(".ov-folded");
    if (fold instanceof HTMLElement && fold.offsetHeight) ends.push(outer(controls) + outer(fold));
    const rows = [...new Set(ends)].sort((a, b) => a - b);
    return heightsToTry(rows, room, LEAST * window.innerHeight);
  }

  leave() {
    if (!this.shared) return;
    this.shared = "";
    this.slots.panels.style.removeProperty("--ov-hall-high");
  }
}
