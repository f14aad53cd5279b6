// The layers of a plane, by kind: what stands still is drawn at a change, what moves at every frame.

import { drawBundle } from "./bundle.js";
import { drawArea, drawClimber } from "./climber.js";
import { clipTo } from "./context.js";
import { drawFlights, longestByGroup } from "./flights.js";
import { drawMap, drawRegions, drawStrip } from "./maps.js";
import { drawGhostPaths, drawPaths } from "./paths.js";
import { drawStart, drawText } from "./marks.js";
import { penOf } from "../shared/pens.js";
import { drawConics, drawFog, drawOutline } from "./shapes.js";
import { drawSpots } from "./spots.js";
import { drawSwarm } from "./swarm.js";

/** @import { Context, Floats, Point } from "../shared/types.js" */
/** @import { AxesContext, BoardContext } from "../shared/board_types.js" */
/** @import { LabelsLayer, Layer } from "../shared/layer_types.js" */
/** @import { LineLayer, MovingLineLayer } from "../shared/layer_types.js" */
/** @typedef {"still" | "live"} Phase  what stands still, or what moves with the playhead */

/**
 * What a layer needs that does not change while the film runs.
 * @type {(layers: Layer[], board: Pick<BoardContext, "theme" | "catalog">) => void}
 */
export function prepare(layers, board) {
  for (const layer of layers) {
    if ("look" in layer) layer.pen = penOf(layer.look, board);
    if ("categories" in layer) layer.pens = layer.categories.map(({ look }) => penOf(look, board));
  }
}

const EDGE = 4;
const ALWAYS = new Set(["swarm", "bundle", "path", "moving_line", "regions", "climber", "conics", "outline", "fog"]);

/**
 * The layers that may be seen already.
 * @template {{ since: number }} L
 * @param {L[]} layers
 * @param {{ horizon: number }} playhead
 */
export const shownLayers = (layers, { horizon }) => layers.filter(({ since }) => since <= horizon);

/**
 * Does a layer change with the playhead?
 * @param {Layer} layer
 */
export function moves(layer) {
  if (layer.kind === "line") return layer.over || layer.by_step;
  if (layer.kind === "points") return layer.x.shape?.length === 2 || Boolean(layer.lit);
  return ALWAYS.has(layer.kind) || (layer.kind === "arrows" && layer.dx.shape.length === 2);
}

/** @type {(context: Context, view: AxesContext["view"], x: Floats, y: Floats, from: number, count: number) => void} */
function polyline(context, view, x, y, from, count) {
  context.beginPath();
  let open = false;
  for (let i = 0; i < count; i++) {
    const [px, py] = view.point(x[i], y[from + i]);
    if (!Number.isFinite(px) || !Number.isFinite(py)) open = false;
    else if (open) context.lineTo(px, Math.min(Math.max(py, -1e4), 1e4));
    else {
      context.moveTo(px, Math.min(Math.max(py, -1e4), 1e4));
      open = true;
    }
  }
}

/** @type {(context: Context, panel: AxesContext, layer: LineLayer | MovingLineLayer, from?: number) => void} */
function strokeLine(context, panel, layer, from = 0) {
  const { size, theme, player } = panel.board;
  const whole = layer.x.length;
  const count = layer.kind === "line" && layer.by_step ? Math.min(player.horizon + 1, whole) : whole;
  polyline(context, panel.view, layer.x, layer.y, from, count);
  context.lineWidth = size.line * 0.8 * layer.width;
  if (layer.kind === "line" && layer.over) {
    context.strokeStyle = theme.casing;
    context.lineWidth += EDGE;
    context.stroke();
    context.lineWidth -= EDGE;
  }
  context.strokeStyle = layer.pen.colour;
  context.setLineDash(layer.dashed ? [7, 5] : []);
  context.stroke();
  context.setLineDash([]);
}

/** @type {(context: Context, panel: AxesContext, layer: MovingLineLayer) => void} */
function drawMovingLine(context, panel, layer) {
  const [rows, width] = layer.y.shape;
  const row = panel.board.player.step;
  if (row < rows) strokeLine(context, panel, layer, row * width);
}

