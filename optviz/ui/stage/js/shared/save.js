// What the panels show as one PNG file, each in its place.

import { node } from "./text.js";
import { contextOf } from "./theme.js";

/** @import { Panel } from "./board_types.js" */

const SCALE = 2;

/**
 * Saves the pictures of panels; those that are text are left out.
 * @param {Panel[]} panels
 * @param {string} background
 * @param {string} name of the file
 */
export async function saved(panels, background, name) {
  const shown = panels.filter((panel) => panel.canvas && panel.slot.offsetParent);
  const canvases = await Promise.all(shown.map((panel) => panel.canvas?.()));
  const boxes = shown.map(({ slot }) => slot.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const whole = document.createElement("canvas");
  whole.width = SCALE * (Math.max(...boxes.map((box) => box.right)) - left);
  whole.height = SCALE * (Math.max(...boxes.map((box) => box.bottom)) - top);
  const context = contextOf(whole);
  context.fillStyle = background;
  context.fillRect(0, 0, whole.width, whole.height);
  canvases.forEach((canvas, i) => {
    const { left: x, top: y, width, height } = boxes[i];
    if (canvas) context.drawImage(canvas, SCALE * (x - left), SCALE * (y - top), SCALE * width, SCALE * height);
  });
  node("a", { href: whole.toDataURL("image/png"), download: name }).click();
}
