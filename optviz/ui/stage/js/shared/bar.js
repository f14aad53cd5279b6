// The buttons of every view: a closer look, undo and reset, the link, the picture as a file, presenter mode, keys.

import { iconButton, textButton } from "./icons.js";
import { saved } from "./save.js";
import { node } from "./text.js";

/** @import { View } from "./view.js" */

export class Bar {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {(text: string, title: string, label: string, onclick: () => void) => HTMLButtonElement} */
    const zoom = (text, title, label, onclick) =>
      node("button", { type: "button", text, title, "aria-label": label, onclick });
    this.zoom = node(
      "div",
      { class: "ov-segments ov-zoom", role: "group", "aria-label": "Zoom" },
      zoom("+", "Zoom in (wheel)", "Zoom in", () => this.closer(0.6)),
      zoom("−", "Zoom out (wheel)", "Zoom out", () => this.closer(1 / 0.6)),
      zoom("Fit", "Show the whole window (F)", "Fit", () => this.fit()),
    );
    this.undo = iconButton("undo", "Undo", () => view.undo(-1), "Back to what was set before (Ctrl Z)");
    this.reset = iconButton("reset", "Reset", () => view.reset());
    this.views = node("div", { class: "ov-views" });
    this.root = node(
      "div",
      { class: "ov-bar" },
      this.views,
      this.zoom,
      node("span", { class: "ov-spring" }),
      this.undo,
      this.reset,
      iconButton("save", "Save picture", () => this.save(), "Save the pictures as a PNG file"),
      textButton("Copy link", () => this.copyLink(), "Copy the address of what you see"),
      textButton("Presenter", () => view.presenter.toggle(), "Big type, full window (P)"),
      textButton("?", () => view.sheet.toggle(), "Keys"),
    );
  }

  sync() {
    const { view } = this;
    this.zoom.hidden = !view.panels.zoomable.length;
    this.undo.disabled = !view.history.past.length;
    this.reset.disabled = view.history.origin === null;
    this.reset.title = `Back to ${view.history.what}`;
  }

  /** @param {number} factor below 1: closer */
  closer(factor) {
    for (const panel of this.view.panels.zoomable) panel.zoom?.(factor);
  }

  fit() {
    for (const panel of this.view.panels.zoomable) panel.fit?.();
  }

  async copyLink() {
    const { view } = this;
    view.addressBar.write();
    try {
      await navigator.clipboard.writeText(location.href);
      view.toast("Link copied. It opens exactly what you see.");
    } catch {
      view.toast("This browser does not let a page copy. The address bar holds the link to what you see.");
    }
  }

  async save() {
    const { view } = this;
    try {
      await saved([...view.panels.panels.values()], view.theme, `optviz-${view.name}.png`);
    } catch {
      view.toast("The picture could not be saved.");
    }
  }
}
