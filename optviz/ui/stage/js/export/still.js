// The pictures of a view as one file that stands still: pixels, or paths and text.

import { assetUrl } from "../shared/plotly.js";
import { node } from "../shared/text.js";
import { contextOf, inTheme } from "../shared/theme.js";
import { compose, paintHeads, paintWhole } from "./composition.js";

/** @import { Context } from "../shared/types.js" */
/** @import { View } from "../shared/view.js" */
/** @import { Composition, Paper } from "./composition.js" */
/** @typedef {{ scale: number, paper: Paper, legend: boolean }} StillWish */

const SVG = "http://www.w3.org/2000/svg";
const LARGEST = 16_384; // pixels on a side: what browsers give a canvas

/** @type {(view: View, wish: StillWish) => Promise<Blob>} */
export async function pngOf(view, { scale, paper, legend }) {
  const whole = await compose(view, { scale, paper, legend });
  const [width, height] = [Math.round(whole.width * scale), Math.round(whole.height * scale)];
  if (Math.max(width, height) > LARGEST) throw new Error("The picture is too large for this browser: a smaller one.");
  const canvas = node("canvas", { width, height });
  const context = contextOf(canvas);
  context.scale(scale, scale);
  context.lineJoin = "round";
  paintWhole(context, view, whole, paper === "clear");
  view.refresh();
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("This browser made no file of it.")), "image/png")
  );
}

/** @typedef {Context & { getSvg(): SVGSVGElement }} SvgContext */

/** @type {(width: number, height: number, act: (context: SvgContext) => void) => Promise<SVGSVGElement>} */
async function drawn(width, height, act) {
  const { Context } = await import(assetUrl("svgcanvas.js"));
  /** @type {SvgContext} */
  const context = new Context({ width, height });
  act(context);
  return context.getSvg();
}

/** @type {(box: { x: number, y: number, width: number, height: number }, ...children: Element[]) => SVGElement} */
function nested(box, ...children) {
  const element = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries(box)) element.setAttribute(name, String(Math.round(value * 100) / 100));
  element.append(...children);
  return element;
}

/** @type {(view: View, whole: Composition, paper: Paper) => Promise<SVGElement>} */
async function svgTree(view, whole, paper) {
  const { width, height, parts, theme } = whole;
  const root = nested({ x: 0, y: 0, width, height });
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  if (paper !== "clear") {
    const back = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ width, height, fill: theme.background })) {
      back.setAttribute(name, String(value));
    }
    root.append(back);
  }
  for (const { print, left, top, width, height } of parts) {
    const paths = await drawn(width, height, (context) => inTheme(view, theme, () => print.paint(context)));
    const under = print.under ? [new DOMParser().parseFromString(print.under, "image/svg+xml").documentElement] : [];
    root.append(nested({ x: left - whole.left, y: top - whole.top, width, height }, ...under, paths));
  }
  root.append(
    await drawn(width, height, (context) => inTheme(view, theme, () => paintHeads(context, view, whole))),
  );
  return root;
}

/** @type {(view: View, wish: Omit<StillWish, "scale">) => Promise<SVGElement>} */
async function svgTreeOf(view, { paper, legend }) {
  const whole = await compose(view, { scale: 2, vector: true, paper, legend });
  const root = await svgTree(view, whole, paper);
  view.refresh();
  return root;
}

/** @type {(view: View, wish: Omit<StillWish, "scale">) => Promise<Blob>} */
export async function svgOf(view, wish) {
  const text = new XMLSerializer().serializeToString(await svgTreeOf(view, wish));
  return new Blob([text], { type: "image/svg+xml" });
}

/**
 * Hands the drawing, alone on its page, to the browser's printer, which also writes PDF.
 * @type {(view: View, legend: boolean) => Promise<void>}
 */
export async function printPage(view, legend) {
  const root = await svgTreeOf(view, { paper: "white", legend });
  for (const name of ["width", "height"]) root.removeAttribute(name); // as wide as the paper
  const page = node("div", { class: "ov-print" }, root);
  document.body.append(page);
  window.addEventListener("afterprint", () => page.remove(), { once: true });
  window.print();
}
