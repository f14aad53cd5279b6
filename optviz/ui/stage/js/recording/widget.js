// The script of a widget in a notebook: see optviz/figures/widget.py.

import { play } from "./play.js";

/** @import { Parts } from "./play.js" */
/**
 * What a notebook keeps on both sides.
 * @typedef {{ get(name: "parts"): Parts, get(name: "step"): number, set(name: "step", value: number): void,
 *   save_changes(): void, on(event: string, act: () => void): void, off(event: string, act: () => void): void }} Model
 */

const PAUSE = 100; // milliseconds between two messages to the kernel while it plays

/** @type {(colour: string) => number[]} */
const numbersIn = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);

/**
 * Is the notebook dark? Each has a way of its own to say so: what is behind the widget tells.
 * @param {Element | null} element
 */
export function isDark(element) {
  for (let at = element; at; at = at.parentElement) {
    const [r, g, b, alpha = 1] = numbersIn(getComputedStyle(at).backgroundColor);
    if (alpha > 0.5) return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** @param {{ model: Model, el: HTMLElement }} widget */
export function render({ model, el }) {
  const stage = document.createElement("div");
  stage.className = `optviz-widget ${isDark(el) ? "optviz-dark" : "optviz-light"}`;
  stage.tabIndex = 0;
  el.append(stage);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const save = () => {
    timer = undefined;
    model.save_changes();
  };
  const moved = (/** @type {number} */ step) => {
    if (step === model.get("step")) return;
    model.set("step", step);
    timer ??= setTimeout(save, PAUSE);
  };
  const playing = play(stage, model.get("parts"), { within: true, moved });
  const follow = () =>
    playing.then(({ view }) => {
      if (view.player.step !== model.get("step")) view.transport.seek(model.get("step"));
    });
  model.on("change:step", follow);
  return () => {
    model.off("change:step", follow);
    return playing.then(({ dispose }) => dispose());
  };
}
