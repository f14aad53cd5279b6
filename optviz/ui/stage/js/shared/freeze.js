// The picture holds while the lecturer sets something: what the controls say is computed, and shown when it is let go.

import { textButton } from "./icons.js";

/** @import { View } from "./view.js" */

export class Freeze {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.button = textButton("Frozen · Z lets go", () => this.set(false), "Show what has been set (Z)");
    this.button.classList.add("ov-thaw");
    this.button.hidden = true;
    view.root.append(this.button);
  }

  get on() {
    return this.view.panels.held;
  }

  /** @param {boolean} on */
  set(on) {
    const { view, button } = this;
    if (on === this.on) return;
    if (on) view.player.pause();
    button.hidden = !on;
    view.root.classList.toggle("ov-frozen", on);
    view.notices.held = on;
    view.panels.hold(on, view.shownView);
    if (!on) view.refresh();
  }
}
