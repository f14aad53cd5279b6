// A lecturer's room on the projector: PIN and code, which question, how many have answered, and what they said.

import { textButton } from "../shared/icons.js";
import { languageRow } from "../shared/language.js";
import { streamlitRoot } from "../shared/plotly.js";
import { QuestionStrip } from "../shared/question.js";
import { Room } from "../shared/room.js";
import { node } from "../shared/text.js";
import { drawBars } from "./bars.js";
import { ChoiceList } from "./choice_list.js";
import { keepPlace, placeKept } from "./place.js";
import { crowdFor, isScene, queryFor, queryForScene, questionOf } from "./question_query.js";
import { SceneTitle } from "./scene_title.js";
import { t } from "../shared/words.js";

/** @import { Action, OwnerState, RoomState } from "../shared/room.js" */
/** @import { Verdict } from "../shared/board_types.js" */
/** @import { View } from "../shared/view.js" */

/** A room is its tab's: another one opens a room of its own. */
const STORE = () => sessionStorage;
/**
 * What the next step is, as the button says it.
 * @type {(phase: OwnerState["phase"]) => [text: string, step: "release" | "reveal" | "standings" | "ask"] | null}
 */
export function nextStep(phase) {
  if (phase === "asked") return ["Let them answer", "release"];
  if (phase === "released" || phase === "closed") return ["Reveal", "reveal"];
  if (phase === "revealed") return ["Standings", "standings"];
  return phase === "standings" ? ["Next question", "ask"] : null;
}

export class LecturerStrip extends QuestionStrip {
  /**
   * @param {View} view
   * @param {HTMLElement} slot
   */
  constructor(view, slot) {
    super(view, slot);
    this.wanted = "";
    /** @type {Room | null} */
    this.room = null;
    this.choosing = false;
    /** What the room was at last; not what is asked of it. */
    this.phase = "";
    this.lost = "";
    this.fault = node("p", { class: "ov-room-fault", role: "alert" });
    this.pin = node("strong", { class: "ov-pin" });
    this.place = node("span", { class: "ov-room-place" });
    /** @type {HTMLImageElement} */
    this.code = node("img", { class: "ov-room-code", alt: "Code that opens this room on a phone" });
    this.count = node("output", { class: "ov-room-count" });
    this.next = textButton("", () => this.turn(1));
    this.next.classList.add("ov-commit");
    this.chooser = textButton("Choose what to show", () => this.setChoosing(!this.choosing));
    this.closing = textButton("End the room", () => this.steer("end"));
    this.choices = new ChoiceList((text) => this.choose(text));
    this.list = this.choices.root;
    this.bars = node("div", { class: "ov-room-bars" });
    this.table = node("ol", { class: "ov-room-standings", hidden: true });
    this.scene = new SceneTitle();
    this.start = textButton("Open a room", () => this.openRoom());
    this.start.classList.add("ov-commit");
    this.entrance = node(
      "div",
      { class: "ov-entrance" },
      node("h1", { text: "A class that plays together" }),
      node("p", {
        text: "Everyone predicts on a phone, then all runs start at once up here. Nobody needs an account or a name; " +
          "a room ends after three hours.",
      }),
      this.start,
      languageRow(view),
    );
    this.invite = node("div", { class: "ov-room-invite" }, this.code, node("div", {}, this.place, this.pin));
    this.steps = node("div", { class: "ov-room-steps" }, this.count, this.next, this.chooser, this.closing);
    this.inside = node("div", { class: "ov-inside", hidden: true }, this.invite, this.steps);
    view.slots.room.append(this.entrance, this.inside, this.fault, this.list, this.scene.root, this.table);
    slot.after(this.bars);
    const place = placeKept("owner", STORE);
    if (place) this.enter((room) => room.come(place.pin, place.token));
  }

