// The keyboard: one table makes the handlers and the sheet of keys.

import { node } from "./text.js";

// [keys, text, codes, act, what the stage must be able to do]
const TABLE = [
  ["Space", "play or pause", [" "], (stage) => stage.player.toggle()],
  [
    "← →",
    "one step back or on",
    ["ArrowLeft", "ArrowRight"],
    (stage, event) => stage.player.nudge((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1)),
  ],
  ["Shift ← →", "ten steps", [], null],
  [
    "Home End",
    "to the start or the end",
    ["Home", "End"],
    (stage, event) => stage.player.nudge(event.key === "Home" ? -Infinity : Infinity),
  ],
  ["[ ]", "slower or faster", ["[", "]"], (stage, event) => stage.transport.changeSpeed(event.key === "[" ? -1 : 1)],
  ["L", "loop", ["l"], (stage) => stage.transport.setLoop(!stage.player.loop)],
  ["V", "contour or 3-D surface", ["v"], (stage) => stage.setView(stage.scene.view === "2d" ? "3d" : "2d"), "setView"],
  ["F", "fit the whole window", ["f"], (stage) => stage.fit(), "fit"],
  ["1 … 9", "choose a run", [..."123456789"], (stage, event) => stage.pick(Number(event.key) - 1), "pick"],
  [
    "Page ↓ Page ↑",
    "next or last section",
    ["PageDown", "PageUp"],
    (stage, event) => stage.turn(event.key === "PageDown" ? 1 : -1),
    "turn",
  ],
  ["P", "presenter: big type, full window", ["p"], (stage) => stage.present(!stage.presenting)],
  ["?", "this sheet", ["?"], (stage) => stage.sheet.toggle()],
  ["Esc", "close the sheet, leave presenter", ["Escape"], (stage) => stage.escape()],
];
const HANDLERS = new Map(TABLE.flatMap(([, , keys, act, needs]) => keys.map((key) => [key, { act, needs }])));
const can = (stage, needs) => !needs || needs in stage;

// Widgets of the page and our own fields keep their keys; sliders keep the arrows.
const takesKeys = (target, key) => {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type="range"]')) return /^Arrow|^Home$|^End$/.test(key) && !target.matches(".ov-scrub");
  if (target.matches("button, [role=button], summary, a, input[type=checkbox]")) return key === " " || key === "Enter";
  if (
    target.matches("input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=slider]")
  ) return true;
  return Boolean(target.closest("[role=dialog], [role=listbox], [role=menu]"));
};

export function listen(stage) {
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !stage.root.isConnected) return;
    const { act, needs } = HANDLERS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key) || {};
    if (!act || !can(stage, needs) || takesKeys(event.target, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    act(stage, event);
  };
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
}

export class Sheet {
  constructor(parent, stage) {
    const rows = TABLE.filter(([, , , , needs]) => can(stage, needs)).map(([keys, text]) =>
      node("div", { class: "ov-key-row" }, node("kbd", { text: keys }), node("span", { text }))
    );
    const close = node("button", {
      type: "button",
      class: "ov-small",
      text: "Close",
      onclick: () => this.toggle(false),
    });
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

  toggle(open = !this.root.open) {
    if (open && !this.root.open) this.root.showModal();
    if (!open && this.root.open) this.root.close();
  }
}
