// A long computation: how far it is, a button to stop it and to go on; the answer goes on coming while it runs.

import { textButton } from "./icons.js";
import { node } from "./text.js";
import { t } from "./words.js";

/** @import { BoardView } from "./board_types.js" */

export class Progress {
  /** @param {{ stop(): void, go(): void }} actions */
  constructor(actions) {
    this.actions = actions;
    this.running = false;
    this.bar = node("div", { class: "ov-progress-done" });
    this.text = node("span", { class: "ov-progress-text" });
    this.button = textButton("Stop", () => this.press());
    this.root = node(
      "div",
      { class: "ov-progress", role: "status", hidden: true },
      node("div", { class: "ov-progress-bar" }, this.bar),
      this.text,
      this.button,
    );
  }

  /** @param {Pick<BoardView, "progress" | "work" | "queued">} view */
  update({ progress, work, queued }) {
    this.running = work === "running";
    this.root.hidden = !this.running;
    this.bar.style.width = `${100 * (progress?.share ?? 0)}%`;
    this.text.textContent = queued ? t("{queued} before you", { queued }) : progress?.text ?? "";
    this.button.textContent = "Stop";
  }

  pause() {
    this.running = false;
    this.button.textContent = "Go on";
  }

  press() {
    if (this.running) this.actions.stop();
    else this.actions.go();
  }
}
