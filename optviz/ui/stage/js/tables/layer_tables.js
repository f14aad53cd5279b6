// The numbers behind a plane's layers as tables: what its picture shows at the playhead, nothing of what comes later.

import { spotsNow } from "../canvas/spots.js";
import { digits } from "../shared/text.js";
import { t } from "../shared/words.js";
import { shares, spread, stepColumns, tableOf } from "./thinned.js";

/** @import { ArrowsLayer, BundleLayer, Categorized, LabelsLayer, Layer } from "../shared/layer_types.js" */
/** @import { LineLayer, MovingLineLayer, PathLayer, PointsLayer, RampMapLayer } from "../shared/layer_types.js" */
/** @import { SwarmLayer } from "../shared/layer_types.js" */
/** @import { Field, Floats, Playhead } from "../shared/types.js" */
/** @import { DataTable } from "./thinned.js" */
/** @typedef {{ step: number, last: number, horizon: number }} Now  the playhead, and up to where all may be seen */
/** @typedef {[x: string, y: string]} Labels */

const CELLS = 7;

/**
 * Where the runs were, step by step.
 * @type {(paths: Pick<PathLayer, "name" | "x" | "y" | "value">[], labels: Labels, now: Now) => DataTable[]}
 */
export function pathTables(paths, labels, now) {
  const columns = paths.flatMap(({ name, x, y, value }, i) => {
    const called = t(name) || (paths.length > 1 ? t("path {number}", { number: i + 1 }) : "");
    /** @type {(label: string, values: Floats) => { name: string, values: Floats }} */
    const column = (label, values) => ({ name: called ? `${called}: ${t(label)}` : label, values });
    return [column(labels[0], x), column(labels[1], y), ...(value ? [column("f", value)] : [])];
  });
  return stepColumns("Where the runs were", columns, now.horizon);
}

/** @type {(layer: PointsLayer, labels: Labels, step: number) => DataTable[]} */
function pointTable(layer, labels, step) {
  const spots = spotsNow(layer, step);
  const says = [layer.labels, layer.hover].find((texts) => texts.length === spots.length) ?? [];
  const rows = spots.map(([x, y], i) => [says[i]?.replaceAll("\n", ", ") || String(i + 1), digits(x), digits(y)]);
  return tableOf(layer.name || "Points", ["point", ...labels], rows);
}

/** @type {(layer: LabelsLayer, labels: Labels) => DataTable[]} */
const labelTable = (layer, labels) =>
  tableOf("Labels", ["label", ...labels], layer.texts.map((text, i) => [text, digits(layer.x[i]), digits(layer.y[i])]));

/** @type {(layer: LineLayer | MovingLineLayer, labels: Labels, now: Now) => DataTable[]} */
function lineTable(layer, labels, { step, horizon }) {
  const { x, y } = layer;
  const moving = layer.kind === "moving_line";
  const from = moving ? step * x.length : 0;
  const count = layer.kind === "line" && layer.by_step ? Math.min(horizon + 1, x.length) : x.length;
  if (from + count > y.length) return [];
  const rows = spread(count).map((i) => [digits(x[i]), digits(y[from + i])]);
  return tableOf(layer.name || "Curve", labels, rows, count);
}

/** @type {(layer: ArrowsLayer, labels: Labels, now: Now) => DataTable[]} */
function arrowTable(layer, labels, { step }) {
  const { dx, dy } = layer;
  const moving = dx.shape.length === 2;
  const [frames, width] = moving ? dx.shape : [1, dx.length];
  const from = moving ? step * width : 0;
  if (moving && step >= frames) return [];
  /** @type {(column: Floats, i: number) => number} */
  const start = (column, i) => column[column.length === dx.length ? from + i : i];
  const rows = Array.from({ length: width }, (_, i) => [
    ...[start(layer.x, i), start(layer.y, i), dx[from + i], dy[from + i]].map((number) => digits(number)),
  ]);
  const along = labels.map((label) => t("along {label}", { label }));
  return tableOf(layer.name || "Arrows", [...labels, ...along], rows);
}

