// What all runs share: the surface's own knobs, the start, the number of steps, the noise and its seed.

import { KnobControl } from "../shared/knobs.js";
import { node } from "../shared/text.js";

const SHARED = [
  {
    key: "steps",
    symbol: "T",
    label: "Number of steps",
    low: 1,
    high: 5000,
    scale: "log",
    whole: true,
    help: "How many steps every run takes.",
  },
  {
    key: "noise",
    symbol: "\\sigma",
    label: "Gradient noise",
    low: 0,
    high: 10,
    scale: "square",
    help: "Standard deviation of the random error added to every gradient; the same errors for all runs.",
  },
];
const START = ["x_0", "y_0"];

export class Setup {
  constructor(stage, parent) {
    this.stage = stage;
    const toast = (text) => stage.toast(text);
    this.shared = SHARED.map((knob) =>
      new KnobControl(knob, "the race", (value) => this.change({ [knob.key]: value }), toast)
    );
    this.start = START.map((symbol, i) =>
      new KnobControl(
        {
          key: symbol,
          symbol,
          label: `Start ${"xy"[i]}`,
          low: -1,
          high: 1,
          least: -1e6,
          most: 1e6,
          scale: "linear",
          help: "Or click, or drag the ring, on the picture.",
        },
        "the race",
        (value) => this.moveStart(i, value),
        toast,
      )
    );
    this.dice = node("button", {
      type: "button",
      class: "ov-small",
      text: "New noise",
      title: "Draw other random errors",
      onclick: () => this.reseed(),
    });
    this.surface = node("div", { class: "ov-knobs" });
    parent.append(
      node("div", { class: "ov-panel-title" }, node("span", { text: "Race" }), this.dice),
      this.surface,
      node("div", { class: "ov-knobs" }, ...this.start.map((c) => c.root), ...this.shared.map((c) => c.root)),
    );
  }

  change(part) {
    Object.assign(this.stage.scene, part);
    this.sync();
    this.stage.request();
  }

  moveStart(i, value) {
    this.stage.scene.start[i] = value;
    this.stage.request();
  }

  reseed() {
    this.change({ seed: (this.stage.scene.seed + 1) % 1_000_000 });
  }

  sync() {
    const { stage } = this;
    const { scene, grid } = stage;
    if (this.shape !== scene.surface) this.rebuild();
    for (const control of this.own) control.sync(scene.knobs[control.knob.key]);
    for (const control of this.shared) control.sync(scene[control.knob.key]);
    this.start.forEach((control, i) => {
      const [low, high] = [grid.x, grid.y][i];
      Object.assign(control.knob, { low: Math.min(low, scene.start[i]), high: Math.max(high, scene.start[i]) });
      control.sync(scene.start[i]);
    });
    const noisy = scene.noise > 0 || scene.racers.some((racer) => racer.on && racer.knobs.sigma > 0);
    this.dice.disabled = !noisy;
    this.dice.title = noisy ? `Draw other random errors (seed ${scene.seed})` : "There is no noise in this race";
  }

  rebuild() {
    const { stage } = this;
    this.shape = stage.scene.surface;
    const kind = stage.catalog.surfaces[this.shape];
    this.own = kind.knobs.map((knob) =>
      new KnobControl(knob, kind.name, (value) => {
        stage.scene.knobs[knob.key] = value;
        stage.request();
      }, (text) => stage.toast(text))
    );
    this.surface.replaceChildren(...this.own.map((control) => control.root));
  }
}
