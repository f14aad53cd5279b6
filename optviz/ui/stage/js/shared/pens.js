// How a look is drawn: the look of a run (colour, dash, marker), or a quiet colour of the theme by its name.

/**
 * @import { Catalog, LookCode, Pen, Theme } from "./types.js"
 * @typedef {[r: number, g: number, b: number]} Rgb
 */

const ROLES = /** @type {const} */ (["ink", "faint", "accent", "good", "bad"]);

/**
 * How a look is drawn on a board.
 * @type {(look: LookCode, board: { theme: Theme, catalog: Pick<Catalog, "palette"> }) => Pen}
 */
export function penOf(look, board) {
  const { theme, catalog } = board;
  if (typeof look === "string") {
    return { colour: theme[ROLES.find((role) => role === look) ?? "ink"], dash: [], marker: "circle" };
  }
  const [colour, dash, marker] = look;
  return { colour: theme.runs[colour], dash: catalog.palette.dashes[dash], marker: catalog.palette.markers[marker] };
}

/**
 * The three numbers, 0 to 255, of a colour "#rrggbb".
 * @type {(colour: string) => Rgb}
 */
export function rgbOf(colour) {
  const channel = (/** @type {number} */ i) => parseInt(colour.slice(i, i + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/**
 * The colour at a share, 0 to 1, of a ramp.
 * @type {(ramp: string[], share: number) => Rgb}
 */
export function shadeAt(ramp, share) {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const i = Math.min(Math.floor(place), ramp.length - 2);
  const [a, b] = [rgbOf(ramp[i]), rgbOf(ramp[i + 1])];
  const mixed = (/** @type {number} */ k) => a[k] + (b[k] - a[k]) * (place - i);
  return [mixed(0), mixed(1), mixed(2)];
}
