// The keyboard: one table makes the handlers and the sheet of keys.

import { isEmbedded } from "./embed.js";
import { HALL_KEYS } from "./hall.js";
import { textButton } from "./icons.js";
import { KeyFocus, targetOf } from "./key_focus.js";
import { languageRow } from "./language.js";
import { node } from "./text.js";

/**
 * @import { View } from "./view.js"
 * @typedef {(view: View, event: KeyboardEvent) => void} Act
 */

/** @param {View} view */
const other = ({ values }) => ({ view: values.view === "2d" ? "3d" : "2d" });

const DIGITS = [..."123456789"];

/**
 * A key that shows some of the section's words over the board.
 * @param {string} name one of WORDS
 * @returns {(view: View) => boolean}
 */
const hasWords = (name) => ({ presenter, question }) =>
  presenter.on && !question.isOpen && presenter.words.includes(name);

/**
 * Keys as the sheet shows them, text, codes, act, and whether this view can do it.
 * @type {[keys: string, text: string, codes: string[], act: Act | null, can?: (view: View) => boolean][]}
 */
const TABLE = [
  ["Space", "play or pause", [" "], (view) => view.player.toggle()],
  [
    "← →",
    "one step back or on",
    ["ArrowLeft", "ArrowRight"],
    (view, event) => view.player.nudge((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1)),
  ],
  ["Shift ← →", "ten steps", [], null],
  [
    "Home End",
    "to the start or the end",
    ["Home", "End"],
    (view, event) => view.player.nudge(event.key === "Home" ? -Infinity : Infinity),
  ],
  ["[ ]", "slower or faster", ["[", "]"], (view, event) => view.transport.changeSpeed(event.key === "[" ? -1 : 1)],
  [
    "Q",
    "predict, then run",
    ["q"],
    (view) => view.question.open(),
    ({ shownView }) => shownView.questions.length > 0 && !shownView.question,
  ],
  ["L", "loop", ["l"], (view) => view.transport.setLoop(!view.player.loop)],
  ["S", "show all, or only what is past", ["s"], (view) => view.transport.setAll(!view.player.all)],
  [
    "G",
    "guess the next step",
    ["g"],
    ({ transport }) => transport.ghost.toggle(),
    ({ transport }) => transport.ghost.possible,
  ],
  [
    "V",
    "contour or 3-D surface",
    ["v"],
    (view) => view.set(other(view)),
    ({ values, question }) => "view" in values && !question.isOpen,
  ],
  ["F", "fit the whole window", ["f"], (view) => view.bar.fit(), ({ panels }) => panels.zoomable.length > 0],
  [
    "1 … 9",
    "choose an answer",
    DIGITS,
    ({ question }, event) => question.pick(Number(event.key) - 1),
    ({ question }) => question.isOpen,
  ],
  ["Enter", "give this answer", ["Enter"], ({ question }) => question.submit(), ({ question }) => question.ready],
  [
    "1 … 9",
    "choose a run",
    DIGITS,
    (view, event) => view.pick(Number(event.key) - 1),
    ({ values }) => "pick" in values,
  ],
  [
    "1 … 9",
    "open a preset",
    DIGITS,
    ({ presenter }, event) => presenter.headline.openPreset(Number(event.key) - 1),
    ({ shownView }) => shownView.head.presets.length > 0,
  ],
  [
    "Page ↓ Page ↑",
    "next or previous section or stop of a tour, over the end of a page too",
    ["PageDown", "PageUp"],
    (view, event) => view.question.turn(event.key === "PageDown" ? 1 : -1),
    ({ shownView, presenter, bar }) =>
      presenter.on || bar.tour.tour !== null || ("section" in shownView.shows && !isEmbedded()), // or the page scrolls
  ],
  ["M", "the notes of a tour's stop", ["m"], ({ bar }) => bar.tour.toggleNotes(), ({ bar }) => bar.tour.hasNotes],
  ["Ctrl Z", "undo", ["Ctrl+z"], (view) => view.undo(-1)],
  ["Ctrl Y", "do it again", ["Ctrl+y", "Ctrl+Z"], (view) => view.undo(1)],
  ["E", "export: pictures, films, numbers", ["e"], (view) => view.bar.exports.show()],
  [
    "C",
    "share: link, QR code, frame for a web page",
    ["c"],
    (view) => view.bar.shares.show(),
    ({ slots, presenter }) => !("room" in slots) && !presenter.on, // a class has a PIN to share, a hall no use for it
  ],
  ["D", "the numbers behind a picture, as a table", ["d"], (view) => view.panels.tables.show()],
  ["P", "presenter: big type, full window", ["p"], (view) => view.presenter.toggle()],
  ["T", "the task", ["t"], ({ presenter }) => presenter.showWords("task"), hasWords("task")],
  ["A", "the task with its answer", ["a"], ({ presenter }) => presenter.showWords("answer"), hasWords("answer")],
  ["W", "the words of the page", ["w"], ({ presenter }) => presenter.showWords("text"), hasWords("text")],
  [
    "W",
    "show or hide the words of the page",
    ["w"],
    ({ bar }) => bar.words.toggle(),
    ({ presenter, slots }) => !presenter.on && !slots.room,
  ],
  [
    "↑ ↓",
    "scroll the board",
    ["ArrowUp", "ArrowDown"],
    ({ presenter }, event) => presenter.scroll(event.key === "ArrowDown" ? 1 : -1),
    ({ presenter }) => presenter.on,
  ],
  ...HALL_KEYS,
  ["?", "this sheet", ["?"], (view) => view.sheet.toggle()],
  ["Esc", "close the sheet or the words, leave presenter", ["Escape"], ({ presenter }) => presenter.escape()],
];