/** @type {(context: Context, panel: AxesContext, layer: LabelsLayer) => void} */
function drawLabels(context, panel, layer) {
  const { theme, size } = panel.board;
  const { box } = panel.view;
  context.font = `600 ${size.font}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  layer.texts.forEach((text, i) => {
    const [px, py] = panel.view.point(layer.x[i], layer.y[i]);
    // A label of a place near the edge stays whole.
    const half = context.measureText(text).width / 2 + 3;
    const inside = px >= box.left && px <= box.left + box.width;
    const at = inside ? Math.max(Math.min(px, box.left + box.width - half), box.left + half) : px;
    drawText(context, text, at, py, layer.pen.colour, theme.casing);
  });
}

/** @type {(context: Context, panel: AxesContext, layer: Layer, longest: Record<string, number>) => void} */
function drawLayer(context, panel, layer, longest) {
  if (layer.kind === "category_map" || layer.kind === "ramp_map" || layer.kind === "outcome_map") {
    drawMap(context, panel, layer);
  } else if (layer.kind === "regions") drawRegions(context, panel, layer);
  else if (layer.kind === "strip") drawStrip(context, panel, layer);
  else if (layer.kind === "line") strokeLine(context, panel, layer);
  else if (layer.kind === "moving_line") drawMovingLine(context, panel, layer);
  else if (layer.kind === "points") drawSpots(context, panel, layer);
  else if (layer.kind === "swarm") drawSwarm(context, panel, layer);
  else if (layer.kind === "bundle") drawBundle(context, panel, layer);
  else if (layer.kind === "conics") drawConics(context, panel, layer);
  else if (layer.kind === "outline") drawOutline(context, panel, layer);
  else if (layer.kind === "fog") drawFog(context, panel, layer);
  else if (layer.kind === "arrows") drawFlights(context, panel, layer, longest);
  else if (layer.kind === "labels") drawLabels(context, panel, layer);
  else if (layer.kind === "area") drawArea(context, panel, layer);
  else if (layer.kind === "climber") drawClimber(context, panel, layer);
}

/**
 * Where the ring stands that a drag on the plane takes hold of: at the values that the drag sets.
 * @type {(panel: AxesContext) => Point}
 */
function ringPlace({ spec: { drag: target }, board: { values }, view: { box, inverse } }) {
  if (!target?.ring || target.points) return [NaN, NaN];
  if (target.at) return /** @type {Point} */ (values[target.at] ?? [NaN, NaN]);
  const [left, low] = inverse(box.left + 8, box.top + box.height);
  if (!target.x && !target.y) return [NaN, NaN];
  return [target.x ? Number(values[target.x] ?? NaN) : left, target.y ? Number(values[target.y] ?? NaN) : low];
}

/**
 * Would a layer tell where the next step leads? A tangent would not: it has no head.
 * @param {Layer} layer
 */
export const tellsStep = (layer) =>
  layer.kind === "arrows" && layer.scale === "true" && moves(layer) && (layer.head || layer.dashed);

/**
 * What an answer or a guess draws over a picture.
 * @type {(context: Context, panel: AxesContext, layers: Layer[]) => void}
 */
export function drawOver(context, panel, layers) {
  prepare(layers, panel.board);
  context.save();
  clipTo(context, panel.view.box);
  for (const layer of layers) drawLayer(context, panel, layer, {});
  context.restore();
}

/** @type {(context: Context, panel: AxesContext, phase: Phase) => void} */
export function drawLayers(context, panel, phase) {
  const { box } = panel.view;
  const { player } = panel.board;
  const guessed = panel.taker?.hidesStep ?? false;
  const told = !guessed && !panel.board.fans.moving;
  const layers = shownLayers(panel.spec.layers, player).filter((layer) => told || !tellsStep(layer));
  const longest = longestByGroup(panel);
  // What stands on moving regions has to be drawn over them at every frame.
  const film = layers.findIndex((layer) => layer.kind === "regions");
  const firstPath = layers.findIndex((layer) => layer.kind === "path");
  context.save();
  clipTo(context, box);
  for (const [place, layer] of layers.entries()) {
    if (place === firstPath) {
      // All paths at once, and their heads may stand over the edge.
      const paths = layers.filter((path) => path.kind === "path");
      if (phase === "still") {
        if (player.all) drawGhostPaths(context, paths, panel);
      } else {
        context.restore();
        drawPaths(context, paths, panel, guessed);
        context.save();
        clipTo(context, box);
      }
    } else if (layer.kind !== "path" && (moves(layer) || (film >= 0 && place > film)) === (phase === "live")) {
      drawLayer(context, panel, layer, longest);
    }
  }
  context.restore();
  const { theme, size } = panel.board;
  if (phase === "live") panel.ring = drawStart(context, ringPlace(panel), panel.view, theme, size);
}
