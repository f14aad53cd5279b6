// What all runs share: the surface's own knobs, the start, the number of steps, the noise and its seed.

import { KnobControl } from "../shared/knobs.js";
import { node } from "../shared/text.js";

/** @import { Stage } from "./stage.js" */

const START = ["x_0", "y_0"];

export class Setup {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} parent
   */
  constructor(stage, parent) {
    this.stage = stage;
    this.shownSurface = "";
    /** @type {KnobControl[]} */
    this.surfaceControls = [];
    /** @param {string} text */
    const toast = (text) => stage.toast(text);
    const { race, limits } = stage.catalog;
    this.raceControls = race.map((knob) => ({
      key: knob.key,
      control: new KnobControl(
        knob,
        "the race",
        (/** @type {number} */ value) => this.change({ [knob.key]: value }),
        toast,
      ),
    }));
    this.startControls = START.map((symbol, i) =>
      new KnobControl(
        {
          key: symbol,
          symbol,
          label: `Start ${"xy"[i]}`,
          low: -1,
          high: 1,
          least: -limits.coordinate,
          most: limits.coordinate,
          scale: "linear",
          help: "Or click, or drag the ring, on the picture.",
        },
        "the race",
        (/** @type {number} */ value) => this.moveStart(i, value),
        toast,
      )
    );
    this.reseedButton = node("button", {
      type: "button",
      class: "ov-small",
      text: "New noise",
      title: "Draw other random errors",
      onclick: () => this.reseed(),
    });
    this.surface = node("div", { class: "ov-knobs" });
    parent.append(
      node("div", { class: "ov-panel-title" }, node("span", { text: "Race" }), this.reseedButton),
      this.surface,
      node(
        "div",
        { class: "ov-knobs" },
        ...this.startControls.map((control) => control.root),
        ...this.raceControls.map(({ control }) => control.root),
      ),
    );
  }

  /** @param {{ steps?: number, noise?: number, seed?: number }} part */
  change(part) {
    Object.assign(this.stage.scene, part);
    this.sync();
    this.stage.request();
  }

  /**
   * @param {number} i
   * @param {number} value
   */
  moveStart(i, value) {
    this.stage.scene.start[i] = value;
    this.stage.request();
  }

  reseed() {
    this.change({ seed: (this.stage.scene.seed + 1) % (this.stage.catalog.limits.seed + 1) });
  }

  sync() {
    const { stage } = this;
    const { scene, grid } = stage;
    if (this.shownSurface !== scene.surface) this.rebuild();
    for (const control of this.surfaceControls) control.sync(scene.knobs[control.knob.key]);
    for (const { key, control } of this.raceControls) control.sync(scene[key]);
    this.startControls.forEach((control, i) => {
      const [low, high] = [grid.x, grid.y][i];
      Object.assign(control.knob, { low: Math.min(low, scene.start[i]), high: Math.max(high, scene.start[i]) });
      control.sync(scene.start[i]);
    });
    const noisy = scene.noise > 0 || scene.racers.some((racer) => racer.on && racer.knobs.sigma > 0);
    this.reseedButton.disabled = !noisy;
    this.reseedButton.title = noisy
      ? `Draw other random errors (seed ${scene.seed})`
      : "There is no noise in this race";
  }

  rebuild() {
    const { stage } = this;
    this.shownSurface = stage.scene.surface;
    const surface = stage.catalog.surfaces[this.shownSurface];
    this.surfaceControls = surface.knobs.map((knob) =>
      new KnobControl(knob, surface.name, (/** @type {number} */ value) => {
        stage.scene.knobs[knob.key] = value;
        stage.request();
      }, (/** @type {string} */ text) => stage.toast(text))
    );
    this.surface.replaceChildren(...this.surfaceControls.map((control) => control.root));
  }
}
