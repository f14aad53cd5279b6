// A finger on a slider: a swipe up or down that begins there scrolls the page and turns nothing.

/** @import { Point } from "./types.js" */

const SLOP = 8;

/**
 * Holds back what a slider says until it is sure that the finger turns it: when it has gone sideways or is up again. If
 * the browser scrolls instead, the slider goes back to where it was.
 * @param {HTMLElement} root
 */
export function steadySliders(root) {
  /** @type {{ input: HTMLInputElement, value: string, from: Point } | null} */
  let held = null;
  const release = () => {
    const { input, value } = held ?? {};
    held = null;
    if (input && input.value !== value) input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  root.addEventListener("pointerdown", ({ target, pointerType, clientX, clientY }) => {
    held = null;
    if (pointerType === "mouse" || !(target instanceof HTMLInputElement) || target.type !== "range") return;
    held = { input: target, value: target.value, from: [clientX, clientY] };
  }, true);
  root.addEventListener("input", (event) => {
    if (held && event.target === held.input) event.stopImmediatePropagation();
  }, true);
  root.addEventListener("pointermove", ({ clientX }) => {
    if (held && Math.abs(clientX - held.from[0]) > SLOP) release();
  }, true);
  root.addEventListener("pointerup", release, true);
  root.addEventListener("pointercancel", () => {
    if (held) held.input.value = held.value;
    held = null;
  }, true);
}
