// A chart drawn once more on any canvas, as fine as is wanted: for files.

import { DASHES } from "./chart_options.js";
import { dotOf, plottable } from "./curves.js";
import { t } from "../shared/words.js";

/** @import { Series } from "../shared/board_types.js" */
/** @import { Box, Context } from "../shared/types.js" */
/** @import { ChartPanel } from "./chart.js" */

const PALE = 0.5;

/** @type {(panel: ChartPanel, chart: UPlotChart) => Box} where the curves are, in pixels of the page */
const boxOf = (_, { over }) => ({
  left: over.offsetLeft,
  top: over.offsetTop,
  width: over.clientWidth,
  height: over.clientHeight,
});

/** @type {(context: Context, panel: ChartPanel, chart: UPlotChart, box: Box) => void} */
function drawAxes(context, panel, chart, box) {
  const { spec, board: { theme, size: { font } } } = panel;
  const [x, y] = chart.axes;
  context.strokeStyle = theme.rule;
  context.fillStyle = theme.faint;
  context.lineWidth = 1;
  context.font = `${Math.round(font * 0.9)}px ${theme.font}`;
  /** @type {(ax: number, ay: number, bx: number, by: number) => void} */
  const rule = (ax, ay, bx, by) => {
    context.beginPath();
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
    context.stroke();
  };
  context.textAlign = "center";
  context.textBaseline = "top";
  x._splits?.forEach((value, i) => {
    const at = box.left + chart.valToPos(value, "x");
    rule(at, box.top, at, box.top + box.height);
    context.fillText(String(x._values?.[i] ?? ""), at, box.top + box.height + 4);
  });
  context.textAlign = "right";
  context.textBaseline = "middle";
  y._splits?.forEach((value, i) => {
    const at = box.top + chart.valToPos(value, "y");
    rule(box.left, at, box.left + box.width, at);
    context.fillText(String(y._values?.[i] ?? ""), box.left - 4, at);
  });
  if (!spec.x_label) return;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.font = `${Math.round(font * 0.95)}px ${theme.font}`;
  context.fillText(t(spec.x_label), box.left + box.width / 2, box.top + box.height + font * 1.6);
}

/**
 * The part of a curve that may be seen, as places on the canvas; a number that the axis cannot show breaks it.
 * @type {(chart: UPlotChart, box: Box, curve: Series, log: boolean, last: number) => [number, number][][]}
 */
function piecesOf(chart, box, { x, y, known }, log, last) {
  const length = known ? y.length : Math.min(y.length, last + 1);
  /** @type {[number, number][][]} */
  const pieces = [[]];
  plottable(y.slice(0, length), log, length).forEach((value, i) => {
    if (value == null) pieces.push([]);
    else {
      pieces[pieces.length - 1].push([
        box.left + chart.valToPos(x ? x[i] : i, "x"),
        box.top + chart.valToPos(value, "y"),
      ]);
    }
  });
  return pieces;
}

/**
 * Draws the chart as it is to be seen at the playhead.
 * @type {(context: Context, panel: ChartPanel, chart: UPlotChart) => void}
 */
export function printChart(context, panel, chart) {
  const { spec, pens, board: { player, theme, size } } = panel;
  const box = boxOf(panel, chart);
  drawAxes(context, panel, chart, box);
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.lineJoin = "round";
  spec.series.forEach((curve, i) => {
    context.beginPath();
    for (const piece of piecesOf(chart, box, curve, spec.log, player.horizon)) {
      piece.forEach((place, k) => k ? context.lineTo(...place) : context.moveTo(...place));
    }
    context.globalAlpha = curve.pale ? PALE : 1;
    context.strokeStyle = pens[i].colour;
    context.lineWidth = size.line * (curve.chosen ? 0.95 : 0.75);
    context.setLineDash(curve.dashed ? DASHES : pens[i].dash);
    context.stroke();
  });
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.restore();
  if (!player.last) return;
  const at = panel.placeNow();
  context.fillStyle = theme.accent;
  if (at != null) context.fillRect(box.left + chart.valToPos(at, "x") - 0.75, box.top, 1.5, box.height);
  spec.series.forEach((curve, i) => {
    const point = dotOf(curve, player.step, spec.log);
    if (!point) return;
    context.beginPath();
    context.arc(box.left + chart.valToPos(point[0], "x"), box.top + chart.valToPos(point[1], "y"), 4, 0, 2 * Math.PI);
    context.fillStyle = pens[i].colour;
    context.fill();
  });
}
