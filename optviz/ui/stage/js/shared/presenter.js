// Presenter mode: the full window in type for the back row, a head line, and the section's words a key away.

import { Hall } from "./hall.js";
import { Headline } from "./headline.js";
import { textButton } from "./icons.js";
import { liftCurtain } from "./page_turn.js";
import { sameWords } from "./script_link.js";
import { between } from "./text.js";

/** @import { Shows } from "./types.js" */
/** @import { View } from "./view.js" */

const TYPE = 0.025; // of the window's smaller side: as large on the wall whatever the projector's resolution
const SMALLEST = 17;
const LARGEST = 48;
const ON_PAGE = ".st-key-lecture_words, .st-key-playground_words";
const PATIENCE = 60; // frames in which Streamlit's words may still come

export class Presenter {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.on = false;
    /** Was it left by Esc, which is a clicker's key to end? Then the same clicker's F5 begins again. */
    this.left = false;
    this.type = SMALLEST;
    /** Which of the section's words are shown over the board: see WORDS. */
    this.open = "";
    /** @type {Shows | undefined} the section that they belong to */
    this.about = undefined;
    this.headline = new Headline(view);
    this.hall = new Hall(view);
    this.more = textButton("more ▾", () => this.scroll(1), "There is more below: scroll the board (↓)");
    this.more.classList.add("ov-more");
    view.root.prepend(this.headline.root);
    view.slots.transport.append(this.more);
    this.fit = this.fit.bind(this);
    this.watch = new ResizeObserver(() => this.measure());
    for (const part of [view.root, ...view.root.children, this.hall.caption.root]) this.watch.observe(part);
    window.addEventListener("resize", this.fit);
    view.root.addEventListener("scroll", () => this.lookBelow(), { passive: true });
  }

  /** Of type, of lines and of a run's head, in pixels. */
  get size() {
    const { on, type } = this;
    return on ? { font: Math.round(type), line: 0.158 * type, head: 0.375 * type } : { font: 15, line: 2.4, head: 6.5 };
  }

  toggle(on = !this.on) {
    if (this.on === on) return;
    Object.assign(this, { on, left: false, open: "" });
    this.hall.set(on);
    this.view.root.classList.toggle("ov-present", on);
    document.documentElement.classList.toggle("ov-presenting", on);
    this.headline.root.hidden = !on;
    this.fit();
    this.view.refresh();
  }

  // The type follows the window.
  fit() {
    const type = between(TYPE * Math.min(window.innerWidth, window.innerHeight), SMALLEST, LARGEST);
    if (this.on) this.view.root.style.setProperty("--ov-font", `${type}px`);
    else this.view.root.style.removeProperty("--ov-font");
    if (type === this.type) return;
    this.type = type;
    if (this.on) this.view.refresh();
  }

  // How high the head line, a question and the foot are: for what must stand between them, also on Streamlit's side of
  // the page.
  measure() {
    const { style } = document.documentElement;
    style.setProperty("--ov-head-high", `${this.headline.root.offsetHeight}px`);
    style.setProperty("--ov-question-high", `${this.view.slots.question.offsetHeight}px`);
    style.setProperty("--ov-foot-high", `${this.view.slots.transport.offsetHeight}px`);
    style.setProperty("--ov-caption-high", `${this.hall.caption.root.offsetHeight}px`);
    style.setProperty("--ov-type", `${this.type}px`);
    this.lookBelow();
  }

  lookBelow() {
    const { root } = this.view;
    const atEnd = root.scrollTop + root.clientHeight > root.scrollHeight - 2;
    // Its place is kept: nothing moves. A board without a playhead hides what it stands in, but not this.
    this.more.style.visibility = atEnd ? "hidden" : "visible";
  }

  /** @param {1 | -1} by down, or up again */
  scroll(by) {
    const { root } = this.view;
    root.scrollBy({ top: by * root.clientHeight * 0.4, behavior: "smooth" });
  }

  // ---- the words: those that Streamlit shows on the page, laid over the board --------------------------

  /** What of the words there is for this section. */
  get words() {
    return [...this.view.shownView.head.words, ...(document.querySelector(ON_PAGE) ? ["text"] : [])];
  }

  /** @param {string} name one of WORDS; shown already, it goes */
  showWords(name) {
    this.open = this.open === name ? "" : name;
    this.sync();
  }

  // One thing after the other: the sheet of keys, the words, presenter mode.
  escape() {
    if (this.view.sheet.open) this.view.sheet.toggle(false);
    else if (this.open) this.showWords(this.open);
    else {
      const { on } = this;
      this.toggle(false);
      this.left = on;
    }
  }

  // A clicker's key to begin, which would make the browser load the page anew.
  start() {
    if (this.on) this.view.toast("Presenter is on. To load the page anew: Ctrl R.");
    else this.toggle(true);
  }

  // The head line, and the words as soon as they are those of this section; another section's are no longer open.
  sync() {
    const { on, view: { shownView, script, addressBar, theme } } = this;
    if (!shownView) return;
    if (!sameWords(this.about, shownView.shows)) this.open = "";
    this.about = shownView.shows;
    if (addressBar.here) liftCurtain();
    const { open } = this;
    const { dataset } = document.documentElement;
    const wordsAreHere = sameWords(script.message?.shows, shownView.shows);
    const here = on && open && wordsAreHere;
    this.hall.sync(wordsAreHere);
    document.documentElement.style.setProperty("--ov-paper", theme.background);
    if (here) dataset.ovWords = open;
    else delete dataset.ovWords;
    if (here && open === "answer") unfold(PATIENCE);
    if (on) this.headline.sync(shownView.head, this.words, open);
  }

  dispose() {
    const { classList, dataset } = document.documentElement;
    classList.remove("ov-presenting");
    delete dataset.ovWords;
    this.watch.disconnect();
    this.hall.dispose();
    window.removeEventListener("resize", this.fit);
  }
}

/**
 * Opens the answer, which the page keeps folded.
 * @param {number} frames in which it may still come
 */
function unfold(frames) {
  const details = document.querySelector(".st-key-lecture_task details");
  if (details instanceof HTMLDetailsElement && !details.open) details.querySelector("summary")?.click();
  else if (!details && frames > 0) requestAnimationFrame(() => unfold(frames - 1));
}
