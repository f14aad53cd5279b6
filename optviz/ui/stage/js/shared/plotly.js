// Plotly draws what stands still: the contour or the surface, axes, zoom and the colour bar.

import { digits } from "./text.js";

/**
 * @import { Camera, DrawnGrid, Grid, Levels, Mode, PlotElement } from "./types.js"
 * @import { PlotlyAxis, Point, Theme, Trace, Warp } from "./types.js"
 */

const BUNDLES = { "2d": "plotly-cartesian.min.js", "3d": "plotly-gl3d.min.js" };
const LEVELS = 22;
/** @type {Map<string, Promise<unknown>>} */
const loading = new Map();

/** Where the app lives, found from Streamlit's script so that base paths and frames work. */
export function streamlitRoot() {
  /** @type {HTMLScriptElement | null} */
  const script = document.querySelector('script[src*="static/js/index"]');
  return script ? new URL("../../", script.src).href : new URL("./", document.baseURI).href;
}

/**
 * The address of a file in the app's own static folder; a recording brings those that it needs.
 * @param {string} name
 */
export const assetUrl = (name) => window.optvizFile?.(name) ?? new URL(`app/static/${name}`, streamlitRoot()).href;

/**
 * Brings one of the app's own scripts to the page, once; resolves when it has run.
 * @param {string} name
 */
export function loadScript(name) {
  const script = loading.get(name) || append(name);
  loading.set(name, script);
  return script;
}

/** @param {string} name */
const append = (name) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = assetUrl(name);
    script.onload = resolve;
    script.onerror = () => {
      loading.delete(name);
      reject(new Error(`${name} did not load`));
    };
    document.head.append(script);
  });

// Each bundle puts a library of its own into the same global name: it is kept when it has loaded.
/** @type {Partial<Record<Mode, PlotlyLibrary>>} */
const libraries = {};

let hasWebGL = false;

/** A context of WebGL was lost: whether there will be another one has to be found out. */
export function webGLLost() {
  hasWebGL = false;
}

/**
 * The library that draws a mode; it throws a sentence for the reader if there is none.
 * @param {Mode} mode
 */
export async function plotlyFor(mode) {
  // Asked until the answer is yes: a browser has few of these contexts to give.
  hasWebGL ||= mode === "3d" && Boolean(document.createElement("canvas").getContext("webgl"));
  if (mode === "3d" && window.optvizFile) throw new Error("Seen from above: a recording has no 3-D.");
  if (mode === "3d" && !hasWebGL) {
    throw new Error("No 3-D in this browser (WebGL is off): seen from above.");
  }
  if (!libraries[mode]) {
    await loadScript(BUNDLES[mode]).catch((error) => {
      throw new Error(`The picture could not be drawn: ${error.message}. Reload the page.`);
    });
    libraries[mode] = window.Plotly;
  }
  return libraries[mode];
}

/**
 * Frees what Plotly holds for an element, if it has drawn in it.
 * @type {(mode: Mode, plot: PlotElement) => void}
 */
export function purge(mode, plot) {
  if (plot._fullLayout) libraries[mode]?.purge(plot);
}

/**
 * Lets go of the ranges that axes of equal units had first: Plotly 7.1 comes back to them at every `react`.
 * @param {PlotElement} plot
 */
export function forgetRanges({ _fullLayout: layout }) {
  if (layout) { for (const drawn of [layout.xaxis, layout.yaxis]) delete drawn._inputRange; }
}

/**
 * The height drawn for a value f.
 * @type {(warp: Warp, value: number) => number}
 */
export const heightOf = (warp, value) =>
  warp.kind === "linear" ? value : Math.log10(Math.max(value - warp.floor, 0) + warp.offset);

/**
 * The value f that is drawn at a height.
 * @type {(warp: Warp, height: number) => number}
 */
export const valueOf = (warp, height) => warp.kind === "linear" ? height : 10 ** height + warp.floor - warp.offset;

/**
 * The name of the drawn heights: whoever reads them must know that they are not in proportion to f.
 * @type {(name: string, warp: Warp) => string}
 */
export const scaleName = (name, warp) => warp.kind === "log" ? `${name} (log)` : name;

/** @param {Grid} grid */
function heights(grid) {
  const rows = [];
  for (let j = 0; j < grid.size; j++) {
    const row = grid.z.subarray(j * grid.size, (j + 1) * grid.size);
    rows.push(Array.from(row, (value) => (Number.isFinite(value) ? heightOf(grid.warp, value) : null)));
  }
  return rows;
}

/**
 * @param {Point} ends
 * @param {number} size how many values
 */
export function axisValues([low, high], size) {
  return Array.from({ length: size }, (_, i) => low + ((high - low) * i) / (size - 1));
}

/**
 * Evenly spaced levels of the drawn height: for the logarithmic scale these are equal ratios of f − f*.
 * @type {(rows: (number | null)[][], count: number) => Levels}
 */
export function levels(rows, count) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    for (const h of row) {
      if (h !== null && h < low) low = h;
      if (h !== null && h > high) high = h;
    }
  }
  if (!(high > low)) high = low + 1;
  return { low, high, size: (high - low) / count };
}

/**
 * The grid with what drawing it needs, worked out the first time.
 * @type {(grid: Grid) => DrawnGrid}
 */
