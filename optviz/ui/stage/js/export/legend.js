// Who is who below the pictures, where the page says it beside them: the runs of a race, by colour, dash and mark.

import { seen } from "./heads.js";
import { penOf } from "../shared/pens.js";
import { drawMarker } from "../shared/theme.js";

/** @import { Panel } from "../shared/board_types.js" */
/** @import { Layer } from "../shared/layer_types.js" */
/** @import { Context, LookCode, Pen, Theme } from "../shared/types.js" */
/** @import { View } from "../shared/view.js" */
/** @typedef {{ name: string, pen: Pen, width: number }} Entry */

const LINE = 36;
const GAP = 24;

/** @type {(panel: Panel) => Layer[]} */
const layersOf = (panel) => "told" in panel ? /** @type {{ told(): { layers: Layer[] } }} */ (panel).told().layers : [];

/** @type {(view: View, theme: Theme) => string} */
const fontOf = ({ size }, { font }) => `${size.font}px ${font}`;

/** @param {View} view */
const rowHeight = ({ size }) => 1.8 * size.font;

/**
 * The runs that no key in sight names.
 * @type {(view: View, panels: Panel[], theme: Theme) => Entry[]}
 */
export function legendOf(view, panels, theme) {
  const shown = panels.flatMap(({ root }) => [...root.querySelectorAll(".ov-key")]).filter(seen);
  const keys = shown.map(({ textContent }) => textContent).join(" ");
  const measure = document.createElement("canvas").getContext("2d");
  if (measure) measure.font = fontOf(view, theme);
  /** @type {Map<string, LookCode>} */
  const looks = new Map();
  for (const layer of panels.flatMap(layersOf)) {
    if (layer.kind === "path" && layer.name && !keys.includes(layer.name)) looks.set(layer.name, layer.look);
  }
  return [...looks].map(([name, look]) => ({
    name,
    pen: penOf(look, { theme, catalog: view.catalog }),
    width: LINE + 8 + (measure?.measureText(name).width ?? 0) + GAP,
  }));
}

/**
 * Entries in rows, as many in each as there is room for.
 * @type {(entries: Entry[], width: number) => Entry[][]}
 */
export function rowsOf(entries, width) {
  /** @type {Entry[][]} */
  const rows = [];
  let room = 0;
  for (const entry of entries) {
    if (room < entry.width) {
      rows.push([]);
      room = width - GAP;
    }
    rows[rows.length - 1].push(entry);
    room -= entry.width;
  }
  return rows;
}

/** @type {(entries: Entry[], width: number, view: View) => number} */
export const legendHeight = (entries, width, view) => rowsOf(entries, width).length * rowHeight(view);

/**
 * @type {(context: Context, entries: Entry[], whole: { width: number, floor: number, theme: Theme },
 *   view: View) => void}
 */
export function paintLegend(context, entries, { width, floor, theme }, view) {
  context.font = fontOf(view, theme);
  context.textAlign = "left";
  context.textBaseline = "middle";
  rowsOf(entries, width).forEach((row, i) => {
    let x = GAP;
    const y = floor + (i + 0.4) * rowHeight(view);
    for (const { name, pen, width: wide } of row) {
      context.strokeStyle = pen.colour;
      context.lineWidth = view.size.line;
      context.setLineDash(pen.dash);
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + LINE, y);
      context.stroke();
      context.setLineDash([]);
      if (pen.marker) drawMarker(context, pen.marker, x + LINE / 2, y, view.size.head, pen.colour, theme.background);
      context.fillStyle = theme.text;
      context.fillText(name, x + LINE + 8, y);
      x += wide;
    }
  });
}
