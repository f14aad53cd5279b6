// How a board shares its window: the picture has what the controls leave, and controls that do not fit below it are
// folded away with those that are seldom needed, so that none lies below the fold.

import { Calm } from "./frames.js";
import { HallDesk } from "./hall_desk.js";

/** @import { Slots } from "./board_types.js" */
/** @import { View } from "./view.js" */

const LEAST = 0.5; // of the window's height that the picture keeps
const EDGE = 6; // pixels that stay free below
const SETTLED = 150; // milliseconds

/**
 * How many of some rows fit, by where they end; the first one always does.
 * @type {(ends: number[], room: number) => number}
 */
export const rowsThatFit = (ends, room) => Math.max(1, ends.filter((end) => end <= room).length);

/** @param {HTMLElement} element */
const outer = (element) => {
  const { marginTop, marginBottom } = getComputedStyle(element);
  return element.offsetHeight && element.offsetHeight + parseFloat(marginTop) + parseFloat(marginBottom);
};

/** @type {(slot: HTMLElement) => HTMLElement[]} */
const controlsIn = (slot) => [...slot.children].filter((each) => each instanceof HTMLElement);

/** @param {HTMLElement} element its first pixel from the top of the page, however far that is scrolled */
const topOf = (element) => {
  const scroller = element.closest(".stMain");
  return element.getBoundingClientRect().top + (scroller?.scrollTop ?? 0);
};

export class Desk {
  /**
   * @param {View} view
   * @param {Slots} slots
   * @param {() => void} place puts every control where it belongs now
   */
  constructor(view, slots, place) {
    this.view = view;
    this.place = place;
    /** @type {Set<string>} the keys of the controls for which there is no room */
    this.beyond = new Set();
    this.fitted = "";
    this.calm = new Calm(() => this.fit(), SETTLED);
    this.soon = () => this.calm.soon();
    const { panels, controls, more, transport } = slots;
    // A widget scrolls with the notebook around it: its place tells nothing of the room that it has.
    this.active = Boolean(panels && controls && more) && !view.source.channel.within;
    this.watch = new ResizeObserver(this.soon);
    if (!this.active) return;
    this.fold = /** @type {HTMLDetailsElement} */ (more.parentElement);
    this.foot = /** @type {HTMLElement} */ (transport.parentElement);
    this.hall = new HallDesk(view, slots, this.foot);
    for (const part of [view.root, this.foot, panels]) this.watch.observe(part);
    this.fold.addEventListener("toggle", this.soon);
    window.addEventListener("resize", this.soon);
    document.fonts.addEventListener("loadingdone", this.soon);
  }

  /** Is the board laid out on one screen, its foot in a line below the picture? A question takes the controls' room. */
  get fits() {
    const { view: { presenter, question, root }, foot } = this;
    return Boolean(
      foot && !presenter.on && !question.isOpen && root.offsetHeight && getComputedStyle(foot).display === "flex",
    );
  }

  fit() {
    if (!this.active || !this.view.shownView) return;
    const { root, slots: { panels, controls, more } } = this.view;
    if (controls.contains(document.activeElement) && root.querySelector(".ov-control input:active")) return this.soon();
    if (this.view.presenter.on) this.hall?.share();
    else this.hall?.leave();
    if (!this.fits) return this.leave();
    const keys = [controls, more].flatMap(controlsIn).map(({ dataset }) => dataset.control);
    const height = window.innerHeight;
    const facts = [height, root.clientWidth, topOf(panels), this.foot?.offsetHeight, this.fold?.open, keys];
    const over = topOf(root) + root.offsetHeight > height;
    const now = JSON.stringify([facts, over && panels.offsetHeight]);
    if (now === this.fitted) return;
    this.share(height);
    this.fitted = JSON.stringify([facts, over && panels.offsetHeight]);
  }

  // All controls are measured, as if there were room for them.
  /** @param {number} height of the window */
  share(height) {
    const { view: { root, slots: { panels, controls } } } = this;
    root.style.setProperty("--ov-high", "0px");
    root.classList.remove("ov-tight");
    this.put([]);
    const foot = outer(/** @type {HTMLElement} */ (this.foot));
    const room = height - EDGE - topOf(panels) - foot - Math.max(this.folded, this.line);
    const shown = controlsIn(controls);
    const margin = outer(controls) - controls.offsetHeight;
    const ends = shown.map((each) => each.offsetTop + each.offsetHeight - controls.offsetTop + margin);
    const rows = [...new Set(ends)].sort((a, b) => a - b);
    const [all, first] = [rows.at(-1) ?? 0, rows[0] ?? 0];
    // Text that needs more height than there is scrolls in its own place.
    root.classList.toggle("ov-tight", panels.offsetHeight > room - first);
    const least = Math.max(panels.offsetHeight, LEAST * height);
    const spared = this.folded ? 0 : this.line;
    if (all > room + spared - least) {
      const last = rows[rowsThatFit(rows, room - least) - 1];
      // What is being typed into stays where it is.
      const beyond = shown.filter((each, i) => ends[i] > last && !each.contains(document.activeElement));
      this.put(beyond.map((each) => each.dataset.control ?? ""));
    }
    const rest = height - EDGE - topOf(panels) - foot - outer(controls) - this.folded;
    root.style.setProperty("--ov-high", `${this.fold?.open ? Math.max(least, rest) : rest}px`);
  }

  get folded() {
    return outer(/** @type {HTMLElement} */ (this.fold));
  }

  get line() {
    return 1.75 * parseFloat(getComputedStyle(this.view.root).fontSize);
  }

  /** @param {string[]} beyond keys of the controls that go into the fold */
  put(beyond) {
    const { activeElement } = document;
    this.beyond = new Set(beyond);
    this.place();
    if (activeElement instanceof HTMLElement && activeElement !== document.activeElement) {
      activeElement.focus({ preventScroll: true });
    }
  }

  // A hall and a phone have their own order.
  leave() {
    if (!this.fitted) return;
    this.fitted = "";
    this.view.root.style.removeProperty("--ov-high");
    this.view.root.classList.remove("ov-tight");
    this.put([]);
  }

  dispose() {
    this.calm.dispose();
    this.watch.disconnect();
    window.removeEventListener("resize", this.soon);
    document.fonts.removeEventListener("loadingdone", this.soon);
  }
}
