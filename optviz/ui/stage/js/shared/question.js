// A prediction: the question above the picture, the answer, and when the run has been played, what it says about it.

import { answerClass } from "../answers/answers.js";
import { textButton } from "./icons.js";
import { turnPage } from "./page_turn.js";
import { node } from "./text.js";
import { said } from "./verdict.js";
import { t } from "./words.js";

/** @import { AnswerForm, Panel, QuestionView, Verdict } from "./board_types.js" */
/** @import { View } from "./view.js" */

const SEEDS = 1_000_000;
const SHOWN = "-"; // the answer of who wants to see it without one

/** What stands still while a question is open. */
const STILL = ["views", "controls", "more", "race", "folded", "legend"];

let strips = 0;

/** @param {QuestionView} question */
const idOf = ({ key, seed, text }) => JSON.stringify([key, seed, text]);

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
    /** @type {Panel | undefined} the picture on which the answer is given */
    this.taken = undefined;
    /** Has the answer been sent? What is pressed after that is no other one. */
    this.sent = false;
    /** @type {number | null} the view's revision when an answer was given, until it is known to be taken or refused */
    this.givenAt = null;
    this.commit = textButton("That is my prediction", () => this.submit(), "Enter");
    this.commit.classList.add("ov-commit");
    this.skip = textButton("Show me", () => this.give(SHOWN), "See it without a prediction");
    this.end = textButton("To the answer", () => this.toEnd());
    this.another = textButton("Another one", () => this.open());
    this.leave = textButton("Leave", () => view.open("ask="), "Back to the section, with these settings");
    this.verdict = node("div", { class: "ov-verdict", role: "status" });
    this.text = node("p", { class: "ov-question-text", id: `ov-question-${++strips}` });
    // It is what a group of form controls is called by, and what is read where the focus comes to the question.
    this.fields = node("fieldset", { "aria-labelledby": this.text.id });
    slot.setAttribute("aria-describedby", this.text.id);
    slot.tabIndex = -1;
    slot.addEventListener("keydown", (event) => this.entered(event));
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
    return this.isOpen && !this.sent;
  }

  // Opens a question: the one after the one that is open, at a setting of its own.
  open() {
    const { view, question } = this;
    if (question && question.key === view.shownView.check) return this.check();
    const keys = view.shownView.questions.map(([key]) => key);
    if (!keys.length) return;
    const next = keys[(keys.indexOf(question?.key ?? "") + 1) % keys.length];
    view.open(`ask=${next}&q=${Math.floor(SEEDS * Math.random())}`);
  }

  // Opens the question in which a program of one's own is checked.
  check() {
    this.view.open(`ask=${this.view.shownView.check}&q=${Math.floor(SEEDS * Math.random())}`);
  }

  /** @param {1 | -1} by to the next section, or the last one */
  turn(by) {
    turnPage(this.view, by);
  }

  /** Enter in a field. @param {KeyboardEvent} event */
  entered(event) {
    if (event.key !== "Enter" || event.defaultPrevented || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    this.submit();
  }

  /** Can an answer be given as it stands? */
  get ready() {
    return this.mayAnswer && (this.form?.value ?? null) !== null;
  }

  /** @param {number} place of an answer in its list, from 0 */
  pick(place) {
    if (this.mayAnswer) this.form?.choose?.(place);
  }

  submit() {
    if (this.ready) this.give(this.form?.value ?? null);
  }

  /** @param {string | null} text */
  give(text) {
    const { view, mayAnswer } = this;
    if (text === null || !mayAnswer) return;
    this.givenAt = view.revision;
    view.player.later = null;
    if (view.quiz.run) return view.quiz.give(text);
    this.sent = true;
    this.move();
    const query = `${view.address}&answer=${encodeURIComponent(text)}`;
    view.ask({ query, keeps: true });
  }

  // A question is about its setting, which stays until the question is left.
  keepSetting() {
    this.view.controls.show();
    this.view.toast("This question keeps its setting. “Leave” leads to where you can change it.");
  }

  // The form let through what is no answer: that is said, and another one may be given.
  checkRefusal() {
    const { view, givenAt } = this;
    if (!this.isOpen) this.givenAt = null;
    if (!this.isOpen || givenAt === null || view.revision === givenAt) return;
    const sentence = view.shownView.ignored.find((each) => each.startsWith("answer = ")) ?? "";
    if (!sentence && !(this.sent && view.pending === null)) return;
    this.sent = false;
    this.givenAt = null;
    view.toast(
      t("This was not taken: {why} Give another answer.", { why: sentence || "it is no answer to this question." }),
    );
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
    const [held, { focused }] = [this.isOpen, this];
    slot.hidden = !question;
    player.held = held;
    view.root.classList.toggle("ov-asking", held);
    view.root.classList.toggle("ov-has-question", Boolean(question));
    document.body.classList.toggle("ov-body-asks", held);
    for (const name of STILL) if (name in view.slots) view.slots[name].inert = held;
    // Presenter mode has its way to what is below in the same line.
    for (const part of view.slots.transport.querySelectorAll("button, input, select")) {
      if (part instanceof HTMLElement && !part.matches(".ov-more")) part.inert = held;
    }
    for (const [key, panel] of view.panels.byKey()) {
      panel.root.classList.toggle("ov-veiled", held && Boolean(question?.hides.includes(key)));
      panel.root.classList.toggle("ov-asked", question?.panel === key);
    }
    if (question && this.shown !== idOf(question)) this.build(question);
    else if (question && this.answer === null && question.answer !== null) this.play(question);
    if (!question) this.shown = "";
    if (!held) this.sent = false;
    this.checkRefusal();
    this.answer = question?.answer;
    this.move();
    this.keepFocus(focused);
  }

  // The picture is the answer's while the question is open; what has been sent is still drawn, and stands still.
  take() {
    const { form, view, taken, isOpen, mayAnswer } = this;
    const takes = isOpen && form?.panel && (mayAnswer || form.value !== null);
    const panel = takes ? view.panels.of(form.panel ?? "") : undefined;
    if (taken && taken !== panel) taken.take?.(null);
    if (form?.taker) {
      form.taker.locked = !mayAnswer;
      panel?.take?.(form.taker);
    }
    this.taken = panel;
  }

  /** @param {QuestionView} question */
  build(question) {
    const { view, slot } = this;
    this.shown = idOf(question);
    this.sent = false;
    this.givenAt = null;
    this.form = new (answerClass(question.form.kind))(/** @type {never} */ (question.form), {
      view,
      changed: () => this.move(),
    });
    const given = question.answer ?? view.quiz.run?.given ?? SHOWN;
    if (given !== SHOWN) this.form.show(given);
    this.text.replaceChildren(node("strong", { text: this.form.lead ?? "Predict. " }), question.text);
    this.fields.replaceChildren(this.form.root);
    slot.replaceChildren(
      this.text,
      node("div", { class: "ov-question-answer" }, this.fields, this.verdict),
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
    );
  }

  // The run is played as soon as the answer stands, unless a key has sent the playhead somewhere meanwhile.
  /** @param {QuestionView} question */
  play({ start, until }) {
    const { player } = this.view;
    const place = this.givenAt === null ? null : player.later;
    player.seek(place ?? start);
    if (place === null && (until === null || until > start)) player.play();
  }

  // Whether the run has come so far that the answer may be told.
  get told() {
    const { question, view: { player } } = this;
    if (!question || question.answer === null) return false;
    return player.toldAll || player.step >= (question.until ?? player.last);
  }

  // The playhead has moved.
  move() {
    const { question, form, told, slot, focused } = this;
    this.take();
    if (!question) return;
    const open = this.isOpen;
    slot.classList.toggle("ov-answered", !open);
    this.fields.disabled = !this.mayAnswer;
    this.commit.hidden = this.skip.hidden = !open;
    this.commit.textContent = form?.commit ?? "That is my prediction";
    this.commit.disabled = !this.ready;
    this.skip.disabled = this.sent;
    this.end.hidden = open || told;
    this.another.hidden = !told || Boolean(this.view.quiz.run);
    this.leave.hidden = Boolean(this.view.quiz.run);
    this.view.quiz.move(told);
    this.keepFocus(focused);
    const key = told ? this.shown + question.answer : open ? "" : "running";
    if (this.verdict.dataset.key === key) return;
    this.verdict.dataset.key = key;
    this.verdict.dataset.right = String(told && question.verdict?.right && question.verdict.answered);
    // Until it may be told its room is kept, so that the picture stays where it is.
    const how = told ? {} : { class: "ov-later", "aria-hidden": "true" };
    const taken = told || open || question.answer === SHOWN ? "" : "Your answer is in. The run plays.";
    this.verdict.replaceChildren(
      ...(taken ? [node("span", { class: "ov-unseen", text: taken })] : []),
      ...(question.verdict ? [node("span", how, ...this.said(question.verdict))] : []),
    );
  }

  /** What has the focus in the question. */
  get focused() {
    const { activeElement } = document;
    return activeElement && this.slot.contains(activeElement) ? activeElement : null;
  }

  /**
   * Where what had the focus is gone, the question has it: there one reads on.
   * @param {Element | null} had
   */
  keepFocus(had) {
    if (!had || (had.isConnected && had.checkVisibility() && !had.matches(":disabled"))) return;
    this.slot.focus({ preventScroll: true });
  }

  dispose() {
    document.body.classList.remove("ov-body-asks");
    this.taken?.take?.(null);
  }

  /**
   * What the run says.
   * @param {Verdict} verdict
   * @returns {(Node | string)[]}
   */
  said(verdict) {
    return said(this.question?.form.kind === "settings" ? "Best known" : "The run says", verdict);
  }
}
