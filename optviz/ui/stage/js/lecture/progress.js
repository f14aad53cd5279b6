// A long computation: how far it is, a button to stop it and to go on; while it runs the board asks again.

import { node } from "../shared/text.js";

const ASK_AGAIN = 150;

export class Progress {
  constructor(board) {
    this.board = board;
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

  update(view) {
    clearTimeout(this.timer);
    const { progress, work } = view;
    this.work = work;
    this.root.hidden = !progress || !work;
    this.board.root.dataset.work = work || "";
    this.board.root.classList.toggle("ov-works", Boolean(progress));
    if (this.root.hidden) return;
    this.bar.style.width = `${100 * progress.share}%`;
    this.text.textContent = progress.text;
    this.button.textContent = work === "running" ? "Stop" : "Go on";
    if (work === "running") this.timer = setTimeout(() => this.board.link.request(), ASK_AGAIN);
  }

  press() {
    this.board.command = this.work === "running" ? "stop" : "go";
    this.board.link.request();
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
