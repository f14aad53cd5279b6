// What the page's words say to notice, as a line under the picture: a copy of what Streamlit shows.

import { node } from "./text.js";

const WORDS = ".st-key-lecture_words, .st-key-playground_words";

/** Of the words: what is to be noticed, or else what they say of the picture. */
function paragraph() {
  const notice = document.querySelector(".st-key-lecture_notice p");
  if (notice) return notice;
  const all = [...document.querySelectorAll(":is(.st-key-lecture_text, .st-key-playground_words) p")];
  return all.find((p) => p.firstElementChild?.matches("strong")) ?? all.at(-1) ?? null;
}

export class Caption {
  constructor() {
    this.root = node("div", { class: "ov-caption", hidden: true });
    this.on = false;
    this.watched = /** @type {Element | null} */ (null);
    this.watch = new MutationObserver(() => this.copy());
  }

  /**
   * Shows it, as soon as the words are those of the picture.
   * @param {boolean} shown
   */
  sync(shown) {
    this.on = shown;
    const words = shown ? document.querySelector(WORDS) : null;
    if (words !== this.watched) {
      this.watch.disconnect();
      if (words) this.watch.observe(words, { childList: true, subtree: true, characterData: true });
      this.watched = words;
    }
    this.copy();
  }

  copy() {
    const found = this.on ? paragraph() : null;
    this.root.hidden = !found?.textContent;
    const same = found?.innerHTML === this.root.firstElementChild?.innerHTML;
    if (found && !same) this.root.replaceChildren(node("p", {}, ...[...found.cloneNode(true).childNodes]));
  }

  dispose() {
    this.watch.disconnect();
  }
}
