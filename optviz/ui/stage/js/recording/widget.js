// The script of a widget in a notebook: see optviz/figures/widget.py.

import { play } from "./play.js";

/** @import { View } from "../shared/view.js" */
/** @import { Parts } from "./play.js" */
/**
 * What a notebook keeps on both sides.
 * @typedef {{ get(name: "parts"): Parts, get(name: "step"): number, set(name: "step", value: number): void,
 *   save_changes(): void, on(event: string, act: () => void): void, off(event: string, act: () => void): void }} Model
 */

const PAUSE = 100; // milliseconds between two messages to the kernel while it plays

/** @param {string} colour as CSS has it, in any of its spaces */
function channels(colour) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!context) return [255, 255, 255, 0];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

/**
 * What an element lies in; of a shadow that is what has it.
 * @param {Element} element
 */
function around(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/**
 * Is the notebook dark? Each has a way of its own to say so: what is behind the widget tells.
 * @param {Element} element
 */
export function isDark(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = around(at)) {
    const [r, g, b, alpha] = channels(getComputedStyle(at).backgroundColor);
    if (alpha > 127) return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * Has the notebook a use for this key, though the focus is in the widget? What is pressed alone is not for it: its
 * command mode would delete, copy or make cells.
 * @param {KeyboardEvent} event
 */
export const isForNotebook = ({ key, ctrlKey, metaKey, altKey, shiftKey }) =>
  ctrlKey || metaKey || altKey || (shiftKey && key === "Enter");

/**
 * Keeps keys from the notebook: Jupyter looks for a mark on the way from the document down, others wait for what rises.
 * @param {HTMLElement} stage
 */
function keepKeys(stage) {
  /** @param {KeyboardEvent} event */
  const mark = (event) => {
    if (event.composedPath().includes(stage)) {
      stage.toggleAttribute("data-lm-suppress-shortcuts", !isForNotebook(event));
    }
  };
  window.addEventListener("keydown", mark, true);
  stage.addEventListener("keydown", (event) => {
    if (!isForNotebook(event)) event.stopPropagation();
  });
  return () => window.removeEventListener("keydown", mark, true);
}

/**
 * Does something when the notebook may have another theme; returns what ends it.
 * @param {() => void} act
 */
function whenThemed(act) {
  const watcher = new MutationObserver(act);
  for (const at of [document.documentElement, document.body]) watcher.observe(at, { attributes: true });
  return () => watcher.disconnect();
}

/** @param {{ model: Model, el: HTMLElement }} widget */
export function render({ model, el }) {
  const stage = document.createElement("div");
  stage.tabIndex = 0;
  /** @type {View | null} null until its picture is there */
  let view = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const dress = () => {
    stage.className = `optviz-widget ${isDark(el) ? "optviz-dark" : "optviz-light"}`;
    view?.themeChanged();
  };
  dress();
  el.append(stage);
  const save = () => {
    timer = undefined;
    if (view) model.set("step", view.player.step);
    model.save_changes();
  };
  const moved = (/** @type {number} */ step) => {
    // It is set as it is sent, not before: Jupyter's echo of what was sent last would take it back.
    if (view && step !== model.get("step")) timer ??= setTimeout(save, PAUSE);
  };
  const follow = () => {
    if (view && view.player.step !== model.get("step")) view.transport.seek(model.get("step"));
  };
  const playing = play(stage, model.get("parts"), { within: true, moved }).then((shown) => {
    ({ view } = shown);
    follow(); // the kernel may have moved it since the recording was made
    return shown;
  });
  playing.catch((error) => {
    stage.textContent = `This browser could not show the race: ${error.message}.`;
  });
  model.on("change:step", follow);
  const ends = [keepKeys(stage), whenThemed(dress), () => model.off("change:step", follow)];
  return () => {
    for (const end of ends) end();
    return playing.then(({ dispose }) => dispose());
  };
}
