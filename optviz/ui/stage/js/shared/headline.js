// The head line of presenter mode: which page and section this is, its rule, its presets, and what a key shows.

import { queryOf } from "./address.js";
import { textButton } from "./icons.js";
import { setMath } from "./math.js";
import { node } from "./text.js";
import { t } from "./words.js";

/** @import { Head } from "./board_types.js" */
/** @import { View } from "./view.js" */

/** What of a section's words can be shown over the board: its name, key and button. */
const WORDS = [["task", "T", "Task"], ["answer", "A", "Answer"], ["text", "W", "Words"]];

/**
 * A button with the key that does the same.
 * @type {(text: string, key: string, onclick: () => void) => HTMLButtonElement}
 */
const keyed = (text, key, onclick) => {
  const button = textButton("", onclick, `${t(text)} (${key})`);
  button.append(node("kbd", { text: key }), " ", text);
  return button;
};

export class Headline {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.page = node("span", { class: "ov-head-page" });
    this.section = node("h2", { class: "ov-head-section" });
    this.rule = node("div", { class: "ov-head-rule" });
    this.words = node("div", { class: "ov-head-words" });
    this.presets = node("div", { class: "ov-head-presets", role: "group", "aria-label": "Presets" });
    this.root = node(
      "header",
      { class: "ov-head", hidden: true },
      this.words,
      node("div", { class: "ov-head-names" }, this.page, this.section),
      this.rule,
      this.presets,
    );
    this.shown = "";
  }

  /**
   * @param {Head} head
   * @param {string[]} words that are on the page
   * @param {string} open the one that is shown
   */
  sync(head, words, open) {
    const shown = JSON.stringify([head, words, open]);
    if (shown === this.shown) return;
    this.shown = shown;
    const { page, section, place, rule, presets } = head;
    this.page.textContent = place ? `${page} ${place.join("/")}` : page;
    this.section.textContent = section;
    setMath(this.rule, rule && `\\displaystyle ${rule}`);
    const buttons = WORDS.filter(([name]) => words.includes(name)).map(([name, key, text]) => {
      const button = keyed(text, key, () => this.view.presenter.showWords(name));
      button.setAttribute("aria-pressed", String(name === open));
      return button;
    });
    this.words.replaceChildren(...buttons);
    this.presets.hidden = !presets.length;
    this.presets.replaceChildren(
      ...presets.map(([, title], i) => keyed(title, String(i + 1), () => this.openPreset(i))),
    );
  }

  /** @param {number} place of a preset of the section that is shown */
  openPreset(place) {
    const { head: { presets }, shows: { section } } = this.view.shownView;
    if (place < presets.length) this.view.open(queryOf({ section, preset: presets[place][0] }));
  }
}
