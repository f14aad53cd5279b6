// What uPlot is told of a chart: its look, its axes with their ranges and ticks, its curves.

import { digits } from "../shared/text.js";
import { xRange, yRange } from "./curves.js";

/** @import { Extent, Size } from "../shared/types.js" */
/** @import { ChartPanel } from "./chart.js" */
/** @import { Curtain } from "./curtain.js" */

export const DASHES = [6, 4];

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
  const text = `${Math.round(value / 10 ** exponent)}e${exponent}`.replace("-", "−");
  return Math.abs(exponent) < 3 ? digits(value) : text;
};

/**
 * Ticks at whole powers of ten, thinned to `most`; more where there are few powers.
 * @type {(min: number, max: number, most: number) => number[]}
 */
export function decades(min, max, most) {
  const [low, high] = [Math.log10(min), Math.log10(max)];
  const stride = Math.max(1, Math.ceil((high - low) / most));
  const steps = high - low < 0.5 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : high - low < 1.6 ? [1, 2, 5] : [1];
  const ticks = [];
  for (let e = Math.floor(low); e <= high; e++) {
    for (const m of steps) {
      const tick = Math.log10(m) + e;
      if (e % stride === 0 && tick >= low && tick <= high) ticks.push(Number(`${m}e${e}`));
    }
  }
  return ticks;
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
  const most = Math.max(2, Math.floor(height / (font * 2.6)));
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
        label: spec.x_label || null,
        labelSize: font * 1.5,
        labelGap: 0,
        labelFont: `${Math.round(font * 0.95)}px ${theme.font}`,
      },
      { ...axis, size: font * 3.6, ...(spec.log ? logTicks(height, font) : {}) },
    ],
    series: [
      {},
      ...spec.series.map((curve, i) => ({
        stroke: pens[i].colour,
        width: line * (curve.chosen ? 0.95 : 0.75),
        dash: curve.dashed ? DASHES : pens[i].dash,
        points: { show: false },
        spanGaps: Boolean(curve.x),
      })),
    ],
  };
}
