// The page's colours, read from Streamlit's theme variables, and the runs' looks for that theme.

/** @import { Context, Marker, Palette, SwatchLook, Theme } from "./types.js" */

/** @type {Map<string, Uint8ClampedArray>} */
const known = new Map();

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no canvas to draw on.");
  return context;
}

/** @param {string} colour as CSS has it */
const channels = (colour) => {
  const rgba = known.get(colour) || paint(colour);
  known.set(colour, rgba);
  return rgba;
};

/** @param {string} colour */
const paint = (colour) => {
  const probe = contextOf(document.createElement("canvas"));
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  return probe.getImageData(0, 0, 1, 1).data;
};

/**
 * The theme that Streamlit shows around an element.
 * @param {Element} element
 * @param {Palette} palette
 * @returns {Theme}
 */
export function readTheme(element, palette) {
  const style = getComputedStyle(element);
  /**
   * @param {string} name
   * @param {string} fallback
   */
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const background = read("--st-background-color", "#ffffff");
  const [r, g, b] = channels(background);
  const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  const colours = palette.themes[dark ? "dark" : "light"];
  return {
    dark,
    background,
    text: read("--st-text-color", colours.ink),
    accent: read("--st-primary-color", colours.runs[2]),
    font: read("--st-font", "system-ui, sans-serif"),
    ...colours,
  };
}

/**
 * @param {Context} context
 * @param {number} radius
 * @param {number} corners
 * @param {number} turn in radians
 */
const polygon = (context, radius, corners, turn) => {
  for (let i = 0; i < corners; i++) {
    const angle = turn + (2 * Math.PI * i) / corners;
    context.lineTo(radius * Math.sin(angle), -radius * Math.cos(angle));
  }
};

/**
 * @param {Context} context
 * @param {number} radius
 * @param {number} turn in radians
 */
const plus = (context, radius, turn) => {
  const arm = radius / 2.6;
  const corners = [
    [-arm, -radius],
    [arm, -radius],
    [arm, -arm],
    [radius, -arm],
    [radius, arm],
    [arm, arm],
    [arm, radius],
    [-arm, radius],
    [-arm, arm],
    [-radius, arm],
    [-radius, -arm],
    [-arm, -arm],
  ];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  for (const [x, y] of corners) context.lineTo(c * x - s * y, s * x + c * y);
};

/**
 * Adds a star to the path.
 * @param {Context} context
 * @param {number} radius
 */
function star(context, radius, points = 5, inner = 0.42) {
  for (let i = 0; i < 2 * points; i++) {
    const r = i % 2 ? radius * inner : radius;
    const angle = (Math.PI * i) / points;
    context.lineTo(r * Math.sin(angle), -r * Math.cos(angle));
  }
}

/** @type {Record<Marker, (context: Context, radius: number) => void>} */
const SHAPES = {
  circle: (context, r) => context.arc(0, 0, r, 0, 2 * Math.PI),
  square: (context, r) => context.rect(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r),
  diamond: (context, r) => polygon(context, 1.2 * r, 4, 0),
  triangle: (context, r) => polygon(context, 1.25 * r, 3, 0),
  "triangle-down": (context, r) => polygon(context, 1.25 * r, 3, Math.PI),
  cross: (context, r) => plus(context, 1.15 * r, 0),
  x: (context, r) => plus(context, 1.15 * r, Math.PI / 4),
  pentagon: (context, r) => polygon(context, 1.15 * r, 5, 0),
  hexagram: (context, r) => star(context, 1.35 * r, 6, 0.58),
  star: (context, r) => star(context, 1.5 * r),
};

/**
 * @param {Context} context
 * @param {Marker} marker
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} fill
 * @param {string} casing
 */
export function drawMarker(context, marker, x, y, radius, fill, casing) {
  context.save();
  context.translate(x, y);
  context.beginPath();
  SHAPES[marker](context, radius);
  context.closePath();
  context.lineWidth = 3;
  context.strokeStyle = casing;
  context.stroke();
  context.fillStyle = fill;
  context.fill();
  context.restore();
}

/**
 * A line with its dash and its marker in the middle, for legends and tables; `bare`: the marker alone.
 * @param {SwatchLook} look
 * @param {Theme} theme
 */
export function swatch(look, theme, width = 44, height = 18) {
  const canvas = document.createElement("canvas");
  const ratio = Math.max(window.devicePixelRatio || 1, 2);
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.className = "ov-swatch";
  canvas.setAttribute("aria-hidden", "true");
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  context.strokeStyle = look.colour;
  context.lineWidth = 2.5;
  context.setLineDash(look.dash);
  context.beginPath();
  context.moveTo(2, height / 2);
  context.lineTo(width - 2, height / 2);
  if (!look.bare) context.stroke();
  context.setLineDash([]);
  if (look.marker) drawMarker(context, look.marker, width / 2, height / 2, 5, look.colour, theme.background);
  return canvas;
}
