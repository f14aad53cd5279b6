// The key beside a panel's title: who is who among its layers.

import { MARKERS } from "./spots.js";
import { swatch } from "../shared/theme.js";
import { digits, node } from "../shared/text.js";

/** @import { SwatchLook, Theme } from "../shared/types.js" */
/** @import { BoardContext } from "../shared/board_types.js" */
/** @import { BundleLayer, Layer, RampMapLayer } from "../shared/layer_types.js" */

/**
 * An entry of a key: a patch of colour and what it stands for.
 * @type {(colour: string, text: string, alpha?: number) => HTMLElement}
 */
export const patch = (colour, text, alpha = 1) =>
  node(
    "span",
    { class: "ov-key-entry" },
    node("span", { class: "ov-key-patch", style: `background:${colour};opacity:${alpha}` }),
    text,
  );

/** @type {(layer: RampMapLayer | BundleLayer, theme: Theme) => HTMLElement[]} */
function rampEntries(layer, theme) {
  const ramp = theme[layer.kind === "bundle" ? "warm" : layer.ramp];
  const bar = node("span", {
    class: "ov-key-ramp",
    style: `background:linear-gradient(90deg, ${ramp.join()})`,
  });
  const range = node(
    "span",
    { class: "ov-key-entry" },
    `${layer.label}: ${digits(layer.low, 3)}`,
    bar,
    digits(layer.high, 3),
  );
  return layer.kind === "ramp_map" && layer.beyond
    ? [range, patch(theme.dark ? "#6b3a3a" : "#e3b7b0", layer.beyond)]
    : [range];
}

/**
 * The parts of a look that the layer draws: a mark alone, a line alone, or both.
 * @type {(layer: Layer) => Partial<SwatchLook>}
 */
export function swatchParts(layer) {
  if (layer.kind === "points") {
    const mark = String(layer.mark);
    return { bare: true, hollow: mark === "ring", dash: [], marker: MARKERS[mark] || "circle" };
  }
  if (layer.kind === "path") return {};
  return { dash: "dashed" in layer && layer.dashed ? [6, 4] : [], marker: null };
}

/** @type {(layer: Layer, theme: Theme) => HTMLElement[]} */
function entriesOf(layer, theme) {
  if (layer.kind === "ramp_map" || layer.kind === "bundle") return rampEntries(layer, theme);
  if ("categories" in layer) {
    const alpha = layer.kind === "category_map" ? layer.alpha : 1;
    return layer.categories.flatMap(({ label }, i) => (label ? [patch(layer.pens[i].colour, label, alpha)] : []));
  }
  if (!("name" in layer) || !layer.name) return [];
  return [
    node("span", { class: "ov-key-entry" }, swatch({ ...layer.pen, ...swatchParts(layer) }, theme), layer.name),
  ];
}

const FACTS = ["kind", "name", "look", "categories", "label", "low", "high", "beyond", "dashed"];

/**
 * Fills the key, if the layers or the theme have changed; an entry that is there already is left out.
 * @type {(element: HTMLElement, layers: Layer[], board: Pick<BoardContext, "theme">) => void}
 */
export function updateKey(element, layers, { theme }) {
  const facts = layers.map((layer) => Object.entries(layer).filter(([name]) => FACTS.includes(name)));
  const shape = JSON.stringify([facts, theme.background, theme.dark]);
  if (element.dataset.shape === shape) return;
  element.dataset.shape = shape;
  const seen = new Set();
  const entries = layers.flatMap((layer) => entriesOf(layer, theme)).filter((entry) =>
    !seen.has(entry.textContent) && seen.add(entry.textContent)
  );
  element.replaceChildren(...entries);
}
