// A phone in a class: the PIN, a nickname, one question after the other, and what became of the own answer.

import { textButton } from "../shared/icons.js";
import { QuestionStrip } from "../shared/question.js";
import { Room } from "../shared/room.js";
import { node } from "../shared/text.js";
import { keepPlace, placeKept } from "./place.js";
import { queryFor, queryForScene } from "./question_query.js";
import { SceneTitle } from "./scene_title.js";
import { t } from "../shared/words.js";

/** @import { RoomState, StudentState } from "../shared/room.js" */
/** @import { View } from "../shared/view.js" */

const SPREAD = 1200; // milliseconds over which a class asks for its own runs: the projector, and others, go first

/** A student's place outlasts the tab: a phone may close it. */
const STORE = () => localStorage;

/** @type {(state: StudentState) => string} */
export function wordsOf({ phase, answer, standing }) {
  if (phase === "lobby") return "You are in. The first question comes on this screen.";
  if (phase === "shown") return "This is on the screen in front. Play it here too.";
  if (phase === "asked") return "Look at the picture. Answers open in a moment.";
  if (phase === "released") return answer === null ? "" : "Your answer is in. It is told when all have answered.";
  if (phase === "closed") return "No more answers. The runs begin in a moment.";
  if (phase === "revealed") return answer === null ? "You gave no answer this time." : "";
  const place = standing ? t("Place {place} of {of}, {points} points.", standing) : "";
  return phase === "ended" ? `${t("The class is over.")} ${place}`.trim() : place;
}

export class StudentStrip extends QuestionStrip {
  /**
   * @param {View} view
   * @param {HTMLElement} slot
   */
  constructor(view, slot) {
    super(view, slot);
    this.wanted = "";
    this.sending = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    this.room = this.newRoom();
    /** @type {HTMLInputElement} */
    this.pin = node("input", {
      inputmode: "numeric",
      autocomplete: "off",
      maxlength: 6,
      size: 6,
      class: "ov-pin-field",
      "aria-label": "PIN",
    });
    this.fault = node("p", { class: "ov-room-fault", role: "alert" });
    this.entrance = node(
      "form",
      { class: "ov-entrance", onsubmit: (event) => this.enter(event) },
      node("h1", { text: "Join the class" }),
      node("label", {}, "PIN on the screen in front ", this.pin),
      node("button", { class: "ov-small ov-commit", text: "Join" }),
    );
    this.name = node("strong", { class: "ov-nickname" });
    this.words = node("p", { class: "ov-room-words", role: "status" });
    this.away = textButton("Leave the room", () => this.goAway());
    const title = node("h1", { class: "ov-unseen", text: "Class" });
    this.inside = node("div", { class: "ov-inside", hidden: true }, title, this.name, this.words, this.away);
    this.scene = new SceneTitle();
    view.slots.room.append(this.entrance, this.inside, this.fault, this.scene.root);
    this.begin();
  }

  newRoom() {
    return new Room({
      state: (state) => this.heard(state),
      line: (line) => this.say(line === "cut" ? "The line is cut. What you do is sent when it is back." : ""),
      gone: (sentence) => this.gone(sentence),
    });
  }

  // Who comes by the code on the projector has the PIN in the address; who comes back has a place.
  begin() {
    const asked = new URLSearchParams(location.search).get("pin") ?? "";
    const place = placeKept("place", STORE);
    if (place && (!asked || place.pin === asked)) {
      this.pin.value = place.pin;
      this.room.come(place.pin, place.token);
    } else if (/^\d{6}$/.test(asked)) {
      this.pin.value = asked;
      this.join(asked);
    }
  }

  /** @param {Event} event */
  enter(event) {
    event.preventDefault();
    const pin = this.pin.value.replace(/\s/g, "");
    if (/^\d{6}$/.test(pin)) this.join(pin);
    else this.say("A PIN has six digits.");
  }

  /** @param {string} pin */
  async join(pin) {
    this.say("");
    try {
      await this.room.join(pin);
      keepPlace("place", STORE, { pin, token: this.room.token });
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  goAway() {
    keepPlace("place", STORE, null);
    this.room.leave();
    location.assign(location.pathname);
  }

  /** @param {string} sentence */
  gone(sentence) {
    keepPlace("place", STORE, null);
    this.say(sentence);
    this.room = this.newRoom();
    this.entrance.hidden = false;
    this.inside.hidden = true;
    this.show("");
  }

  /** @param {string} text */
  say(text) {
    this.fault.textContent = text;
  }

  /** @param {RoomState} state */
  heard(state) {
    if (state.role !== "student") return;
    this.entrance.hidden = true;
    this.inside.hidden = false;
    this.name.textContent = state.nickname;
    this.words.textContent = wordsOf(state);
    const { phase, question, answer } = state;
    const over = phase === "revealed" || phase === "standings" || phase === "ended";
    if (phase === "lobby" || !question) this.show("");
    else if (phase === "shown") this.show(queryForScene(question));
    else if (!over) this.show(queryFor(question));
    else this.show(queryFor(question, answer ?? "-"), this.isOpen ? SPREAD * Math.random() : 0);
    if (phase === "ended") keepPlace("place", STORE, null);
    this.move();
  }

  /**
   * Shows the picture that belongs to what the room says.
   * @type {(query: string, wait?: number) => void}
   */
  show(query, wait = 0) {
    if (query === this.wanted) return;
    this.wanted = query;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.view.ask({ query, keeps: false }), wait);
  }

  /** @override */
  sync() {
    super.sync();
    this.scene.sync(this.view);
  }

  /** @override */
  dispose() {
    clearTimeout(this.later);
    this.room.leave();
    super.dispose();
  }

  /** @override */
  get mayAnswer() {
    const { state } = this.room;
    return this.isOpen && state?.role === "student" && state.phase === "released" && state.answer === null &&
      !this.sending;
  }

  /** @override @param {string | null} text */
  async give(text) {
    if (text === null || this.sending) return;
    this.sending = true;
    this.move();
    try {
      await this.room.answer(text);
      this.say("");
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    } finally {
      this.sending = false;
      this.move();
    }
  }

  /** @override */
  move() {
    const { focused } = this;
    super.move();
    const { state } = this.room ?? {};
    if (!this.question || !state || state.role !== "student") return;
    this.commit.textContent = "Send";
    this.commit.hidden = !this.mayAnswer;
    this.skip.hidden = this.another.hidden = this.leave.hidden = true;
    if (state.answer !== null && this.isOpen) this.form?.show(state.answer);
    this.keepFocus(focused);
  }
}
