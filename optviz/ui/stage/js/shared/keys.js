// The keyboard: one table makes the handlers and the sheet of keys.

import { node } from "./text.js";

/**
 * @import { KeyTarget } from "./types.js"
 * @typedef {(view: KeyTarget, event: KeyboardEvent) => void} Act
 * @typedef {"setView" | "fit" | "pick" | "turn"} Ability
 */

/**
 * Keys as the sheet shows them, text, codes, act, what the view must be able to do.
 * @type {[keys: string, text: string, codes: string[], act: Act | null, needs?: Ability][]}
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
  ["V", "contour or 3-D surface", ["v"], (view) => view.setView?.(view.scene?.view === "2d" ? "3d" : "2d"), "setView"],
  ["F", "fit the whole window", ["f"], (view) => view.fit?.(), "fit"],
  ["1 … 9", "choose a run", [..."123456789"], (view, event) => view.pick?.(Number(event.key) - 1), "pick"],
  [
    "Page ↓ Page ↑",
    "next or last section",
    ["PageDown", "PageUp"],
    (view, event) => view.turn?.(event.key === "PageDown" ? 1 : -1),
    "turn",
  ],
  ["P", "presenter: big type, full window", ["p"], (view) => view.present(!view.presenting)],
  ["?", "this sheet", ["?"], (view) => view.sheet.toggle()],
  ["Esc", "close the sheet, leave presenter", ["Escape"], (view) => view.escape()],
];
const HANDLERS = new Map(TABLE.flatMap(([, , keys, act, needs]) => keys.map((key) => [key, { act, needs }])));
/**
 * @param {KeyTarget} view
 * @param {Ability} [needs]
 */
const can = (view, needs) => !needs || needs in view;

/**
 * Widgets of the page and our own fields keep their keys; sliders keep the arrows.
 * @param {EventTarget | null} target
 * @param {string} key
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
 * @param {KeyTarget} view
 */
export function listen(view) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !view.root.isConnected) return;
    const { act, needs } = HANDLERS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key) || { act: null };
    if (!act || !can(view, needs) || takesKeys(event.target, event.key)) return;
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
   * @param {KeyTarget} view
   */
  constructor(parent, view) {
    const rows = TABLE.filter(([, , , , needs]) => can(view, needs)).map(([keys, text]) =>
      node("div", { class: "ov-key-row" }, node("kbd", { text: keys }), node("span", { text }))
    );
    const close = node("button", {
      type: "button",
      class: "ov-small",
      text: "Close",
      onclick: () => this.toggle(false),
    });
    /** @type {HTMLDialogElement} */
    this.root = node(
      "dialog",
      { class: "ov-sheet", "aria-label": "Keys" },
      node("h3", { text: "Keys" }),
      ...rows,
      close,
    );
    parent.append(this.root);
  }

  get open() {
    return this.root.open;
  }

  /** @param {boolean} open */
  toggle(open = !this.root.open) {
    if (open && !this.root.open) this.root.showModal();
    if (!open && this.root.open) this.root.close();
  }
}
