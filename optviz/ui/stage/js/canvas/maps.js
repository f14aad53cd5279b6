// Coloured maps and strips of a plane, painted cell by cell on a small canvas and stretched over the picture.

import { frameAt } from "../shared/frames.js";
import { rgbOf, shadeAt } from "../shared/pens.js";
import { paintedCanvas } from "./context.js";

/** @import { Context, LookCode, Point, Theme } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @import { CategoryMapLayer, OutcomeMapLayer, RampMapLayer } from "../shared/layer_types.js" */
/** @import { RegionsLayer, StripLayer } from "../shared/layer_types.js" */
/** @typedef {CategoryMapLayer | RampMapLayer | OutcomeMapLayer} MapLayer */

const STRIP_HEIGHT = 0.75;
/** The colour of what diverges, by the theme. */
export const BEYOND = { light: "#e3b7b0", dark: "#6b3a3a" };
/** How strong a category is at the lowest of its numbers, at the highest, and where it has none; a faint one. */
export const STRENGTH = { low: 0.9, high: 0.35, none: 0.55, faint: 0.12 };
const LEVELS = 256;

/** @type {(data: Uint8ClampedArray, i: number, colour: number[], alpha?: number) => void} */
const put = (data, i, [r, g, b], alpha = 255) => {
  [data[4 * i], data[4 * i + 1], data[4 * i + 2], data[4 * i + 3]] = [r, g, b, alpha];
};

/**
 * A faint category lets the ground through: grey beside a grey of ink it would look the same.
 * @type {(look: LookCode, strength: number) => number}
 */
export const strengthOf = (look, strength) => (look === "faint" ? STRENGTH.faint : strength);

/**
 * Row 0 of a map is its lowest, row 0 of an image its highest.
 * @type {(rows: number, columns: number, paintCell: (from: number, to: number) => void) => void}
 */
function eachCell(rows, columns, paintCell) {
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) paintCell(j * columns + i, (rows - 1 - j) * columns + i);
  }
}

/** @type {(layer: CategoryMapLayer | StripLayer, data: Uint8ClampedArray, rows: number, columns: number) => void} */
export function paintCategories(layer, data, rows, columns) {
  const colours = layer.pens.map((pen) => rgbOf(pen.colour));
  const alphas = layer.kind === "category_map"
    ? layer.categories.map(({ look }) => Math.round(255 * strengthOf(look, layer.alpha)))
    : [];
  eachCell(rows, columns, (from, to) => {
    const category = layer.number[from];
    if (category >= 0) put(data, to, colours[category], alphas[category]);
  });
}

/** @type {(layer: RampMapLayer, theme: Theme, data: Uint8ClampedArray, rows: number, columns: number) => void} */
export function paintValues(layer, theme, data, rows, columns) {
  const table = Array.from({ length: 257 }, (_, i) => shadeAt(theme[layer.ramp], i / 256));
  const beyond = rgbOf(beyondOf(theme));
  eachCell(rows, columns, (from, to) => {
    const value = layer.value[from];
    if (Number.isNaN(value)) return;
    const share = (value - layer.low) / (layer.high - layer.low);
    const shade = table[Math.round(256 * Math.min(Math.max(share, 0), 1))];
    put(data, to, layer.beyond && value >= layer.high ? beyond : shade);
  });
}

/** @param {Pick<Theme, "dark">} theme */
export const beyondOf = ({ dark }) => BEYOND[dark ? "dark" : "light"];

/** @param {number} share how far a number is, 0 to 1 */
const strengthAt = (share) => STRENGTH.low + (STRENGTH.high - STRENGTH.low) * share;

/**
 * How strong a category without numbers is: beside the colours of a ramp, whose end is pale, a faint one is grey.
 * @type {(layer: Pick<OutcomeMapLayer, "categories">, category: number) => number}
 */
export const plainStrength = ({ categories }, category) =>
  categories[0].look === "ramp" ? STRENGTH.none : strengthOf(categories[category].look, STRENGTH.none);

/**
 * The colours of a category of outcomes, four numbers, at each level of its number.
 * @type {(layer: OutcomeMapLayer, category: number, theme: Theme) => number[][]}
 */
function outcomeColours(layer, category, theme) {
  const { pens, measured, categories: { [category]: { look } } } = layer;
  return Array.from({ length: LEVELS }, (_, level) => {
    const share = level / (LEVELS - 1);
    if (look === "ramp") return [...shadeAt(theme.strong, share), 255];
    if (look === "bad") return [...rgbOf(beyondOf(theme)), 255];
    const strength = category < measured ? strengthAt(share) : plainStrength(layer, category);
    return [...rgbOf(pens[category].colour), 255 * strength];
  });
}

/** @type {(layer: OutcomeMapLayer, theme: Theme, data: Uint8ClampedArray, rows: number, columns: number) => void} */
export function paintOutcomes(layer, theme, data, rows, columns) {
  const { number, level } = layer;
  const table = new Uint8ClampedArray(4 * LEVELS * layer.categories.length);
  layer.categories.forEach((_, i) => table.set(outcomeColours(layer, i, theme).flat(), 4 * LEVELS * i));
  const [colours, pixels] = [new Uint32Array(table.buffer), new Uint32Array(data.buffer)];
  eachCell(rows, columns, (from, to) => pixels[to] = colours[LEVELS * number[from] + level[from]]);
}

