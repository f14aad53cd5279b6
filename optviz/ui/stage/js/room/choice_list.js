// What a class can be shown or asked: every section and lesson by topic, each with its questions.

import { textButton } from "../shared/icons.js";
import { node } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { RoomChoices, SceneChoice } from "../shared/board_types.js" */

const SEEDS = 1_000_000;

export class ChoiceList {
  /** @param {(text: string) => void} choose called with the ref of a section or lesson, or a question with its seed */
  constructor(choose) {
    this.choose = choose;
    this.root = node("div", { class: "ov-room-list", hidden: true });
  }

  /** @param {RoomChoices} choices */
  fill(choices) {
    if (this.root.childElementCount) return;
    this.root.replaceChildren(
      ...choices.map(([topic, scenes]) => {
        const count = scenes.reduce((sum, [, , questions]) => sum + questions.length, 0);
        return node(
          "details",
          {},
          node("summary", { text: t("{topic} ({count} questions)", { topic, count }) }),
          ...scenes.map((scene) => this.choiceOf(scene)),
        );
      }),
    );
  }

  /**
   * A section or lesson: to be shown, or asked about.
   * @param {SceneChoice} scene
   */
  choiceOf([ref, title, questions]) {
    const ask = (/** @type {string} */ question) => this.choose(`${question}:${Math.floor(SEEDS * Math.random())}`);
    const show = textButton("Show it", () => this.choose(ref));
    show.setAttribute("aria-label", t("Show it: {title}", { title }));
    return node(
      "div",
      { class: "ov-room-choice", role: "group", "aria-label": title },
      node("div", {}, node("strong", { text: title }), show),
      ...questions.map(([question, words]) => textButton(words, () => ask(question), "Ask this")),
    );
  }
}
