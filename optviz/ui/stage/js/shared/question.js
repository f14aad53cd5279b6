// A prediction: the question above the picture, the answer, and when the run has been played, what it says about it.

import { ChoiceAnswer } from "../answers/choice.js";
import { NumberAnswer } from "../answers/number.js";
import { PasteAnswer } from "../answers/paste.js";
import { RangeAnswer } from "../answers/range.js";
import { SettingsAnswer } from "../answers/settings.js";
import { textButton } from "./icons.js";
import { byKind } from "./kinds.js";
import { node } from "./text.js";

/** @import { AnswerForm, QuestionView, Verdict } from "./board_types.js" */
/** @import { View } from "./view.js" */

const SEEDS = 1_000_000;
const SHOWN = "-"; // the answer of who wants to see it without one

const answerClass = byKind("answer", [ChoiceAnswer, NumberAnswer, PasteAnswer, RangeAnswer, SettingsAnswer]);

/** @param {QuestionView} question */
const idOf = ({ key, seed, text }) => JSON.stringify([key, seed, text]);

/** @type {(verdict: Verdict) => string} */
export const headOf = ({ answered, right, measure }) => {
  if (!answered) return "Not predicted.";
  const words = right ? "Right." : measure ? "Not quite." : "No.";
  return measure ? `${words} ${measure[0].toUpperCase()}${measure.slice(1)}.` : words;
};

export class QuestionStrip {
  /**
   * @param {View} view
   * @param {HTMLElement} slot
   */
  constructor(view, slot) {
    this.view = view;
    this.slot = slot;
    this.shown = "";
    /** @type {string | null | undefined} the answer shown last; undefined before the first question */
    this.answer = undefined;
    /** @type {AnswerForm | null} */
    this.form = null;
    this.commit = textButton("That is my prediction", () => this.give(this.form?.value ?? null));
    this.commit.classList.add("ov-commit");
    this.skip = textButton("Show me", () => this.give(SHOWN), "See it without a prediction");
    this.end = textButton("To the answer", () => this.toEnd());
    this.another = textButton("Another one", () => this.open());
    this.leave = textButton("Leave", () => view.open("ask="), "Back to the section, with these settings");
    this.verdict = node("div", { class: "ov-verdict", role: "status" });
  }

  get question() {
    return this.view.shownView?.question ?? null;
  }

  /** Is an answer still to be given? */
  get isOpen() {
    return this.question?.answer === null;
  }

  /** May the form be filled in now? */
  get mayAnswer() {
    return this.isOpen;
  }

  // Opens a question: the one after the one that is open, at a setting of its own.
  open() {
    const { view, question } = this;
    const keys = view.shownView.questions.map(([key]) => key);
    if (!keys.length) return;
    const next = keys[(keys.indexOf(question?.key ?? "") + 1) % keys.length];
    view.open(`ask=${next}&q=${Math.floor(SEEDS * Math.random())}`);
  }

  /** @param {1 | -1} by to the next section, or the last one */
  turn(by) {
    this.view.open(`turn=${by}`);
  }

  /** @param {string | null} text */
  give(text) {
    const { view, question } = this;
    if (text === null || !question) return;
    if (view.quiz.run) return view.quiz.give(text);
    const query = `${view.address}&answer=${encodeURIComponent(text)}`;
    view.ask({ query, keeps: true });
  }

  toEnd() {
    const { player } = this.view;
    player.pause();
    player.seek(this.question?.until ?? player.last);
  }

  // A picture has come.
  sync() {
    const { view, slot, question } = this;
    const { player } = view;
    const held = this.isOpen;
    slot.hidden = !question;
    player.held = held;
    view.root.classList.toggle("ov-asking", held);
    for (const [key, panel] of view.panels.byKey()) {
      panel.root.classList.toggle("ov-veiled", held && Boolean(question?.hides.includes(key)));
    }
    if (!question) {
      this.shown = "";
      return;
    }
    if (this.shown !== idOf(question)) this.build(question);
    else if (this.answer === null && question.answer !== null) this.play(question);
    this.answer = question.answer;
    this.move();
  }

  /** @param {QuestionView} question */
  build(question) {
    const { view, slot } = this;
    this.shown = idOf(question);
    this.form = new (answerClass(question.form.kind))(/** @type {never} */ (question.form), {
      view,
      changed: () => this.move(),
    });
    const given = question.answer ?? view.quiz.run?.given ?? SHOWN;
    if (given !== SHOWN) this.form.show(given);
    slot.replaceChildren(
      node("p", { class: "ov-question-text" }, node("strong", { text: this.form.lead ?? "Predict. " }), question.text),
      this.form.root,
      node(
        "div",
        { class: "ov-question-foot" },
        this.commit,
        this.skip,
        this.end,
        this.another,
        this.leave,
        ...view.quiz.feet,
      ),
      this.verdict,
    );
  }

  /** @param {QuestionView} question the run is played as soon as the answer stands */
  play({ start }) {
    const { player } = this.view;
    player.seek(start);
    player.play();
  }

  // Whether the run has come so far that the answer may be told.
  get told() {
    const { question, view: { player } } = this;
    if (!question || question.answer === null) return false;
    return player.toldAll || player.step >= (question.until ?? player.last);
  }

  // The playhead has moved.
  move() {
    const { question, form, told } = this;
    if (!question) return;
    const open = this.isOpen;
    if (form) form.root.inert = !this.mayAnswer;
    this.commit.hidden = this.skip.hidden = !open;
    this.commit.textContent = form?.commit ?? "That is my prediction";
    this.commit.disabled = !form || form.value === null;
    this.end.hidden = open || told;
    this.another.hidden = !told || Boolean(this.view.quiz.run);
    this.leave.hidden = Boolean(this.view.quiz.run);
    this.view.quiz.move(told);
    const key = told ? this.shown + question.answer : open ? "" : "running";
    if (this.verdict.dataset.key === key) return;
    this.verdict.dataset.key = key;
    this.verdict.replaceChildren(...(told && question.verdict ? this.said(question.verdict) : []));
  }

  /** @param {Verdict} verdict */
  said(verdict) {
    this.verdict.dataset.right = String(verdict.right && verdict.answered);
    const told = this.question?.form.kind === "settings" ? "Best known" : "The run says";
    const truth = verdict.right && verdict.answered ? "" : `${told}: ${verdict.truth}`;
    return [node("strong", { text: `${headOf(verdict)} ` }), `${verdict.sentence} `, node("span", { text: truth })];
  }
}
