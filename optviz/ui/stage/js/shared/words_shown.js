// The words that the page has beside or above its picture: they can be hidden, and the picture has their place.

import { iconButton } from "./icons.js";
import { recalled, remember } from "./memory.js";

const KEY = "words";

export class Words {
  constructor() {
    this.shown = recalled(KEY) !== "hidden";
    this.button = iconButton("words", "Words", () => this.toggle(), "Show or hide the page's words (W)");
    this.sync();
  }

  toggle() {
    this.shown = !this.shown;
    remember(KEY, this.shown ? "shown" : "hidden");
    this.sync();
  }

  sync() {
    document.documentElement.classList.toggle("ov-wordless", !this.shown);
    this.button.setAttribute("aria-pressed", String(this.shown));
  }
}