/**
 * A key as the table names it: letters small, but with Ctrl (on a Mac ⌘) as they are.
 * @param {KeyboardEvent} event
 */
const codeOf = ({ key, ctrlKey, metaKey }) => {
  if (ctrlKey || metaKey) return `Ctrl+${key}`;
  return key.length === 1 ? key.toLowerCase() : key;
};

const IN_RECORDING = new Set(["Space", "← →", "Shift ← →", "Home End", "[ ]", "G", "L", "S", "F", "?", "Esc"]);

/** @param {View} view whose keys are meant: in a recording nothing can be set */
const tableOf = (view) =>
  TABLE.filter(([keys, , , , can]) => (!view.source.recorded || IN_RECORDING.has(keys)) && (can?.(view) ?? true));

/**
 * What a key does in a view; undefined if it has no use there.
 * @type {(view: View, code: string) => Act | null | undefined}
 */
const actOf = (view, code) => tableOf(view).find(([, , codes]) => codes.includes(code))?.[3];

/**
 * Are keys pressed here this view's? A notebook has its own, and shows many pages at one address.
 * @type {(view: View, event: KeyboardEvent) => boolean}
 */
const areOurs = ({ source: { channel }, addressBar, parent }, event) =>
  channel.within ? event.composedPath().includes(parent) : addressBar.here;

const WATCHED = ["pointerdown", "focusin", "change"];

/**
 * Lets the keys act on a view; returns what ends it.
 * @param {View} view
 */
export function listen(view) {
  const focus = new KeyFocus(view);
  let taken = ""; // Firefox presses a button when Space is let go
  /** @param {Event} event */
  const follow = (event) => focus.follow(event);
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === "Tab") focus.tabbing = true;
    if (view.presenter.hall.blank.takes(event)) return;
    if (event.altKey || event.defaultPrevented || !view.shownView || !areOurs(view, event)) return;
    if (view.bar.sheetOpen) return;
    const act = actOf(view, codeOf(event));
    taken = "";
    if (!act || focus.keeps(targetOf(event), event.key)) return focus.pressed(event);
    taken = event.key;
    event.preventDefault();
    event.stopPropagation();
    act(view, event);
  };
  /** @param {KeyboardEvent} event */
  const onKeyUp = (event) => {
    if (event.key === " " && taken === " ") event.preventDefault();
  };
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("keyup", onKeyUp, true);
  const places = new Set([document, view.parent.getRootNode()]); // what changes in a shadow is not told outside it
  for (const place of places) for (const name of WATCHED) place.addEventListener(name, follow, true);
  return () => {
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("keyup", onKeyUp, true);
    for (const place of places) for (const name of WATCHED) place.removeEventListener(name, follow, true);
  };
}

export class Sheet {
  /**
   * @param {HTMLElement} parent
   * @param {View} view
   */
  constructor(parent, view) {
    this.view = view;
    this.rows = node("div");
    /** @type {HTMLDialogElement} */
    this.root = node(
      "dialog",
      { class: "ov-sheet", "aria-label": "Keys" },
      node("h3", { text: "Keys" }),
      this.rows,
      languageRow(view),
      textButton("Close", () => this.toggle(false)),
    );
    parent.append(this.root);
  }

  get open() {
    return this.root.open;
  }

  /** @param {boolean} open */
  toggle(open = !this.root.open) {
    if (open && !this.root.open) this.show();
    if (!open && this.root.open) this.root.close();
  }

  show() {
    this.rows.replaceChildren(
      ...tableOf(this.view).map(([keys, text]) =>
        node("div", { class: "ov-key-row" }, node("kbd", { text: keys }), node("span", { text }))
      ),
    );
    this.root.showModal();
  }
}