  /** @param {(room: Room) => unknown} how */
  async enter(how) {
    const room = this.room = new Room({
      state: (state) => this.heard(state),
      line: (line) => this.say(line === "cut" ? "No answer from the server. The room goes on when it is back." : ""),
      gone: (sentence) => this.gone(sentence),
    });
    try {
      await how(room);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  openRoom() {
    return this.enter(async (room) => {
      await room.open();
      keepPlace("owner", STORE, room);
      this.say("");
      const { lost } = this; // the question of a room that a restart has taken
      this.lost = "";
      if (lost) await this.choose(lost);
    });
  }

  /** @param {string} text */
  say(text) {
    this.fault.textContent = text;
  }

  /** @param {string} sentence the room is gone: another one can go on with the same question */
  gone(sentence) {
    this.lost = this.state?.question ?? "";
    this.room = null;
    this.phase = "";
    keepPlace("owner", STORE, null);
    this.say(sentence);
    const same = isScene(this.lost) ? "picture" : "question";
    this.start.textContent = this.lost ? t("Open a new room with the same {same}", { same }) : "Open a room";
    this.entrance.hidden = false;
    this.inside.hidden = this.list.hidden = this.table.hidden = true;
    this.bars.replaceChildren();
    if (!this.lost) this.show("");
  }

  /** @returns {OwnerState | null} */
  get state() {
    const { state } = this.room ?? {};
    return state?.role === "owner" ? state : null;
  }

  // ---- what the lecturer does -------------------------------------------------------------------------

  /**
   * @param {Action} action
   * @param {string} [question]
   */
  async steer(action, question) {
    try {
      await this.room?.steer(action, question);
      this.say("");
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string} text a question, or the ref of a section or lesson */
  async choose(text) {
    this.setChoosing(false);
    await this.steer(isScene(text) ? "show" : "ask", text);
  }

  /**
   * The clicker: the next step of the round.
   * @override
   * @param {1 | -1} by
   */
  turn(by) {
    const step = this.state && by === 1 ? nextStep(this.state.phase) : null;
    if (!step) return this.setChoosing(by === 1);
    if (step[1] === "ask") this.setChoosing(true);
    else this.steer(step[1]);
  }

  /** @param {boolean} choosing */
  setChoosing(choosing) {
    this.choosing = choosing && Boolean(this.state);
    this.list.hidden = !this.choosing;
  }

  // ---- what comes -------------------------------------------------------------------------------------

  /** @param {RoomState} state */
  heard(state) {
    if (state.role !== "owner") return;
    const { pin, phase, students, answered, question } = state;
    this.entrance.hidden = phase !== "ended";
    this.inside.hidden = phase === "ended";
    this.pin.textContent = `${pin.slice(0, 3)} ${pin.slice(3)}`;
    const join = new URL(`join?pin=${pin}`, streamlitRoot());
    this.place.textContent = `${join.host}${join.pathname}`;
    const code = `${streamlitRoot()}optviz/code.svg?text=${encodeURIComponent(join.href)}`;
    if (this.code.src !== code) this.code.src = code;
    const asking = phase !== "lobby";
    this.inside.classList.toggle("ov-room-small", asking);
    this.view.root.classList.toggle("ov-standing", phase === "standings");
    const here = students === 1 ? t("1 person here") : t("{students} people here", { students });
    this.count.textContent = phase === "released" || phase === "closed" || phase === "revealed"
      ? t("{answered} of {students} answered", { answered, students })
      : here;
    const step = nextStep(phase);
    this.next.hidden = !step;
    this.next.textContent = step?.[0] ?? "";
    if (phase !== this.phase) this.setChoosing(phase === "lobby");
    this.phase = phase;
    if (phase === "ended") {
      keepPlace("owner", STORE, null);
      this.start.textContent = "Open a room";
      this.say("The room is closed.");
    }
    this.showTable(state);
    if (!question || phase === "ended") this.show("");
    else if (phase === "shown") this.show(queryForScene(question));
    else if (state.answers) this.show(queryFor(question, "-") + this.crowd(state));
    else this.show(queryFor(question));
    this.move();
  }

  /** @param {OwnerState} state */
  crowd({ question, answers = [] }) {
    const shown = this.question;
    const here = shown && this.view.shownView?.query.includes(`ref=${questionOf(question).ref}&`);
    return here ? crowdFor(shown.form.kind, answers.map(({ answer }) => answer)) : "";
  }

  /** @param {OwnerState} state */
  showTable({ phase, standings = [] }) {
    this.table.hidden = !standings.length || (phase !== "standings" && phase !== "ended");
    this.table.replaceChildren(
      ...standings.map(({ place, nickname, points }) =>
        node("li", { value: place }, node("span", { text: nickname }), node("strong", { text: String(points) }))
      ),
    );
  }

  /** @param {string} query the picture that belongs to what the room says */
  show(query) {
    if (query === this.wanted) return;
    this.wanted = query;
    this.view.ask({ query, keeps: query.includes("&answer=") }); // what is new begins at its start
  }

  /** @override */
  sync() {
    const { choices } = this.view.shownView;
    if (choices) this.choices.fill(choices);
    super.sync();
    this.scene.sync(this.view);
    if (this.state) this.heard(this.state); // after a reload the question comes before its kind is known
  }

  /** @override */
  dispose() {
    this.room?.leave();
    super.dispose();
  }

  /** @override */
  get mayAnswer() {
    return false;
  }

  /** @override @param {Verdict} verdict */
  said({ sentence, truth }) {
    const tried = this.question?.form.kind === "settings";
    return [
      node("strong", { text: `${t(tried ? "Best known" : "The run says")}: ${truth.replace(/\.$/, "")}. ` }),
      sentence,
    ];
  }

  /** @override */
  move() {
    super.move();
    this.commit.hidden =
      this.skip.hidden =
      this.another.hidden =
      this.leave.hidden =
        true;
    const { question, told, state } = this;
    if (this.form) this.form.root.hidden = question?.answer !== null;
    const form = told && question && state?.answers ? question.form : null;
    const key = form ? JSON.stringify(state?.answers) : "";
    if (this.bars.dataset.key === key) return;
    this.bars.dataset.key = key;
    this.bars.replaceChildren(...(form ? [drawBars(form, state?.answers ?? [])] : []));
  }
}
