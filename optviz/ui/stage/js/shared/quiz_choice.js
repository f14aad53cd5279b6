// Before a quiz: which questions, with which numbers, told at once or at the end.

import { textButton } from "./icons.js";
import { languageRow } from "./language.js";
import { hrefOf } from "./page_turn.js";
import { copyAddress, linkOf, newSeed, queryFor } from "./quiz_links.js";
import { node } from "./text.js";
import { t } from "./words.js";

/** @import { QuizChoice } from "./board_types.js" */
/** @import { View } from "./view.js" */

export class QuizChoiceForm {
  /**
   * @param {View} view
   * @param {QuizChoice} choice
   */
  constructor(view, { sets }) {
    this.view = view;
    /** @type {HTMLInputElement[]} */
    this.inputs = sets.map(([key], i) =>
      node("input", { type: "radio", name: "ov-quiz-set", value: key, checked: i === 0, onchange: () => this.sync() })
    );
    /** @type {HTMLInputElement} */
    this.exam = node("input", { type: "checkbox", onchange: () => this.sync() });
    /** @type {HTMLInputElement} */
    this.seed = node("input", {
      type: "number",
      min: 0,
      max: 999_999,
      step: 1,
      value: newSeed(),
      oninput: () => this.sync(),
    });
    this.sheet = node("a", { text: "Sheet to print", target: "_blank" });
    const start = textButton("Start", () => this.start());
    start.classList.add("ov-commit");
    this.root = node(
      "div",
      { class: "ov-quiz-choice" },
      node("h2", { text: "Which questions?" }),
      node(
        "div",
        { class: "ov-quiz-sets", role: "radiogroup", "aria-label": "Which questions" },
        ...sets.map(([, title, count], i) =>
          node("label", {}, this.inputs[i], node("span", {}, `${title} `, node("small", { text: countOf(count) })))
        ),
      ),
      node("label", {}, this.exam, node("span", { text: "As an exam: you learn at the end what was right" })),
      node(
        "div",
        { class: "ov-quiz-row" },
        node("label", {}, "Quiz number ", this.seed),
        textButton("Another number", () => this.draw()),
        node("small", { text: "The same number gives the same questions with the same numbers in them." }),
      ),
      node(
        "div",
        { class: "ov-quiz-row" },
        start,
        textButton("Copy link for a class", () => copyAddress(view, this.link)),
        this.sheet,
      ),
      languageRow(view),
    );
    this.sync();
  }

  get set() {
    return this.inputs.find(({ checked }) => checked)?.value ?? "mixed";
  }

  get number() {
    return Math.min(Math.max(Math.round(Number(this.seed.value)) || 0, 0), 999_999);
  }

  get more() {
    return this.exam.checked ? "&exam=1" : "";
  }

  get link() {
    return linkOf({ set: this.set, seed: this.number }, this.more);
  }

  draw() {
    this.seed.value = String(newSeed());
    this.sync();
  }

  sync() {
    this.sheet.href = hrefOf(["optviz/sheet", queryFor(this.set, this.number)]);
  }

  start() {
    this.view.open(queryFor(this.set, this.number) + this.more);
  }
}

/** @param {number} count */
const countOf = (count) => (count === 1 ? t("1 question") : t("{count} questions", { count }));
