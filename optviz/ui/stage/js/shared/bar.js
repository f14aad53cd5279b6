// The buttons of every view: undo and reset, the link, the picture as a file, presenter mode, keys.

import { ExportSheet } from "../export/sheet.js";
import { iconButton, textButton } from "./icons.js";
import { languageMenu } from "./language.js";
import { node } from "./text.js";
import { t } from "./words.js";

/** @import { View } from "./view.js" */

export class Bar {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.exports = new ExportSheet(view);
    this.undo = iconButton("undo", "Undo", () => view.undo(-1), "Back to what was set before (Ctrl Z)");
    this.reset = iconButton("reset", "Reset", () => this.goBack());
    for (const button of [this.undo, this.reset]) button.classList.add("ov-back");
    this.file = iconButton("save", "Export", () => this.exports.show(), "Pictures, films and numbers as files (E)");
    this.link = textButton("Copy link", () => this.copyLink(), "Copy the address of what you see");
    this.predict = textButton("Predict", () => view.question.open(), "Say what will happen, then see it (Q)");
    this.check = textButton("Check my program", () => view.question.check(), "Paste what it prints: is it right?");
    this.language = languageMenu(view);
    this.views = node("div", { class: "ov-views" });
    this.root = node(
      "div",
      { class: "ov-bar" },
      this.views,
      node("span", { class: "ov-spring" }),
      this.predict,
      this.check,
      this.undo,
      this.reset,
      this.file,
      this.link,
      textButton("Presenter", () => view.presenter.toggle(), "Big type, full window (P)"),
      this.language,
      textButton("?", () => view.sheet.toggle(), "Keys"),
    );
  }

  sync() {
    const { view } = this;
    this.predict.hidden = !view.shownView?.questions.length || Boolean(view.shownView.question);
    this.check.hidden = !view.shownView?.check || Boolean(view.shownView.question);
    this.undo.hidden = this.reset.hidden = Boolean(view.shownView?.quiz); // an answer stands
    this.undo.disabled = !view.history.past.length;
    this.reset.disabled = view.history.origin === null;
    for (const button of [this.file, this.link]) button.hidden = view.presenter.on; // a hall has no use for them
    const what = t("Back to {what}", view.history);
    this.reset.title = what;
    this.reset.setAttribute("aria-label", `${t("Reset")}. ${what}`);
  }

  // A finger sees no title: what it went back to is said.
  goBack() {
    const { view } = this;
    view.reset();
    view.toast(t("Back to {what}. Undo takes it back.", view.history));
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

  get fileName() {
    const { page, shownView: { shows: { section, surface } } } = this.view;
    return `optviz-${page}-${section ?? surface}`;
  }
}
