// A canvas before it is drawn on.

import { contextOf } from "../shared/theme.js";

/** @import { Theme } from "../shared/types.js" */

/**
 * A canvas wiped clean, measured in pixels of the page whatever the screen's are.
 * @param {HTMLCanvasElement} canvas
 */
export function clearedContext(canvas) {
  const context = contextOf(canvas);
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.lineJoin = "round";
  return context;
}

/**
 * Gives a canvas as many pixels as the screen has for that place; says whether it had others.
 * @type {(canvas: HTMLCanvasElement, size: { width: number, height: number }) => boolean}
 */
export function fitCanvas(canvas, size) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (canvas.width === width && canvas.height === height) return false;
  Object.assign(canvas, { width, height });
  return true;
}

/**
 * A canvas for a copy of a picture, twice as fine as the screen; its context counts in pixels of the page.
 * @param {{ width: number, height: number }} size
 * @param {Theme} theme
 */
export function copyOf({ width, height }, theme) {
  const scale = 2 * (window.devicePixelRatio || 1);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = contextOf(canvas);
  context.scale(scale, scale);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  context.lineJoin = "round";
  return { canvas, context, scale };
}