export function withLevels(grid) {
  const rows = (grid.rows ||= heights(grid));
  return Object.assign(grid, { rows, scale: grid.scale ||= levels(rows, LEVELS) });
}

/** @param {Levels} scale */
const quarters = ({ low, high }) => [0, 0.25, 0.5, 0.75, 1].map((part) => low + part * (high - low));

/** @param {Theme} theme */
const colourScale = (theme) => theme.ramp.map((colour, i) => [i / (theme.ramp.length - 1), colour]);

/**
 * @param {DrawnGrid} grid
 * @param {Theme} theme
 * @param {number} font
 */
function colourBar({ warp, scale }, theme, font) {
  const values = quarters(scale);
  const top = Math.abs(valueOf(warp, scale.high));
  /** @param {number} h */
  const label = (h) => digits(Math.abs(valueOf(warp, h)) < 1e-9 * top ? 0 : valueOf(warp, h), 2);
  return {
    thickness: 10,
    outlinewidth: 0,
    len: 0.9,
    x: 1.01,
    xpad: 2,
    tickvals: values,
    ticktext: values.map(label),
    tickfont: { size: font, color: theme.faint },
    title: { text: `${scaleName("f", warp)}<br>\u00a0`, font: { size: font, color: theme.text } },
  };
}

/**
 * @param {string} title
 * @param {Theme} theme
 * @param {number} font
 * @param {Record<string, unknown>} [more] further settings of Plotly's
 * @returns {PlotlyAxis}
 */
export const axis = (title, theme, font, more) => ({
  title: { text: title, font: { size: font + 2, color: theme.text }, standoff: 4 },
  tickfont: { size: font, color: theme.faint },
  gridcolor: theme.rule,
  zeroline: false,
  showgrid: false,
  linecolor: theme.rule,
  ticks: "outside",
  ticklen: 4,
  tickcolor: theme.rule,
  ...more,
});

/**
 * A surface seen from above: shades and level lines, and a colour bar in type of size `font`, if that is not 0.
 * @type {(grid: Grid, theme: Theme, font: number) => Trace}
 */
export function contourTrace(grid, theme, font) {
  const { rows, scale } = withLevels(grid);
  return {
    type: "contour",
    x: axisValues(grid.x, grid.size),
    y: axisValues(grid.y, grid.size),
    z: rows,
    colorscale: colourScale(theme),
    zmin: scale.low,
    zmax: scale.high,
    autocontour: false,
    hoverinfo: "none",
    contours: { coloring: "heatmap", start: scale.low + scale.size / 2, end: scale.high, size: scale.size },
    line: { width: 0.7, color: theme.level, smoothing: 1 },
    showscale: font > 0,
    ...(font ? { colorbar: colourBar(withLevels(grid), theme, font) } : {}),
  };
}

// Of an axis seen from the side, whose numbers stand aslant: more would lie on one another in a hall.
const TICKS = 5;
const LARGE = 16; // pixels: above, there is room for fewer, and none in the corner where two axes meet

/**
 * A surface seen from the side, its axes labelled.
 * @type {(grid: Grid, theme: Theme, font: number, labels: [x: string, y: string, z: string],
 *   camera: Camera) => { data: Trace[], layout: Record<string, unknown> }}
 */
export function surfaceFigure(grid, theme, font, labels, camera) {
  const { rows, scale } = withLevels(grid);
  const large = font > LARGE;
  const ticks = large ? quarters(scale).filter((_, i) => i > 1 && i % 2 === 0) : quarters(scale);
  /** @type {Trace} */
  const trace = {
    type: "surface",
    x: axisValues(grid.x, grid.size),
    y: axisValues(grid.y, grid.size),
    z: rows,
    colorscale: colourScale(theme),
    cmin: scale.low,
    cmax: scale.high,
    showscale: false,
    hoverinfo: "none",
    lighting: { ambient: theme.dark ? 1 : 0.8, diffuse: theme.dark ? 0.9 : 0.42, specular: 0.04, roughness: 0.9 },
    contours: {
      x: { highlight: false },
      y: { highlight: false },
      z: {
        show: true,
        highlight: false,
        start: scale.low,
        end: scale.high,
        size: scale.size,
        color: theme.frame,
        width: 1,
      },
    },
  };
  // No more, or they lie on one another where the picture is small.
  const plain = { showbackground: false, showspikes: false, showgrid: true, nticks: large ? TICKS - 2 : TICKS };
  const scene = {
    xaxis: axis(labels[0], theme, font, { ...plain, range: [...grid.x] }),
    yaxis: axis(labels[1], theme, font, { ...plain, range: [...grid.y] }),
    zaxis: axis(scaleName(labels[2], grid.warp), theme, font, {
      ...plain,
      range: [scale.low, scale.high],
      tickvals: ticks,
      ticktext: ticks.map((h) => digits(valueOf(grid.warp, h), 2)),
    }),
    aspectmode: "manual",
    aspectratio: { x: 1.1, y: 1.1, z: 0.75 },
    camera,
    dragmode: "orbit",
  };
  const layout = {
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    scene,
    hovermode: false,
    font: { family: theme.font, size: font, color: theme.text },
  };
  return { data: [trace], layout };
}

export const CONFIG = { displayModeBar: false, responsive: false, scrollZoom: true, doubleClick: false };
