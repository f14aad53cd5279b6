// What uPlot is told of a chart: its look, its axes with their ranges and ticks, its curves.

import { digits } from "../shared/text.js";
import { xRange, yRange } from "./curves.js";
import { t } from "../shared/words.js";

/** @import { Extent, Size } from "../shared/types.js" */
/** @import { ChartPanel } from "./chart.js" */
/** @import { Curtain } from "./curtain.js" */

export const DASHES = [6, 4];

const PALE = 0.5;

const MARGIN = 1.08;

// uPlot's own list of distances between ticks ends long before float64 does; a diverging run goes on.
export const INCREMENTS = Array.from({ length: 608 }, (_, i) => i - 300).flatMap((e) =>
  [1, 2, 5].map((m) => Number(`${m}e${e}`))
);

/**
 * A power of ten, or a few times one, as the label of a tick.
 * @param {number} value
 */
export const power = (value) => {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const text = `${digits(value / 10 ** exponent, 3)}e${exponent}`.replace("-", "−");
  return Math.abs(exponent) < 3 ? digits(value) : text;
};

/**
 * The times of powers of ten between two ends; of the powers only each `stride`-th, counted from `first`.
 * @type {(min: number, max: number, times: number[], stride?: number, first?: number) => number[]}
 */
function timesOfPowers(min, max, times, stride = 1, first = 0) {
  const ticks = [];
  for (let e = Math.floor(Math.log10(min)); e <= Math.log10(max); e++) {
    if ((e - first) % stride) continue;
    ticks.push(...times.map((m) => Number(`${m}e${e}`)).filter((tick) => tick >= min && tick <= max));
  }
  return ticks;
}

/** @type {(min: number, max: number) => number[]} */
function evenTicks(min, max) {
  const step = INCREMENTS.findLast((size) => Math.floor(max / size) - Math.ceil(min / size) >= 1) ?? max - min;
  const ticks = [];
  for (let i = Math.ceil(min / step); i * step <= max; i++) ticks.push(Number((i * step).toPrecision(6)));
  return ticks;
}

/**
 * Ticks at whole powers of ten with at most so many gaps; at times of powers where there are few, and never one alone.
 * @type {(min: number, max: number, most: number) => number[]}
 */
export function decades(min, max, most) {
  if (!(min > 0) || !Number.isFinite(max)) return [];
  const span = Math.log10(max) - Math.log10(min);
  const fine = span < 0.5 ? [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5]] : span < 1.6 ? [[1, 2, 5]] : [];
  const stride = Math.max(1, Math.ceil(span / most));
  const all = [
    ...fine.map((times) => timesOfPowers(min, max, times)),
    timesOfPowers(min, max, [1], stride),
    timesOfPowers(min, max, [1], stride, Math.ceil(Math.log10(min))),
    ...(span < 3 ? [timesOfPowers(min, max, [1]), timesOfPowers(min, max, [1, 3])] : []),
  ].filter((ticks) => ticks.length > 1);
  const fewest = all.reduce((a, b) => (b.length < a.length ? b : a), all[0] ?? []);
  return all.find((ticks) => ticks.length <= most + 1) ?? (fewest.length ? fewest : evenTicks(min, max));
}

/**
 * The range of a logarithmic axis around its numbers, with a margin; never beyond what float64 holds.
 * @type {(low: number, high: number) => [number, number]}
 */
export function logRange(low, high) {
  if (!(low > 0) || !Number.isFinite(high)) return [1e-3, 1];
  const [a, b] = [Math.log10(low), Math.log10(high)];
  const pad = Math.max((b - a) * (MARGIN - 1), 0.15);
  return [10 ** Math.max(a - pad, -300), 10 ** Math.min(b + pad, 300)];
}

/**
 * A number of a linear axis as the label of a tick.
 * @param {number} value
 */
export const tickText = (value) => {
  const long = Math.abs(value) >= 1e5;
  return Number.isInteger(value) && !long ? String(value) : digits(value, long ? 2 : 3);
};

/**
 * The ticks of a logarithmic y axis on a chart of this height: as many as can be read.
 * @type {(height: number, font: number) => UPlotAxis}
 */
const logTicks = (height, font) => {
  const most = Math.max(2, Math.floor(height / (font * 2)));
  return {
    splits: ({ scales: { y } }) => decades(y.min ?? NaN, y.max ?? NaN, most),
    values: (_, values) => values.map(power),
    filter: (_, values) => values,
  };
};

/**
 * All that uPlot is told, for type and lines of some size; it calls `drawn` whenever it has drawn the chart, and the
 * curtain keeps what it has drawn before the curves that may not be seen yet.
 * @type {(panel: ChartPanel, extent: Extent, size: Size, curtain: Curtain, drawn: () => void) => UPlotOptions}
 */
export function optionsOf(panel, { width, height }, { font, line }, curtain, drawn) {
  const { spec, pens, board: { theme, player } } = panel;
  const known = spec.series.filter((curve) => curve.known).length;
  const low = () => panel.extent?.[0] ?? null;
  const high = () => panel.extent?.[1] ?? null;
  /** @type {UPlotAxis} */
  const axis = {
    stroke: theme.faint,
    font: `${Math.round(font * 0.9)}px ${theme.font}`,
    grid: { stroke: theme.rule, width: 1 },
    ticks: { show: false },
    gap: 3,
    incrs: INCREMENTS,
    values: (_, values) => values.map(tickText),
  };
  return {
    width,
    height,
    padding: [8, Math.round(font * 1.5), 0, 0],
    legend: { show: false },
    pxAlign: false,
    hooks: {
      draw: [drawn],
      drawAxes: known ? [] : [(chart) => curtain.keep(chart)],
      drawSeries: known ? [(chart, i) => i === known && curtain.keep(chart)] : [],
    },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: false, range: () => xRange(panel.spec.series, player.last, panel.board.shownView.open_ended) },
      y: spec.log
        ? { distr: 3, range: () => logRange(panel.spec.low ?? low() ?? NaN, panel.spec.high ?? high() ?? NaN) }
        : { range: () => yRange(panel.spec, low(), high()) },
    },
    axes: [
      {
        ...axis,
        size: font * 1.6,
        space: font * 4.5,
        label: t(spec.x_label) || null,
        labelSize: font * 1.5,
        labelGap: 0,
        labelFont: `${Math.round(font * 0.95)}px ${theme.font}`,
      },
      { ...axis, size: font * 3.6, space: font * 1.7, ...(spec.log ? logTicks(height, font) : {}) },
    ],
    series: [
      {},
      ...spec.series.map((curve, i) => ({
        stroke: pens[i].colour,
        width: line * (curve.chosen ? 0.95 : 0.75),
        alpha: curve.pale ? PALE : 1,
        dash: curve.dashed ? DASHES : pens[i].dash,
        points: { show: false },
        spanGaps: Boolean(curve.x),
      })),
    ],
  };
}
