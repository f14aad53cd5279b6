// What the panels show as one PNG file, each in its place.

import { node } from "./text.js";
import { contextOf } from "./theme.js";

/** @import { Panel } from "./board_types.js" */
/** @import { Theme } from "./types.js" */

const SCALE = 2;

/**
 * Saves the pictures of panels under their titles; those that are text are left out.
 * @param {Panel[]} panels
 * @param {Theme} theme
 * @param {string} name of the file
 */
export async function saved(panels, theme, name) {
  const shown = panels.filter((panel) => panel.canvas && panel.slot.offsetParent);
  const canvases = await Promise.all(shown.map((panel) => panel.canvas?.()));
  const boxes = shown.map(({ root }) => root.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const whole = document.createElement("canvas");
  whole.width = SCALE * (Math.max(...boxes.map((box) => box.right)) - left);
  whole.height = SCALE * (Math.max(...boxes.map((box) => box.bottom)) - top);
  const context = contextOf(whole);
  context.scale(SCALE, SCALE);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, whole.width, whole.height);
  context.translate(-left, -top);
  context.fillStyle = theme.text;
  context.textBaseline = "middle";
  shown.forEach(({ root, slot }, i) => {
    const { left: x, top: y, width, height } = slot.getBoundingClientRect();
    const canvas = canvases[i];
    if (canvas) context.drawImage(canvas, x, y, width, height);
    const title = root.querySelector(".ov-chart-title");
    if (!title?.textContent) return;
    const line = title.getBoundingClientRect();
    context.font = getComputedStyle(title).font;
    context.fillText(title.textContent, line.left, line.top + line.height / 2);
  });
  node("a", { href: whole.toDataURL("image/png"), download: name }).click();
}