/** @type {(layer: SwarmLayer, now: Now) => DataTable[]} */
function swarmTable(layer, { horizon }) {
  const { number, arrival } = layer;
  const told = Array.from(number, (category, i) => (!arrival || arrival[i] <= horizon ? category : -1));
  return shares("Where the starts end", layer.categories.map(({ label }) => label), told, "has not arrived");
}

/** @type {(layer: BundleLayer, labels: Labels, now: Now) => DataTable[]} */
function bundleTable(layer, labels, { horizon }) {
  const [runs, steps] = layer.x.shape;
  const at = Math.min(horizon, steps - 1);
  const rows = spread(runs).map((run) => [
    digits(layer.low + layer.share[run] * (layer.high - layer.low)),
    digits(layer.x[run * steps + at]),
    digits(layer.y[run * steps + at]),
  ]);
  return tableOf("Many runs, each where it is now", [layer.label, ...labels], rows, runs);
}

/** @type {(layer: Layer & Categorized & { number: ArrayLike<number> }) => DataTable[]} */
const mapTable = (layer) =>
  shares("Regions, by their share of the picture", layer.categories.map(({ label }) => label), layer.number);

/**
 * Values on a grid, rows by y from above.
 * @type {(caption: string, x: ArrayLike<number>, y: ArrayLike<number>, value: (column: number, row: number) => number,
 *   labels: Labels) => DataTable[]}
 */
function gridTable(caption, x, y, value, labels) {
  const [columns, rows] = [spread(x.length, CELLS), spread(y.length, CELLS).reverse()];
  const head = [`${labels[1]} \\ ${labels[0]}`, ...columns.map((i) => digits(x[i], 3))];
  return tableOf(caption, head, rows.map((j) => [digits(y[j], 3), ...columns.map((i) => digits(value(i, j), 3))]));
}

/** @type {(ends: ArrayLike<number>, count: number) => number[]} */
const evenly = (ends, count) =>
  Array.from({ length: count }, (_, i) => ends[0] + ((ends[1] - ends[0]) * i) / Math.max(1, count - 1));

/** @type {(layer: RampMapLayer, labels: Labels) => DataTable[]} */
function rampTable(layer, labels) {
  const [rows, columns] = layer.value.shape;
  const value = (/** @type {number} */ i, /** @type {number} */ j) => layer.value[j * columns + i];
  return gridTable(layer.label || "Map", evenly(layer.x, columns), evenly(layer.y, rows), value, labels);
}

/** The heights under a picture. @type {(field: Field, labels: Labels) => DataTable[]} */
export function fieldTable({ x, y, size, z }, labels) {
  const value = (/** @type {number} */ i, /** @type {number} */ j) => z[j * size + i];
  return gridTable("Height f of the surface", evenly(x, size), evenly(y, size), value, labels);
}

/** @type {(layer: Layer, labels: Labels, now: Now, fields: Record<string, Field>) => DataTable[]} */
function layerTables(layer, labels, now, fields) {
  switch (layer.kind) {
    case "points":
      return pointTable(layer, labels, now.step);
    case "labels":
      return labelTable(layer, labels);
    case "line":
    case "moving_line":
      return lineTable(layer, labels, now);
    case "arrows":
      return arrowTable(layer, labels, now);
    case "swarm":
      return swarmTable(layer, now);
    case "bundle":
      return bundleTable(layer, labels, now);
    case "category_map":
    case "outcome_map":
    case "strip":
      return mapTable(layer);
    case "ramp_map":
      return rampTable(layer, labels);
    case "contour":
      return fields[layer.field] ? fieldTable(fields[layer.field], labels) : [];
    default:
      return [];
  }
}

/**
 * All that is told of layers: the runs first, the ground last.
 * @type {(layers: Layer[], labels: Labels, now: Now, fields: Record<string, Field>) => DataTable[]}
 */
export function layersTables(layers, labels, now, fields) {
  const seen = layers.filter(({ since }) => since <= now.horizon);
  const paths = seen.filter((layer) => layer.kind === "path");
  const others = seen.filter(({ kind }) => kind !== "path");
  const ground = (/** @type {Layer} */ { kind }) => Number(kind === "contour");
  others.sort((a, b) => ground(a) - ground(b));
  return [...pathTables(paths, labels, now), ...others.flatMap((layer) => layerTables(layer, labels, now, fields))];
}