/**
 * What an outcome map says of a cell: its category, and the number that the cell has, if it has one.
 * @type {(layer: OutcomeMapLayer, cell: number) => { label: string, value: number | null }}
 */
export function readOutcome({ number, level, categories, measured, low, high, log }, cell) {
  const share = level[cell] / (LEVELS - 1);
  const value = log ? low * (high / low) ** share : low + share * (high - low);
  return { label: categories[number[cell]].label, value: number[cell] < measured ? value : null };
}

/**
 * @type {(context: Context, panel: AxesContext, layer: { x: Point, y: Point }, picture: HTMLCanvasElement,
 *   smooth?: boolean) => void}
 */
function stretch(context, panel, layer, picture, smooth = true) {
  const [left, bottom] = panel.view.point(layer.x[0], layer.y[0]);
  const [right, top] = panel.view.point(layer.x[1], layer.y[1]);
  context.imageSmoothingEnabled = smooth;
  context.drawImage(picture, left, top, right - left, bottom - top);
}

/**
 * The picture of a layer, painted anew only for another `key`.
 * @template {{ painted?: string, picture?: HTMLCanvasElement }} L
 * @param {L} layer
 * @param {string} key
 * @param {() => HTMLCanvasElement} paint
 */
function pictureOf(layer, key, paint) {
  if (layer.painted !== key || !layer.picture) layer.picture = paint();
  layer.painted = key;
  return layer.picture;
}

/** @param {MapLayer} layer */
const valuesOf = (layer) => (layer.kind === "ramp_map" ? layer.value : layer.number);

/** @type {(context: Context, panel: AxesContext, layer: MapLayer) => void} */
export function drawMap(context, panel, layer) {
  const { theme } = panel.board;
  const [rows, columns] = valuesOf(layer).shape;
  const picture = pictureOf(layer, String(theme.dark), () =>
    paintedCanvas(columns, rows, (data) => {
      if (layer.kind === "category_map") paintCategories(layer, data, rows, columns);
      else if (layer.kind === "outcome_map") paintOutcomes(layer, theme, data, rows, columns);
      else paintValues(layer, theme, data, rows, columns);
    }));
  stretch(context, panel, layer, picture, layer.kind === "ramp_map");
}

/**
 * Regions that change with the playhead: the surer, the stronger the colour.
 * @type {(context: Context, panel: AxesContext, layer: RegionsLayer) => void}
 */
export function drawRegions(context, panel, layer) {
  const [frames, rows, columns] = layer.value.shape;
  const frame = frameAt(panel.board.player, frames);
  const picture = panel.lent ?? pictureOf(
    layer,
    `${frame},${panel.board.theme.dark}`,
    () => paintedCanvas(columns, rows, (data) => paintRegions(layer, frame, data, rows, columns)),
  );
  stretch(context, panel, layer, picture);
}

/**
 * A value is the number of its category and, behind the point, how sure it is.
 * @type {(layer: RegionsLayer, frame: number, data: Uint8ClampedArray, rows: number, columns: number) => void}
 */
export function paintRegions(layer, frame, data, rows, columns) {
  const colours = layer.pens.map((pen) => rgbOf(pen.colour));
  eachCell(rows, columns, (from, to) => {
    const value = layer.value[frame * rows * columns + from];
    const category = Math.floor(value);
    if (category >= 0) put(data, to, colours[category], Math.round(20 + 110 * (value - category)));
  });
}

/** @type {(context: Context, panel: AxesContext, layer: StripLayer) => void} */
export function drawStrip(context, panel, layer) {
  const { box } = panel.view;
  const height = panel.board.size.font * STRIP_HEIGHT;
  const { length } = layer.number;
  layer.picture ||= paintedCanvas(length, 1, (data) => paintCategories(layer, data, 1, length));
  context.imageSmoothingEnabled = false;
  context.drawImage(layer.picture, box.left, box.top + box.height - height, box.width, height);
}

/**
 * How far along an axis a value is, as a share of the window.
 * @type {(value: number, window: Point, log: boolean) => number}
 */
const shareOf = (value, [low, high], log) =>
  log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

/**
 * Which cell of a map a point of the plane lies in, row by row; null beyond its window.
 * @type {(panel: { spec: { x: { log: boolean }, y: { log: boolean } } }, layer: MapLayer, x: number,
 *   y: number) => number | null}
 */
export function cellAt(panel, layer, x, y) {
  const [rows, columns] = valuesOf(layer).shape;
  const i = Math.floor(shareOf(x, layer.x, panel.spec.x.log) * columns);
  const j = Math.floor(shareOf(y, layer.y, panel.spec.y.log) * rows);
  if (!(i >= 0 && j >= 0 && i < columns && j < rows)) return null;
  return j * columns + i;
}

/**
 * What a map says at a point of the plane, for the mouse; null beyond its window.
 * @type {(panel: { spec: { x: { log: boolean }, y: { log: boolean } } }, layer: MapLayer, x: number,
 *   y: number) => number | null}
 */
export function readMap(panel, layer, x, y) {
  const cell = cellAt(panel, layer, x, y);
  return cell === null ? null : valuesOf(layer)[cell];
}
