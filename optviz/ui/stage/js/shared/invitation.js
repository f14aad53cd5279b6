// What stands over a picture that has not been played yet, and in which nothing is told: a large button to play it.

import { icon } from "./icons.js";
import { node } from "./text.js";

/** @import { Player } from "./player.js" */

/** @param {HTMLElement} element */
const areaOf = ({ clientWidth, clientHeight }) => clientWidth * clientHeight;

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
    // A press on it is none on the picture.
    for (const event of ["pointerdown", "mousedown", "click"]) {
      this.root.addEventListener(event, (press) => press.stopPropagation());
    }
  }

  /**
   * Puts it over the largest of some pictures, and leaves it there as long as that is one of them.
   * @param {HTMLElement[]} pictures
   */
  place(pictures) {
    const { parentElement } = this.root;
    if (parentElement && pictures.includes(parentElement)) return;
    this.root.remove();
    const [largest] = [...pictures].sort((a, b) => areaOf(b) - areaOf(a));
    largest?.append(this.root);
  }

  get open() {
    const { time, last, playing, all, held } = this.player;
    return !held && time === 0 && last > 0 && !playing && !all;
  }
}
