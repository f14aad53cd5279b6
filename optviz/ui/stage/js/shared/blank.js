// A black or a white screen: the hall looks at the lecturer. Any key or a click brings the picture back, and does
// nothing else.

import { node } from "./text.js";
import { t } from "./words.js";

const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"];

export class Blank {
  constructor() {
    this.root = node("div", {
      class: "ov-blank",
      role: "img",
      "aria-label": t("The screen is blank. Any key brings the picture back."),
      hidden: true,
      onclick: () => this.close(),
    });
    document.body.append(this.root);
  }

  get open() {
    return !this.root.hidden;
  }

  /** @param {"black" | "white"} colour */
  show(colour) {
    this.root.style.background = colour;
    this.root.hidden = false;
  }

  close() {
    this.root.hidden = true;
  }

  /**
   * Does a key go to the blank screen? It has all of them, but those that are held for another key or the browser's.
   * @param {KeyboardEvent} event
   */
  takes(event) {
    if (!this.open) return false;
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || MODIFIERS.includes(key)) return true;
    event.preventDefault();
    event.stopPropagation();
    this.close();
    return true;
  }

  dispose() {
    this.root.remove();
  }
}
