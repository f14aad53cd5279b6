// The keyboard: one table makes the handlers and the sheet of keys.

import { textButton } from "./icons.js";
import { node } from "./text.js";

/**
 * @import { View } from "./view.js"
 * @typedef {(view: View, event: KeyboardEvent) => void} Act
 */

/** @param {View} view */
const other = ({ values }) => ({ view: values.view === "2d" ? "3d" : "2d" });

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
  ["L", "loop", ["l"], (view) => view.transport.setLoop(!view.player.loop)],
  ["S", "show all, or only what is past", ["s"], (view) => view.transport.setAll(!view.player.all)],
  ["V", "contour or 3-D surface", ["v"], (view) => view.set(other(view)), ({ values }) => "view" in values],
  ["F", "fit the whole window", ["f"], (view) => view.bar.fit(), ({ panels }) => panels.zoomable.length > 0],
  [
    "1 … 9",
    "choose a run",
    [..."123456789"],
    (view, event) => view.pick(Number(event.key) - 1),
    ({ values }) => "pick" in values,
  ],
  [
    "Page ↓ Page ↑",
    "next or last section",
    ["PageDown", "PageUp"],
    (view, event) => view.open(`turn=${event.key === "PageDown" ? 1 : -1}`),
    ({ shownView }) => "section" in shownView.shows,
  ],
  ["Ctrl Z", "undo", ["Ctrl+z"], (view) => view.undo(-1)],
  ["Ctrl Y", "do it again", ["Ctrl+y", "Ctrl+Z"], (view) => view.undo(1)],
  ["P", "presenter: big type, full window", ["p"], (view) => view.presenter.toggle()],
  ["?", "this sheet", ["?"], (view) => view.sheet.toggle()],
  ["Esc", "close the sheet, leave presenter", ["Escape"], (view) => view.escape()],
];
const HANDLERS = new Map(TABLE.flatMap(([, , keys, act, can]) => keys.map((key) => [key, { act, can }])));

/**
 * A key as the table names it: letters small, but with Ctrl (on a Mac ⌘) as they are.
 * @param {KeyboardEvent} event
 */
const codeOf = ({ key, ctrlKey, metaKey }) => {
  if (ctrlKey || metaKey) return `Ctrl+${key}`;
  return key.length === 1 ? key.toLowerCase() : key;
};

/**
 * Widgets of the page and our own fields keep their keys; sliders keep the arrows.
 * @type {(target: EventTarget | null, key: string) => boolean}
 */
const takesKeys = (target, key) => {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type="range"]')) return /^Arrow|^Home$|^End$/.test(key) && !target.matches(".ov-scrub");
  if (target.matches("button, [role=button], summary, a, input[type=checkbox]")) return key === " " || key === "Enter";
  if (
    target.matches("input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=slider]")
  ) return true;
  return Boolean(target.closest("[role=dialog], [role=listbox], [role=menu]"));
};

/**
 * Lets the keys act on a view; returns what ends it.
 * @param {View} view
 */
export function listen(view) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.altKey || event.defaultPrevented || !view.addressBar.here || !view.shownView) return;
    const { act, can = () => true } = HANDLERS.get(codeOf(event)) || { act: null };
    if (!act || !can(view) || takesKeys(event.target, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    act(view, event);
  };
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
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
    const rows = TABLE.filter(([, , , , can = () => true]) => can(this.view));
    this.rows.replaceChildren(
      ...rows.map(([keys, text]) =>
        node("div", { class: "ov-key-row" }, node("kbd", { text: keys }), node("span", { text }))
      ),
    );
    this.root.showModal();
  }
}
