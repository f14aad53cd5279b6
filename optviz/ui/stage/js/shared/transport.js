// Play, pause, single steps, scrubbing, speed and loop.

import { SPEEDS } from "./player.js";
import { icon } from "./icons.js";
import { node } from "./text.js";

export class Transport {
  constructor(stage, parent) {
    const { player } = stage;
    this.stage = stage;
    const button = (name, label, keys, onclick) =>
      node(
        "button",
        { type: "button", class: "ov-icon", title: `${label} (${keys})`, "aria-label": label, onclick },
        icon(name),
      );
    this.play = button("play", "Play", "space", () => player.toggle());
    this.play.classList.add("ov-play");
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
    this.speed = node("select", {
      class: "ov-speed",
      "aria-label": "Speed",
      title: "Speed ( [ and ] )",
      onchange: () => {
        player.speed = Number(this.speed.value);
      },
    }, ...SPEEDS.map((s) => node("option", { value: s, text: `${s}×` })));
    this.speed.value = 1;
    this.loop = node("button", {
      type: "button",
      class: "ov-icon",
      title: "Loop (L)",
      "aria-label": "Loop",
      "aria-pressed": "false",
      onclick: () => this.setLoop(!player.loop),
    }, icon("loop"));
    parent.append(
      button("start", "To the start", "Home", () => player.nudge(-Infinity)),
      button("back10", "Back 10 steps", "Shift ←", () => player.nudge(-10)),
      button("back", "Back 1 step", "←", () => player.nudge(-1)),
      this.play,
      button("on", "On 1 step", "→", () => player.nudge(1)),
      button("on10", "On 10 steps", "Shift →", () => player.nudge(10)),
      button("end", "To the end", "End", () => player.nudge(Infinity)),
      this.scrub,
      this.count,
      this.speed,
      this.loop,
    );
  }

  // To pause draws the slider where the film was: the place asked for is read before.
  seek(step) {
    const { player } = this.stage;
    player.pause();
    player.seek(step);
  }

  setLoop(on) {
    this.stage.player.loop = on;
    this.loop.setAttribute("aria-pressed", on);
  }

  changeSpeed(by) {
    const { player } = this.stage;
    player.speed = SPEEDS[Math.min(Math.max(SPEEDS.indexOf(player.speed) + by, 0), SPEEDS.length - 1)];
    this.speed.value = player.speed;
  }

  state() {
    const { playing } = this.stage.player;
    this.play.replaceChildren(icon(playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  move() {
    const { player } = this.stage;
    if (Number(this.scrub.max) !== player.last) this.scrub.max = player.last;
    this.scrub.value = player.step;
    this.scrub.setAttribute("aria-valuetext", `step ${player.step} of ${player.last}`);
    this.count.textContent = this.stage.countText?.() ?? `${player.step} / ${player.last}`;
  }
}
