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
 * @type {(element: Element, palette: Palette) => Theme}
 */
export function readTheme(element, palette) {
  const style = getComputedStyle(element);
  /** @type {(name: string, fallback: string) => string} */
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
 * Does something while a board has other colours.
 * @template T
 * @param {{ theme: Theme }} board
 * @param {Theme} theme
 * @param {() => T} act
 * @returns {T}
 */
export function inTheme(board, theme, act) {
  const own = board.theme;
  board.theme = theme;
  try {
    return act();
  } finally {
    board.theme = own;
  }
}

/**
 * Corners around the middle, the first at the top; of a star every second one is nearer, at the share `inner`.
 * @type {(context: Context, radius: number, corners: number, turn?: number, inner?: number) => void}
 */
const polygon = (context, radius, corners, turn = 0, inner = 1) => {
  for (let i = 0; i < corners; i++) {
    const reach = i % 2 ? radius * inner : radius;
    const angle = turn + (2 * Math.PI * i) / corners;
    context.lineTo(reach * Math.sin(angle), -reach * Math.cos(angle));
  }
};

/** @type {(context: Context, radius: number, turn: number) => void} */
const plus = (context, radius, turn) => {
  const arm = radius / 2.6;
  for (let quarter = 0; quarter < 4; quarter++) {
    const angle = turn + (quarter * Math.PI) / 2;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    for (const [x, y] of [[-arm, -radius], [arm, -radius], [arm, -arm]]) context.lineTo(c * x - s * y, s * x + c * y);
  }
};

/** @type {Record<Marker, (context: Context, radius: number) => void>} */
const SHAPES = {
  circle: (context, r) => context.arc(0, 0, r, 0, 2 * Math.PI),
  square: (context, r) => context.rect(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r),
  diamond: (context, r) => polygon(context, 1.2 * r, 4),
  triangle: (context, r) => polygon(context, 1.25 * r, 3),
  "triangle-down": (context, r) => polygon(context, 1.25 * r, 3, Math.PI),
  cross: (context, r) => plus(context, 1.15 * r, 0),
  x: (context, r) => plus(context, 1.15 * r, Math.PI / 4),
  pentagon: (context, r) => polygon(context, 1.15 * r, 5),
  hexagram: (context, r) => polygon(context, 1.35 * r, 12, 0, 0.58),
  star: (context, r) => polygon(context, 1.5 * r, 10, 0, 0.42),
};

/**
 * @type {(context: Context, marker: Marker, x: number, y: number, radius: number, fill: string,
 *   casing: string) => void}
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
 * A line with its dash and its marker in the middle, for legends and tables; `bare`: the marker alone; `hollow`: as a
 * ring.
 * @type {(look: SwatchLook, theme: Theme, width?: number) => HTMLCanvasElement}
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
  if (look.hollow) {
    context.beginPath();
    context.arc(width / 2, height / 2, 5, 0, 2 * Math.PI);
    context.stroke();
  } else if (look.marker) drawMarker(context, look.marker, width / 2, height / 2, 5, look.colour, theme.background);
  return canvas;
}
