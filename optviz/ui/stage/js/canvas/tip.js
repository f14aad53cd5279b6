// What the tip beside the mouse says: of a mark, of a step of a path, of a map.

import { nearestStep } from "./hover.js";
import { cellAt, readMap, readOutcome } from "./maps.js";
import { spotsNow } from "./spots.js";
import { inBox, spotOf } from "../shared/project.js";
import { digits } from "../shared/text.js";
import { countText } from "../shared/transport.js";
import { t } from "../shared/words.js";

/** @import { Point, Projection } from "../shared/types.js" */
/** @import { AxesContext, BoardContext } from "../shared/board_types.js" */
/** @import { CategoryMapLayer, Layer, OutcomeMapLayer, PathLayer, RampMapLayer } from "../shared/layer_types.js" */
/** @typedef {{ text: string, colour?: string }} Tip */
/**
 * What is told of: the layers of a plane (`plane`), or of a surface seen from the side.
 * @typedef {{ board: BoardContext, view: Projection, layers: Layer[], labels: [x: string, y: string],
 *   plane?: AxesContext }} Told
 */

const REACH = 16;

/**
 * The closest step drawn of any path, up to the playhead.
 * @template {Pick<PathLayer, "track">} P
 * @param {P[]} paths
 * @param {number} step
 * @param {Point} pixel
 */
export function nearestOfPaths(paths, step, pixel) {
  /** @type {{ path: P, step: number, distance: number } | null} */
  let nearest = null;
  for (const path of paths) {
    if (!path.track) continue;
    const last = Math.min(step, path.track.px.length - 1);
    /** @type {number} */
    const reach = nearest?.distance ?? REACH;
    const place = nearestStep(path.track, last, pixel, reach);
    if (place) nearest = { path, ...place };
  }
  return nearest;
}

/** @type {(told: Told, pixel: Point) => Tip | null} */
function pathTip({ layers, board, labels }, pixel) {
  const nearest = nearestOfPaths(layers.filter((layer) => layer.kind === "path"), board.player.step, pixel);
  if (!nearest) return null;
  const { step, path: { name, x, y, value, pen } } = nearest;
  const head = [name, countText(board.shownView, step)].filter(Boolean).join(", ");
  const place = `${labels[0]} = ${digits(x[step])}, ${labels[1]} = ${digits(y[step])}`;
  const text = [head, place, ...(value ? [`f = ${digits(value[step])}`] : [])].join("\n");
  return { text, colour: pen.colour };
}

/** @type {(told: Told, pixel: Point) => Tip | null} */
function markTip({ layers, board, view }, [px, py]) {
  for (const layer of layers) {
    if (layer.kind !== "points" || !layer.hover.length) continue;
    const at = spotsNow(layer, board.player.step).findIndex((place) => {
      const pixel = spotOf(view, ...place);
      return pixel && Math.hypot(pixel[0] - px, pixel[1] - py) < REACH * 0.8;
    });
    if (at >= 0) return { text: layer.hover[at] };
  }
  return null;
}

/** @type {(plane: AxesContext, layer: CategoryMapLayer | RampMapLayer, x: number, y: number) => string} */
function cellText(plane, layer, x, y) {
  const value = readMap(plane, layer, x, y);
  if (value == null || Number.isNaN(value)) return "";
  return layer.kind === "ramp_map" ? `${t(layer.label)} = ${digits(value)}` : layer.categories[value]?.label ?? "";
}

/**
 * A level is one of 256: what it stands for has two digits.
 * @type {(plane: AxesContext, layer: OutcomeMapLayer, x: number, y: number) => string}
 */
function outcomeText(plane, layer, x, y) {
  const cell = cellAt(plane, layer, x, y);
  if (cell === null) return "";
  const { label, value } = readOutcome(layer, cell);
  return [label, value === null ? "" : `${layer.label} ≈ ${digits(value, 2)}`].filter(Boolean).join("\n");
}

/** @type {(told: Told, pixel: Point) => Tip | null} */
function mapTip({ layers, labels, plane }, pixel) {
  for (const layer of layers) {
    if (!plane || (layer.kind !== "category_map" && layer.kind !== "ramp_map" && layer.kind !== "outcome_map")) {
      continue;
    }
    const [x, y] = plane.view.inverse(...pixel);
    const what = layer.kind === "outcome_map" ? outcomeText(plane, layer, x, y) : cellText(plane, layer, x, y);
    if (what) return { text: `${what}\n${labels[0]} = ${digits(x, 3)}, ${labels[1]} = ${digits(y, 3)}` };
  }
  return null;
}

/**
 * What the tip says at a pixel: marks before paths, and these before maps.
 * @type {(told: Told, pixel: Point) => Tip | null}
 */
export function tipAt(told, pixel) {
  if (!inBox(told.view.box, pixel)) return null;
  return markTip(told, pixel) ?? pathTip(told, pixel) ?? mapTip(told, pixel);
}
