// What Plotly is told of an axis of a picture: its range, its ticks, the room for its numbers.

/** @import { AxisSpec } from "../shared/board_types.js" */
/** @import { Point } from "../shared/types.js" */

const TICKS = 7;
const PLAIN_ROOM = 4;

/**
 * The range of an axis as Plotly has it: of a logarithmic one, the exponents of ten.
 * @type {(axis: AxisSpec) => Point}
 */
export const plotlyRange = ({ low, high, log }) => (log ? [Math.log10(low), Math.log10(high)] : [low, high]);

/**
 * The settings of Plotly's that an axis needs besides its label.
 * @param {AxisSpec} spec
 */
export function axisSettings(spec) {
  const decades = Math.log10(spec.high / spec.low);
  return {
    range: plotlyRange(spec),
    type: spec.log ? "log" : "linear",
    exponentformat: spec.log ? "power" : "e", // 10⁶ alone is short, 1.2e+6 is shorter than 1.2×10⁶
    nticks: TICKS,
    ...(spec.log && spec.high / spec.low > 8 ? { dtick: Math.ceil(decades / TICKS) } : {}),
    ...(spec.whole ? { tick0: 0, dtick: Math.ceil((spec.high - spec.low) / TICKS) } : {}),
  };
}

/**
 * The room for the numbers and the name of an upright axis, in letters: more where Plotly writes exponents.
 * @param {AxisSpec} spec
 */
export function labelRoom({ low, high, log }) {
  const exponent = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))) + 0.01);
  if (log) return Math.abs(exponent) < 10 ? PLAIN_ROOM : PLAIN_ROOM + 1.2;
  if (!Number.isFinite(exponent) || Math.abs(exponent) < 4) return PLAIN_ROOM;
  const longest = `${low < 0 ? "−" : ""}1.2e+${Math.abs(exponent)}`;
  return 1.9 + 0.6 * longest.length;
}

/**
 * How many numbers there is room for along the lower axis, which Plotly would else turn on their side.
 * @type {(width: number, font: number) => number}
 */
export const tickCount = (width, font) => Math.max(2, Math.min(TICKS, Math.floor(width / (font * 3))));

/**
 * Ends of an axis, drawn together or apart around their middle.
 * @type {(ends: Point, factor: number) => Point}
 */
export const zoomed = ([a, b], factor) => [(a + b) / 2 - ((b - a) / 2) * factor, (a + b) / 2 + ((b - a) / 2) * factor];
