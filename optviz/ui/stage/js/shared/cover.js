// Hides how a run ends, until it is played: a hall predicts first. A picture that has no playhead is covered.

import { textButton } from "./icons.js";

/** @import { View } from "./view.js" */

export class Cover {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {{ time: number, all: boolean } | null} where the playhead stood */
    this.left = null;
    this.section = "";
    this.button = textButton("Show what is covered (C)", () => this.toggle(), "Show the picture (C)");
    this.button.classList.add("ov-uncover");
    this.button.hidden = true;
    view.root.append(this.button);
  }

  get on() {
    return !this.button.hidden;
  }

  toggle() {
    const { view, view: { player } } = this;
    if (!player.last && !player.growing) return this.lay(!this.on);
    if (this.left && player.step === 0 && !player.playing && !player.all) {
      Object.assign(player, this.left);
      this.left = null;
      return view.refresh();
    }
    if (player.step === 0 && !player.all) return view.toast("The outcome is hidden already: Space plays it.");
    this.left = { time: player.time, all: player.all };
    player.pause();
    Object.assign(player, { time: 0, all: false });
    view.refresh();
  }

  /** @param {boolean} on */
  lay(on) {
    this.button.hidden = !on;
    this.view.root.classList.toggle("ov-covered", on);
    this.section = this.view.shownView.shows.section ?? "";
  }

  // Another section is another picture.
  sync() {
    const { shows: { section } } = this.view.shownView;
    if (this.on && (section ?? "") !== this.section) this.lay(false);
  }
}
