// Play, pause, single steps, scrubbing, speed and loop.

import { SPEEDS } from "./player.js";
import { Ghost } from "../canvas/ghost.js";
import { icon, iconButton } from "./icons.js";
import { Invitation } from "./invitation.js";
import { node } from "./text.js";
import { t } from "./words.js";

/** @import { BoardView } from "./board_types.js" */
/** @import { View } from "./view.js" */

/**
 * Steps as the board counts them: where something is and, of how many, if a second is given.
 * @param {Pick<BoardView, "unit" | "per" | "counts">} view
 * @param {...number} steps one step, or also the last
 */
export function countText({ unit, per, counts }, ...steps) {
  const numbers = steps.map((step) => (counts ? counts[Math.min(step, counts.length - 1)] : Math.floor(step / per)));
  return `${t(unit)} = ${numbers.join(" / ")}`;
}

export class Transport {
  /**
   * @param {View} view
   * @param {HTMLElement} parent
   */
  constructor(view, parent) {
    const { player } = view;
    this.view = view;
    /** @type {(name: string, label: string, keys: string, onclick: () => void) => HTMLButtonElement} */
    const button = (name, label, keys, onclick) => iconButton(name, label, onclick, `${t(label)} (${t(keys)})`);
    /** @type {(name: string, label: string, keys: string, by: number) => HTMLButtonElement} */
    const tens = (name, label, keys, by) => {
      const made = button(name, label, keys, () => player.nudge(by));
      made.classList.add("ov-tens");
      return made;
    };
    this.play = button("play", "Play", "space", () => player.toggle());
    this.play.classList.add("ov-play");
    /** @type {HTMLInputElement} */
    this.scrub = node("input", {
      type: "range",
      class: "ov-scrub",
      min: 0,
      max: 1,
      step: 1,
      "aria-label": "Step of the race",
      oninput: () => this.seek(this.scrub.valueAsNumber),
    });
    this.count = node("output", { class: "ov-count" });
    /** @type {HTMLSelectElement} */
    this.speed = node("select", {
      class: "ov-speed",
      "aria-label": "Speed",
      title: "Speed ( [ and ] )",
      onchange: () => {
        player.speed = Number(this.speed.value);
      },
    }, ...SPEEDS.map((s) => node("option", { value: s, text: `${s}×` })));
    this.speed.value = "1";
    this.loop = button("loop", "Loop", "L", () => this.setLoop(!player.loop));
    this.setLoop(player.loop);
    this.all = button("all", "Show all", "S", () => this.setAll(!player.all));
    this.ghost = new Ghost(view);
    this.invitation = new Invitation(player);
    this.all.title = "Show also what is later than the playhead (S)";
    parent.append(
      button("start", "To the start", "Home", () => player.nudge(-Infinity)),
      tens("back10", "Back 10 steps", "Shift ←", -10),
      button("back", "Back 1 step", "←", () => player.nudge(-1)),
      this.play,
      button("on", "On 1 step", "→", () => player.nudge(1)),
      tens("on10", "On 10 steps", "Shift →", 10),
      button("end", "To the end", "End", () => player.nudge(Infinity)),
      this.scrub,
      this.count,
      this.speed,
      this.loop,
      this.all,
      this.ghost.button,
    );
  }

  /**
   * To pause draws the slider where the film was: the place asked for is read before.
   * @param {number} step
   */
  seek(step) {
    const { player } = this.view;
    player.pause();
    player.seek(step);
  }

  /** @param {boolean} on */
  setLoop(on) {
    this.view.player.loop = on;
    this.loop.setAttribute("aria-pressed", String(on));
  }

  /** @param {boolean} all is what lies beyond the playhead to be shown too? */
  setAll(all) {
    if (this.view.player.held) return;
    this.view.player.all = all;
    this.view.refresh();
  }

  /** @param {HTMLElement[]} pictures one of which invites to play */
  invite(pictures) {
    this.invitation.place(pictures);
    this.move();
  }

  /** @param {number} by places in the list of speeds */
  changeSpeed(by) {
    const { player } = this.view;
    player.speed = SPEEDS[Math.min(Math.max(SPEEDS.indexOf(player.speed) + by, 0), SPEEDS.length - 1)];
    this.speed.value = String(player.speed);
  }

  // Before anything has been played, the picture and the button of the playhead invite to play.
  beckon() {
    const open = this.invitation.open && !this.ghost.on; // a guess needs all of the picture
    this.invitation.root.hidden = !open;
    this.play.classList.toggle("ov-beckons", open);
  }

  state() {
    const { playing } = this.view.player;
    this.play.replaceChildren(icon(playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.ghost.sync();
    this.beckon();
  }

  move() {
    const { player } = this.view;
    this.view.source.channel.moved?.(player.step);
    if (Number(this.scrub.max) !== player.last) this.scrub.max = String(player.last);
    this.scrub.value = String(player.step);
    // Where a run goes on until it stops, its length is an outcome.
    const last = this.view.shownView.open_ended && !player.toldAll ? [] : [player.last];
    const { step } = player;
    this.scrub.setAttribute(
      "aria-valuetext",
      last.length ? t("step {step} of {last}", { step, last: player.last }) : t("step {step}", { step }),
    );
    this.all.setAttribute("aria-pressed", String(player.all));
    this.ghost.sync();
    this.beckon();
    this.count.textContent = countText(this.view.shownView, player.step, ...last);
  }
}
