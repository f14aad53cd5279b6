// What every chart by uPlot shares: its look, the range and the ticks of a logarithmic axis, numbers that can be drawn.

import { digits } from "./text.js";

const MARGIN = 1.08;

// uPlot's own list of distances between ticks ends long before float64 does; a diverging run goes on.
export const INCREMENTS = Array.from({ length: 608 }, (_, i) => i - 300).flatMap((e) =>
  [1, 2, 5].map((m) => Number(`${m}e${e}`))
);

/**
 * The steps 0 … n − 1.
 * @param {number} n
 */
export const ascending = (n) => Array.from({ length: n }, (_, i) => i);

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
 * A number of a linear axis as the label of a tick.
 * @param {number} value
 */
export const tickText = (value) => digits(value, Math.abs(value) < 1e5 ? 3 : 2);

/**
 * What an axis looks like.
 * @param {{ faint: string, rule: string, font: string }} theme
 * @param {{ font: number }} size
 */
export const axisLook = (theme, size) => ({
  stroke: theme.faint,
  font: `${Math.round(size.font * 0.9)}px ${theme.font}`,
  grid: { stroke: theme.rule, width: 1 },
  ticks: { show: false },
  gap: 3,
});

/**
 * The ticks of a logarithmic y axis on a chart of this height: as many as can be read.
 * @param {number} height
 * @param {{ font: number }} size
 */
export const logTicks = (height, size) => {
  const most = Math.max(2, Math.floor(height / (size.font * 2.6)));
  return {
    splits: (/** @type {UPlotChart} */ chart) => decades(chart.scales.y.min ?? NaN, chart.scales.y.max ?? NaN, most),
    values: (/** @type {UPlotChart} */ _, /** @type {number[]} */ values) => values.map(power),
    filter: (/** @type {UPlotChart} */ _, /** @type {number[]} */ values) => values,
  };
};

/**
 * What all charts have in common: no legend, no zoom, `place` called whenever the chart has been laid out and drawn.
 * @param {number} width
 * @param {number} height
 * @param {number} right
 * @param {() => void} place
 */
export const chartFrame = (width, height, right, place) => ({
  width,
  height,
  padding: [8, right, 0, 0],
  legend: { show: false },
  pxAlign: false,
  hooks: { draw: [place] },
  cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
});
