// The numbers behind a chart's curves: where they lie, how far the axes reach, which step is where.

/** @import { ChartSpec, Series } from "../shared/board_types.js" */
/** @import { Floats, Point } from "../shared/types.js" */
/** @typedef {(number | null)[]} Column */

/**
 * The steps 0 … n − 1.
 * @param {number} n
 */
export const ascending = (n) => Array.from({ length: n }, (_, i) => i);

/**
 * A column of `length` numbers; null where there is none, or none that the axis can show.
 * @type {(values: ArrayLike<number>, log: boolean, length: number) => (number | null)[]}
 */
export const plottable = (values, log, length) => {
  const column = new Array(length).fill(null);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isFinite(value) && (!log || value > 0)) column[i] = value;
  }
  return column;
};

/**
 * Do curves lie over a cost of their own instead of over the step?
 * @param {Series[]} series
 */
export const hasCosts = (series) => series.some((curve) => curve.x);

/** @param {Floats} column */
const lastOf = (column) => column[column.length - 1];

/**
 * Where each step lies, if all curves agree about that; null if they lie over the step itself, or if each has a cost of
 * its own, and so no common playhead.
 * @type {(series: Series[]) => Floats | null}
 */
export function commonPlaces(series) {
  /** @type {Floats[]} */
  const columns = series.map(({ x, y }) => x || ascending(y.length));
  const longest = columns.reduce((a, b) => (b.length > a.length ? b : a), []);
  const agree = columns.every((x) => !x.length || lastOf(x) === lastOf(longest));
  return hasCosts(series) && agree ? longest : null;
}

/**
 * Is the playhead of every curve at the same place, so that one line cuts off what is later?
 * @param {Series[]} series
 */
export function sharePlaces(series) {
  const places = commonPlaces(series);
  if (!places) return !hasCosts(series);
  return series.every(({ x, known }) => known || (x && Array.from(x).every((place, i) => place === places[i])));
}

/**
 * 1, 2 or 5 times a power of ten, not less than a number.
 * @param {number} number
 */
export const roundedUp = (number) => {
  const power = 10 ** Math.floor(Math.log10(number));
  return power * ([1, 2, 5].find((times) => times * power >= number) ?? 10);
};

/**
 * The ends of the x axis; `last` is the playhead's last step, which the axis does not tell if it is an outcome.
 * @type {(series: Series[], last: number, openEnded?: boolean) => Point}
 */
export function xRange(series, last, openEnded = false) {
  const ends = series.map(({ x, y }) => (x ? lastOf(x) : y.length - 1));
  const end = Math.max(1, ...ends, ...(hasCosts(series) ? [] : [last]));
  return [0, openEnded ? roundedUp(end) : end];
}

/**
 * The ends of a linear y axis: a little more than the curves need, unless the chart names its own.
 * @type {(spec: Pick<ChartSpec, "low" | "high">, low: number | null, high: number | null) => Point}
 */
export function yRange(spec, low, high) {
  const [from, to] = low != null && high != null && high >= low ? [low, high] : [0, 1];
  const top = spec.high ?? to; // What the chart cuts off needs no room below the others.
  const pad = Math.max(0, top - from) * 0.06 || Math.abs(top) * 0.1 || 1;
  return [spec.low ?? from - pad, spec.high ?? to + pad];
}

/**
 * Curves over the step as the table that uPlot draws: the steps, and a column for each curve. What is known before
 * reaches to the end of the axis, which may lie beyond the last step.
 * @type {(spec: Pick<ChartSpec, "series" | "log">, last: number, end?: number) => [number[], ...Column[]]}
 */
export function stepTable({ series, log }, last, end = 0) {
  const length = Math.max(2, last + 1, ...series.map(({ y }) => y.length));
  const columns = series.map(({ y }) => plottable(y, log, length));
  if (end < length) return [ascending(length), ...columns];
  series.forEach(({ known }, i) => columns[i].push(known ? columns[i][length - 1] : null));
  return [[...ascending(length), end], ...columns];
}

/**
 * Curves over a cost as tables of their own, up to step `last`.
 * @type {(spec: Pick<ChartSpec, "series" | "log">, last: number) => [number[], Column][]}
 */
export const costTables = ({ series, log }, last) =>
  series.map(({ x, y, known }) => {
    const length = known ? y.length : Math.min(y.length, last + 1);
    return [x ? Array.from(x.slice(0, length)) : ascending(length), plottable(y.slice(0, length), log, length)];
  });

/**
 * The least and the greatest number that a chart's curves show until step `seen`, those that are known before to their
 * end; null where they show none.
 * @type {(spec: Pick<ChartSpec, "series" | "log">, seen?: number) => Point | null}
 */
export function extentOf({ series, log }, seen = Infinity) {
  let [low, high] = [Infinity, -Infinity];
  for (const { y, known } of series) {
    for (const value of known ? y : y.slice(0, seen + 1)) {
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

/**
 * The same curves, those that are known before the others: they are drawn first.
 * @param {Series[]} series
 */
export const knownFirst = (series) => [...series].sort((a, b) => Number(b.known) - Number(a.known));

/**
 * Where the dot of a curve stands at a step: x and y; null where it has none.
 * @type {(curve: Series, step: number, log: boolean) => Point | null}
 */
export function dotOf({ x, y }, step, log) {
  const at = Math.min(step, y.length - 1);
  const value = y[at];
  if (!Number.isFinite(value) || (log && value <= 0)) return null;
  if (x) return [x[at], value];
  return at === step ? [at, value] : null;
}
