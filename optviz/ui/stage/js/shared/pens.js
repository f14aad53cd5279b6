// How a look is drawn: the look of a run (colour, dash, marker), or a quiet colour of the theme by its name.

/**
 * @import { Catalog, LookCode, Pen, Theme } from "./types.js"
 * @typedef {"strong" | "diverging"} RampName
 * @typedef {[r: number, g: number, b: number]} Rgb
 */

/** @type {Record<string, (theme: Theme) => string>} */
const ROLES = {
  ink: (theme) => theme.ink,
  faint: (theme) => theme.faint,
  accent: (theme) => theme.accent,
  good: (theme) => (theme.dark ? "#6fd58e" : "#1a7f37"),
  bad: (theme) => (theme.dark ? "#ff8f85" : "#b3261e"),
};

/**
 * How a look is drawn on a board.
 * @param {LookCode} look
 * @param {{ theme: Theme, catalog: Pick<Catalog, "palette"> }} board
 * @returns {Pen}
 */
export function penOf(look, board) {
  const { theme, catalog } = board;
  if (typeof look === "string") return { colour: (ROLES[look] || ROLES.ink)(theme), dash: [], marker: "circle" };
  const [colour, dash, marker] = look;
  return { colour: theme.runs[colour], dash: catalog.palette.dashes[dash], marker: catalog.palette.markers[marker] };
}

/** @type {Record<RampName, { light: string[], dark: string[] }>} */
export const RAMPS = {
  strong: {
    light: ["#123a5c", "#3d6c94", "#7fa6c4", "#bed3e2", "#f5f7f9"],
    dark: ["#d8ecff", "#8fb9dd", "#567fa5", "#33506d", "#18222d"],
  },
  diverging: {
    light: ["#8c3b00", "#dd9b5f", "#f7f5f1", "#7fb1c9", "#0d4f73"],
    dark: ["#ffb274", "#a8683a", "#22272d", "#4a88a8", "#8fd3f5"],
  },
};

/**
 * @param {RampName} name
 * @param {Theme} theme
 */
export const rampOf = (name, theme) => RAMPS[name][theme.dark ? "dark" : "light"];

/**
 * The three numbers, 0 to 255, of a colour "#rrggbb".
 * @param {string} colour
 * @returns {Rgb}
 */
export function rgbOf(colour) {
  const channel = (/** @type {number} */ i) => parseInt(colour.slice(i, i + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/**
 * The colour at a share, 0 to 1, of a ramp.
 * @param {string[]} ramp
 * @param {number} share
 * @returns {Rgb}
 */
export function shadeAt(ramp, share) {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const i = Math.min(Math.floor(place), ramp.length - 2);
  const [a, b] = [rgbOf(ramp[i]), rgbOf(ramp[i + 1])];
  const mixed = (/** @type {number} */ k) => a[k] + (b[k] - a[k]) * (place - i);
  return [mixed(0), mixed(1), mixed(2)];
}
