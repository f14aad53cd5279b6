// How a network is drawn: where its units stand, their pictures, the lines of the weights.

import { shadeAt } from "../shared/pens.js";
import { t } from "../shared/words.js";

/** @import { Context, Extent, Floats, Theme } from "../shared/types.js" */
/** @import { NetworkDiagramSpec } from "../shared/board_types.js" */
/** @import { MlpLayer } from "../shared/mlp.js" */
/**
 * `side` of a unit's picture; a column a layer: its middle, those of the units drawn, how many more there are.
 * @typedef {{ side: number, columns: { x: number, ys: number[], more: number }[] }} NetworkLayout
 */

/** The most units of a layer that are drawn. */
export const MOST_UNITS = 8;
const SMALLEST = 8;
const WORDS = 4.5; // in sizes of the type: from here on there is room for words below each column
const THICKEST = 7;
/** A weight of this size has the full colour. */
const STRONG = 3;

/**
 * Where everything stands in a picture of some size; `left` and `right` are kept free for names.
 * @type {(sizes: number[], size: Extent, font: number, left: number, right: number) => NetworkLayout}
 */
export function layoutNetwork(sizes, { width, height }, font, left, right) {
  const counts = sizes.map((count) => Math.min(count, MOST_UNITS));
  const head = 1.7 * font;
  const foot = sizes.some((count) => count > MOST_UNITS) ? 1.7 * font : 0.3 * font;
  const room = height - head - foot;
  const pitch = room / Math.max(...counts);
  const across = (width - left - right) / sizes.length;
  const side = Math.max(SMALLEST, Math.min(0.86 * pitch, 0.55 * across, 4.5 * font));
  const distance = Math.min(pitch, 1.4 * side);
  const columns = counts.map((count, k) => ({
    x: left + side / 2 + (k / (counts.length - 1)) * (width - left - right - side),
    ys: Array.from({ length: count }, (_, i) => head + room / 2 + (i - (count - 1) / 2) * distance),
    more: sizes[k] - count,
  }));
  return { side, columns };
}

/**
 * What a unit's picture is measured by: its largest value; 1 for an activation that never exceeds it.
 * @type {(values: Floats, bounded: boolean) => number}
 */
export function scaleOf(values, bounded) {
  if (bounded) return 1;
  let most = 0;
  for (let p = 0; p < values.length; p++) {
    const size = Math.abs(values[p]);
    if (size > most && Number.isFinite(size)) most = size;
  }
  return most || 1;
}

/** A table of the diverging ramp: 256 is +1, 128 is 0. @param {Theme} theme */
export const shades = (theme) => Array.from({ length: 257 }, (_, i) => shadeAt(theme.diverging, i / 256));

/**
 * Paints a square of `side` × `side` values from pixel `first` on; a value that is no number is left out.
 * @type {(data: Uint8ClampedArray, first: number, values: Floats, side: number,
 *   colour: (value: number) => number[]) => void}
 */
export function paintSquare(data, first, values, side, colour) {
  for (let p = 0; p < side * side; p++) {
    if (Number.isNaN(values[p])) continue;
    const to = first + (side - 1 - Math.floor(p / side)) * side + (p % side);
    const [r, g, b, alpha = 255] = colour(values[p]);
    data.set([r, g, b, alpha], 4 * to);
  }
}

/**
 * How a weight is drawn: the larger, the thicker and the stronger in the colour of its sign.
 * @type {(weight: number, theme: Theme) => { width: number, colour: string }}
 */
export function weightLine(weight, theme) {
  const size = Math.abs(weight);
  const share = 0.5 + 0.5 * Math.sign(weight) * Math.min(1, 0.4 + (0.6 * size) / STRONG);
  const colour = shadeAt(theme.diverging, share).map(Math.round);
  return { width: Math.min(0.4 + 1.5 * size, THICKEST), colour: `rgb(${colour.join()})` };
}

/**
 * The lines of all weights between units that are drawn; those of a chosen unit stand out.
 * @type {(context: Context, layout: NetworkLayout, layers: MlpLayer[], theme: Theme, thick: number,
 *   chosen: [column: number, unit: number] | null) => void}
 */
export function drawWeights(context, { side, columns }, layers, theme, thick, chosen) {
  layers.forEach(({ outputs, weights }, k) => {
    const [from, to] = [columns[k], columns[k + 1]];
    const [left, right] = [from.x + side / 2, to.x - side / 2];
    const bend = (right - left) / 2;
    from.ys.forEach((top, i) => {
      to.ys.forEach((bottom, j) => {
        const weight = weights[i * outputs + j];
        if (!Number.isFinite(weight)) return;
        const { width, colour } = weightLine(weight, theme);
        const at = (/** @type {number} */ column, /** @type {number} */ unit) =>
          chosen?.[0] === column && chosen[1] === unit;
        context.globalAlpha = !chosen || at(k, i) || at(k + 1, j) ? 1 : 0.12;
        context.lineWidth = width * thick;
        context.strokeStyle = colour;
        context.beginPath();
        context.moveTo(left, top);
        context.bezierCurveTo(left + bend, top, right - bend, bottom, right, bottom);
        context.stroke();
      });
    });
  });
  context.globalAlpha = 1;
}

/** @param {number} i */
export const inputName = (i) => `x${"₁₂₃₄"[i]}`;

/** @type {(context: Context, layout: NetworkLayout, spec: NetworkDiagramSpec, theme: Theme, font: number) => void} */
export function drawNames(context, { columns, side }, { categories }, theme, font) {
  const last = columns.length - 1;
  context.font = `${font}px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textBaseline = "middle";
  columns.forEach(({ x, ys, more }, c) => {
    context.textAlign = "center";
    context.fillText(
      c === 0 ? t("input") : c === last ? t("output") : t("layer {number}", { number: c }),
      x,
      0.75 * font,
    );
    const narrow = columns[1].x - columns[0].x < WORDS * font;
    if (more) {
      context.fillText(
        narrow ? `+ ${more}` : t("+ {more} more", { more }),
        x,
        ys[ys.length - 1] + side / 2 + 0.85 * font,
      );
    }
    context.textAlign = c ? "left" : "right";
    ys.forEach((y, i) => {
      if (c === 0) context.fillText(inputName(i), x - side / 2 - 5, y);
      if (c === last) context.fillText(categories[i].label, x + side / 2 + 6, y);
    });
  });
}
