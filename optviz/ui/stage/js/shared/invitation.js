// What stands over a picture that has not been played yet, and in which nothing is told: a large button to play it.

import { icon } from "./icons.js";
import { node } from "./text.js";

/** @import { Player } from "./player.js" */

export class Invitation {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.root = node(
      "button",
      { type: "button", class: "ov-invitation", title: "Play (space)", onclick: () => player.play() },
      icon("play"),
      node("span", { text: "Press play" }),
    );
  }

  /** @param {{ slot: HTMLElement } | null} panel whose picture it stands over */
  place(panel) {
    if (panel && this.root.parentElement !== panel.slot) panel.slot.append(this.root);
    this.move();
  }

  move() {
    const { time, last, playing, all } = this.player;
    this.root.hidden = time > 0 || !last || playing || all;
  }
}
