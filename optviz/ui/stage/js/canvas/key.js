// The key beside a panel's title: who is who among its layers.

import { beyondOf, plainStrength, STRENGTH, strengthOf } from "./maps.js";
import { MARKERS } from "./spots.js";
import { swatch } from "../shared/theme.js";
import { digits, node } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { SwatchLook, Theme } from "../shared/types.js" */
/** @import { BoardContext } from "../shared/board_types.js" */
/** @import { BundleLayer, Layer, OutcomeMapLayer, RampMapLayer } from "../shared/layer_types.js" */

/** @param {number} alpha */
const hex = (alpha) => Math.round(255 * alpha).toString(16).padStart(2, "0");

/**
 * An entry of a key: a patch of colour and what it stands for.
 * @type {(colour: string, text: string, alpha?: number) => HTMLElement}
 */
export const patch = (colour, text, alpha = 1) =>
  node(
    "span",
    { class: "ov-key-entry" },
    node("span", { class: "ov-key-patch", style: `background:${colour}${hex(alpha)};border-color:${colour}` }),
    text,
  );

/**
 * A number's range between its ends.
 * @type {(layer: { label: string, low: number, high: number }, colours: string) => HTMLElement}
 */
const rangeEntry = ({ label, low, high }, colours) => {
  const bar = node("span", { class: "ov-key-ramp", style: `background:linear-gradient(90deg, ${colours})` });
  return node("span", { class: "ov-key-entry" }, `${t(label)}: ${digits(low, 3)}`, bar, digits(high, 3));
};

/** @type {(layer: RampMapLayer | BundleLayer, theme: Theme) => HTMLElement[]} */
function rampEntries(layer, theme) {
  const ramp = theme[layer.kind === "bundle" ? "warm" : layer.ramp];
  const range = rangeEntry(layer, ramp.join());
  return layer.kind === "ramp_map" && layer.beyond ? [range, patch(beyondOf(theme), layer.beyond)] : [range];
}

/**
 * The categories, and the range of their numbers: as the ramp's colours, or from strong to faint.
 * @type {(layer: OutcomeMapLayer, theme: Theme) => HTMLElement[]}
 */
function outcomeEntries(layer, theme) {
  const { categories, pens, measured } = layer;
  const alphas = [STRENGTH.low, STRENGTH.high].map(hex);
  const own = categories.slice(0, measured).every(({ look }) => look === "ramp");
  const colours = own ? theme.strong : alphas.map((alpha) => theme.faint + alpha);
  const kinds = categories.flatMap(({ label, look }, i) => {
    if (look === "ramp" || !label) return [];
    const colour = look === "bad" ? beyondOf(theme) : pens[i].colour;
    const strength = i < measured ? STRENGTH.low : plainStrength(layer, i);
    return [patch(colour, label, look === "bad" ? 1 : strength)];
  });
  return measured ? [...kinds, rangeEntry(layer, colours.join())] : kinds;
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
  if (layer.kind === "outcome_map") return outcomeEntries(layer, theme);
  if ("categories" in layer) {
    const alpha = layer.kind === "category_map" ? layer.alpha : 1;
    return layer.categories.flatMap(({ label, look }, i) =>
      label ? [patch(layer.pens[i].colour, label, alpha < 1 ? strengthOf(look, alpha) : 1)] : []
    );
  }
  if (!("name" in layer) || !layer.name) return [];
  return [
    node("span", { class: "ov-key-entry" }, swatch({ ...layer.pen, ...swatchParts(layer) }, theme), layer.name),
  ];
}

const FACTS = ["kind", "name", "look", "categories", "label", "low", "high", "beyond", "dashed", "measured"];

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
