// A long computation: how far it is, a button to stop it and to go on; while it runs the board asks again.

import { node } from "../shared/text.js";

/** @import { BoardView } from "../shared/board_types.js" */

const ASK_AGAIN = 150;

export class Progress {
  /**
   * @param {{ ask(): void, command(command: "stop" | "go"): void }} actions what the board does: it asks for the newest
   *   result, or sends a command
   */
  constructor(actions) {
    this.actions = actions;
    /** @type {BoardView["work"]} */
    this.work = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.bar = node("div", { class: "ov-progress-done" });
    this.text = node("span", { class: "ov-progress-text" });
    this.button = node("button", { type: "button", class: "ov-small", text: "Stop", onclick: () => this.press() });
    this.root = node(
      "div",
      { class: "ov-progress", role: "status", hidden: true },
      node("div", { class: "ov-progress-bar" }, this.bar),
      this.text,
      this.button,
    );
  }

  /** @param {Pick<BoardView, "progress" | "work">} view */
  update({ progress, work }) {
    clearTimeout(this.timer);
    this.work = work;
    this.root.hidden = !progress || !work;
    if (!progress || !work) return;
    this.bar.style.width = `${100 * progress.share}%`;
    this.text.textContent = progress.text;
    this.button.textContent = work === "running" ? "Stop" : "Go on";
    if (work === "running") this.timer = setTimeout(() => this.actions.ask(), ASK_AGAIN);
  }

  press() {
    this.actions.command(this.work === "running" ? "stop" : "go");
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
