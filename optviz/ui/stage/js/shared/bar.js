// The buttons of every view: undo and reset, links, the picture as a file, presenter mode, keys.

import { ExportSheet } from "../export/sheet.js";
import { isEmbedded, openMark } from "./embed.js";
import { iconButton, textButton } from "./icons.js";
import { languageMenu } from "./language.js";
import { ShareSheet } from "./share.js";
import { viewShared } from "./share_link.js";
import { node } from "./text.js";
import { Tour } from "./tour.js";
import { t } from "./words.js";
import { Words } from "./words_shown.js";

/** @import { View } from "./view.js" */

export class Bar {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.exports = new ExportSheet(view);
    this.tour = new Tour(view);
    this.shares = new ShareSheet(viewShared(view));
    this.undo = iconButton("undo", "Undo", () => view.undo(-1), "Back to what was set before (Ctrl Z)");
    this.reset = iconButton("reset", "Reset", () => this.goBack());
    for (const button of [this.undo, this.reset]) button.classList.add("ov-back");
    this.file = iconButton("save", "Export", () => this.exports.show(), "Pictures, films and numbers as files (E)");
    this.link = textButton("Share", () => this.shares.show(), "Link, QR code, frame for a web page (C)");
    this.predict = textButton("Predict", () => view.question.open(), "Say what will happen, then see it (Q)");
    this.check = textButton("Check my program", () => view.question.check(), "Paste what it prints: is it right?");
    this.mark = isEmbedded() ? openMark(view) : null;
    this.words = new Words();
    this.language = languageMenu(view);
    this.views = node("div", { class: "ov-views" });
    this.present = textButton("Presenter", () => view.presenter.toggle(), "Big type, full window (P)");
    this.present.classList.add("ov-present-toggle");
    this.root = node(
      "div",
      { class: "ov-bar" },
      this.views,
      node("span", { class: "ov-spring" }),
      this.predict,
      this.check,
      this.words.button,
      this.undo,
      this.reset,
      this.file,
      this.link,
      this.present,
      this.language,
      textButton("?", () => view.sheet.toggle(), "Keys"),
      this.mark?.root,
    );
  }

  sync() {
    const { view } = this;
    this.tour.sync();
    if (view.source.recorded) {
      const { predict, check, undo, reset, file, link, present, words } = this;
      for (const each of [predict, check, undo, reset, file, link, present, words.button]) each.hidden = true;
      return;
    }
    this.predict.hidden = !view.shownView?.questions.length || Boolean(view.shownView.question);
    this.check.hidden = !view.shownView?.check || Boolean(view.shownView.question);
    this.undo.hidden = this.reset.hidden = Boolean(view.shownView?.quiz); // an answer stands
    this.undo.disabled = !view.history.past.length;
    this.reset.disabled = view.history.origin === null;
    for (const button of [this.file, this.link]) button.hidden = view.presenter.on; // a hall has no use for them
    this.mark?.aim();
    this.words.button.hidden = view.presenter.on || Boolean(view.slots.room);
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

  /** Is a panel open? Its fields and buttons have the keys. */
  get sheetOpen() {
    const { exports, shares, tour, view: { panels } } = this;
    return exports.open || shares.open || tour.map.open || panels.tables.open;
  }

  get fileName() {
    const { page, shownView: { shows: { section, surface } } } = this.view;
    return `optviz-${page}-${section ?? surface}`;
  }
}
