// A canvas before it is drawn on.

import { node } from "../shared/text.js";
import { contextOf } from "../shared/theme.js";

/** @import { Box, Context, Extent } from "../shared/types.js" */

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
 * Gives a canvas as many pixels as the screen has for that place.
 * @type {(canvas: HTMLCanvasElement, size: Extent) => void}
 */
export function fitCanvas(canvas, size) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
}

/**
 * A canvas of so many pixels, each as `paint` sets it: four numbers, 0 to 255, one pixel after another.
 * @type {(width: number, height: number, paint: (data: Uint8ClampedArray) => void) => HTMLCanvasElement}
 */
export function paintedCanvas(width, height, paint) {
  const canvas = node("canvas", { width, height });
  const context = contextOf(canvas);
  const image = context.createImageData(width, height);
  paint(image.data);
  context.putImageData(image, 0, 0);
  return canvas;
}

/** @type {(context: Context, box: Box) => void} */
export function clipTo(context, { left, top, width, height }) {
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
}
