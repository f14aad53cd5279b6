// The pictures of a view as one: each in its place, under its title and its key.

import { inTheme } from "../shared/theme.js";
import { legendHeight, legendOf, paintLegend } from "./legend.js";
import { paintWords } from "./heads.js";

/** @import { Panel, Press, Print } from "../shared/board_types.js" */
/** @import { Context, Theme } from "../shared/types.js" */
/** @import { View } from "../shared/view.js" */
/** @typedef {"screen" | "white" | "clear"} Paper  the background as on the screen, white, or none */
/** @typedef {{ left: number, top: number, width: number, height: number, print: Print, panel: Panel }} Part */
/**
 * `left` and `top`: its corner in the window; `floor`: where the legend begins, of which `entries` are the names.
 * @typedef {{ parts: Part[], width: number, height: number, theme: Theme, legend: boolean, left: number,
 *   top: number, entries: import("./legend.js").Entry[], floor: number }} Composition  in pixels of the page
 */

const MARGIN = 8;

/**
 * The colours that are printed on a paper: on a white one those of the light theme.
 * @type {(view: View, paper: Paper) => Theme}
 */
export function themeOn({ theme, catalog }, paper) {
  if (paper !== "white" || (!theme.dark && theme.background === "#ffffff")) return theme;
  const { light } = catalog.palette.themes;
  return { ...theme, ...light, dark: false, background: "#ffffff", text: light.ink };
}

/** The panels of a view that are pictures and can be seen. @param {View} view */
export const printable = (view) =>
  [...view.panels.panels.values()].filter((panel) => panel.print && panel.slot.offsetParent);

/**
 * All that is needed to paint the pictures, at any step, without waiting for anything.
 * @type {(view: View, wanted: { scale: number, vector?: boolean, paper: Paper, legend: boolean }) =>
 *   Promise<Composition>}
 */
export async function compose(view, { scale, vector = false, paper, legend }) {
  const theme = themeOn(view, paper);
  const panels = printable(view);
  if (!panels.length) throw new Error("There is no picture here to save.");
  /** @type {Press} */
  const press = { scale, vector, theme };
  const parts = await Promise.all(panels.map(async (panel) => {
    const print = /** @type {Print} */ (await panel.print?.(press));
    const { left, top, width, height } = panel.slot.getBoundingClientRect();
    return { left, top, width, height, print, panel };
  }));
  const boxes = panels.map(({ root }) => root.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
  const [width, floor] = [right - left + 2 * MARGIN, bottom - top + 2 * MARGIN];
  const entries = legend ? legendOf(view, panels, theme) : [];
  const size = { width, floor, height: floor + legendHeight(entries, width, view), entries };
  return { parts, ...size, theme, legend, left: left - MARGIN, top: top - MARGIN };
}

/**
 * Titles, keys, and the legend below the pictures.
 * @type {(context: Context, view: View, whole: Composition) => void}
 */
export function paintHeads(context, view, whole) {
  const { theme, legend, parts, left, top } = whole;
  paintLegend(context, whole.entries, whole, view);
  context.save();
  context.translate(-left, -top);
  for (const { panel } of parts) {
    for (const name of legend ? [".ov-chart-title", ".ov-key"] : [".ov-chart-title"]) {
      const words = panel.root.querySelector(name);
      if (words) paintWords(context, words, theme.text);
    }
  }
  context.restore();
}

/**
 * Paints the whole on a canvas whose unit is a pixel of the page.
 * @type {(context: Context, view: View, whole: Composition, clear?: boolean) => void}
 */
export function paintWhole(context, view, whole, clear = false) {
  inTheme(view, whole.theme, () => {
    context.save();
    context.fillStyle = whole.theme.background;
    if (clear) context.clearRect(0, 0, whole.width, whole.height);
    else context.fillRect(0, 0, whole.width, whole.height);
    for (const { print, left, top } of whole.parts) {
      context.save();
      context.translate(left - whole.left, top - whole.top);
      print.paint(context);
      context.restore();
    }
    paintHeads(context, view, whole);
    context.restore();
  });
}
