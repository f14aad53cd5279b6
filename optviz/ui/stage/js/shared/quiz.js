// The quiz round the questions: the choice of a set, where one is and what one has, and the score at the end.

import { textButton } from "./icons.js";
import { pageLink } from "./page_turn.js";
import { QuizChoiceForm } from "./quiz_choice.js";
import { endOf, MARKS } from "./quiz_end.js";
import { digits, node } from "./text.js";
import { t } from "./words.js";

/** @import { FrameSlots, QuizRun, Slots } from "./board_types.js" */
/** @import { View } from "./view.js" */

export class Quiz {
  /**
   * @param {View} view
   * @param {Slots & Pick<FrameSlots, "quiz">} slots
   */
  constructor(view, slots) {
    this.view = view;
    this.slots = slots;
    this.shown = "";
    this.next = textButton("Next", () => this.go(1));
    this.next.classList.add("ov-next");
    this.scene = node("span", { class: "ov-quiz-scene" });
    this.feet = [this.next, this.scene];
    for (const foot of this.feet) foot.hidden = true;
  }

  /** The quiz that is going on; null before one is chosen, and on all other pages. */
  get run() {
    const quiz = this.view.shownView?.quiz;
    return quiz && "set" in quiz ? quiz : null;
  }

  // A quiz asks about the setting as it is.
  refuse() {
    this.view.toast("A quiz keeps its settings. “Open this scene” leads to where you can change them.");
  }

  /** @param {string} text */
  give(text) {
    const { view, run } = this;
    const query = `answer=${encodeURIComponent(text)}`;
    if (run?.silent) view.open(query);
    else view.ask({ query, before: view.address, keeps: true });
  }

  /** @param {1 | -1} by */
  go(by) {
    if (this.run) this.view.open(`at=${this.run.at + 1 + by}`);
  }

  // A picture has come.
  sync() {
    const { view, slots, run } = this;
    const quiz = view.shownView.quiz;
    slots.quiz.hidden = !quiz;
    view.root.classList.toggle("ov-in-quiz", Boolean(quiz));
    view.root.classList.toggle("ov-quiz-alone", Boolean(quiz) && !view.shownView.question);
    for (const slot of [slots.controls, slots.more]) if (slot && quiz) slot.inert = true;
    const shown = JSON.stringify(quiz);
    if (shown === this.shown) return;
    this.shown = shown;
    if (!quiz) return slots.quiz.replaceChildren();
    if ("sets" in quiz) return slots.quiz.replaceChildren(new QuizChoiceForm(view, quiz).root);
    slots.quiz.replaceChildren(this.head(quiz), ...(run?.done ? [endOf(view, quiz)] : []));
  }

  /**
   * The playhead has moved.
   * @param {boolean} told may the answer be told?
   */
  move(told) {
    const { run, view } = this;
    if (!run || !view.shownView.question) return;
    const answered = run.given !== null;
    const last = run.at + 1 === run.of;
    const later = run.silent && !answered;
    this.next.hidden = !answered && !run.silent;
    this.next.textContent = later ? "Leave it for later" : last && !run.silent ? "See the score" : "Next";
    this.next.classList.toggle("ov-commit", told && answered);
    const words = view.question.form?.commit ?? "That is my answer";
    view.question.commit.textContent = run.silent && answered ? "Change my answer" : words;
    if (run.silent) view.question.skip.hidden = true;
    const open = answered && !run.silent && run.scene;
    this.scene.hidden = !open;
    this.scene.replaceChildren(...(open ? [pageLink(view, open, "Open this scene")] : []));
  }

  /** @param {QuizRun} run */
  head(run) {
    const { view } = this;
    const where = run.done ? "The end" : t("Question {at} of {of}", { at: run.at + 1, of: run.of });
    const answered = run.marks.filter(Boolean).length;
    const score = run.score === null
      ? t("Exam · {answered} answered", { answered })
      : answered
      ? t("Score {score} of {answered}", { score: digits(run.score, 3), answered })
      : "";
    const dots = run.marks.map((mark, i) => {
      const [sign, words] = MARKS[mark];
      const title = t("Question {number}: {words}", { number: i + 1, words });
      const button = textButton(
        `${i + 1}${sign && ` ${sign}`}`,
        () => view.open(`at=${i + 1}`),
        title,
      );
      button.setAttribute("aria-label", title);
      if (i === run.at) button.setAttribute("aria-current", "step");
      button.dataset.mark = mark;
      return button;
    });
    return node(
      "div",
      { class: "ov-quiz-head" },
      node("strong", { class: "ov-quiz-where", text: where }),
      node("div", { class: "ov-quiz-dots", role: "group", "aria-label": "Questions" }, ...dots),
      node("span", { class: "ov-quiz-score", text: score }),
      node("span", { class: "ov-spring" }),
      textButton("Another quiz", () => view.open("set="), "Leave this quiz and choose another one"),
    );
  }
}
