// The mouse and the finger on a plane: a click or a drag sets knobs or moves data points; hovering tells.

import { hideTip, inBox, nearestStep, pixelOf, showTip } from "./hover.js";
import { readMap } from "./maps.js";
import { spotsNow } from "./spots.js";
import { digits } from "../shared/text.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AxesContext, ControlValue, DragTarget, Layer, PathLayer } from "../shared/board_types.js" */
/** @import { PointRows, PointsLayer } from "../shared/board_types.js" */
/** @import { MapLayer } from "./maps.js" */

const REACH = 16;
const MARGIN = 6;

/**
 * Listens on `host`, the element of the picture, and writes into `tip`; returns what ends the listening.
 * @param {AxesContext} panel
 * @param {HTMLElement} host
 * @param {HTMLElement} tip
 */
export function listenDrag(panel, host, tip) {
  const drag = { on: false, point: -1 };
  /** @param {PointerEvent} event */
  const down = (event) => {
    const target = panel.spec?.drag;
    if (!panel.view || !target || event.button) return;
    const pixel = pixelOf(host, event);
    if (!inBox(panel.view.box, pixel, MARGIN)) return;
    event.preventDefault();
    drag.on = true;
    drag.point = -1;
    if (target.points) {
      const near = pointNear(panel, target, pixel);
      drag.point = near < 0 ? addPoint(panel, target, pixel) : near;
    } else setKnobs(panel, target, pixel);
    host.setPointerCapture?.(event.pointerId);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    const target = panel.spec?.drag;
    const pixel = pixelOf(host, event);
    if (drag.on && target) {
      if (target.points) movePoint(panel, target, drag.point, pixel);
      else setKnobs(panel, target, pixel);
      return;
    }
    const over = event.target instanceof Node && host.contains(event.target);
    const text = over && panel.view ? tipText(panel, pixel) : null;
    if (text) showTip(tip, host, text, "var(--st-primary-color)", pixel);
    else hideTip(tip);
  };
  const up = () => {
    drag.on = false;
  };
  /** @param {MouseEvent} event */
  const twice = (event) => {
    const target = panel.spec?.drag;
    if (target?.points) removePoint(panel, target, pointNear(panel, target, pixelOf(host, event)));
  };
  host.addEventListener("pointerdown", down);
  host.addEventListener("dblclick", twice);
  host.addEventListener("pointerleave", () => hideTip(tip));
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", up);
  return () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", up);
  };
}

/**
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {Point} pixel
 */
function setKnobs(panel, target, pixel) {
  const { controls } = panel.board;
  /** @type {Record<string, ControlValue>} */
  const changes = {};
  const place = panel.view.inverse(...pixel);
  [target.x, target.y].forEach((key, i) => {
    if (key && controls.knob(key)) changes[key] = controls.nearest(key, place[i]);
  });
  panel.board.set(changes);
}

// ---- data points --------------------------------------------------------------------------------

/**
 * @param {AxesContext} panel
 * @param {DragTarget} target
 */
const pointsOf = (panel, target) => /** @type {PointRows} */ (panel.board.values[target.points]);

/**
 * @param {AxesContext} panel
 * @param {DragTarget} target
 */
function specOf(panel, target) {
  for (const control of panel.board.shownView.controls) {
    if (control.kind === "points" && control.key === target.points) return control;
  }
  throw new Error(`The board has no points called ${target.points}`);
}

/** @param {number} value */
const rounded = (value) => Number(value.toPrecision(3));

/**
 * The place of the data point nearest to a pixel; −1 if there is none within reach.
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {Point} pixel
 */
function pointNear(panel, target, [px, py]) {
  let nearest = -1;
  let least = REACH;
  pointsOf(panel, target).forEach(([x, y], i) => {
    const [qx, qy] = panel.view.point(x, y);
    const distance = Math.hypot(px - qx, py - qy);
    if (distance < least) [nearest, least] = [i, distance];
  });
  return nearest;
}

/**
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {PointRows} points
 */
const setPoints = (panel, target, points) => panel.board.set({ [target.points]: points });

/**
 * The coordinates of a pixel, within what a data point may have.
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {Point} pixel
 */
function coordinates(panel, target, pixel) {
  const { low, high } = specOf(panel, target);
  return panel.view.inverse(...pixel).map((value) => Math.min(Math.max(rounded(value), low), high));
}

/**
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {number} which
 * @param {Point} pixel
 */
function movePoint(panel, target, which, pixel) {
  if (which < 0) return;
  const place = coordinates(panel, target, pixel);
  const points = pointsOf(panel, target);
  setPoints(panel, target, points.map((point, i) => (i === which ? [...place, ...point.slice(2)] : point)));
}

/**
 * What a new point has besides its place: the class of the brush, or else of its nearest neighbour.
 * @param {PointRows} points
 * @param {number[]} place
 * @param {ControlValue | undefined} brush
 * @param {number} width
 */
export function classOfNew(points, [x, y], brush, width) {
  if (brush !== undefined) return [Number(brush)];
  const [nearest] = [...points].sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y));
  return nearest?.slice(2) ?? (width > 2 ? [0] : []);
}

/**
 * Adds a point and returns its place in the list; −1 if there is no room for it.
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {Point} pixel
 */
function addPoint(panel, target, pixel) {
  const points = pointsOf(panel, target);
  const { most, width } = specOf(panel, target);
  if (points.length >= most) {
    panel.board.toast(`There is room for ${most} points. Double-click one to take it away.`);
    return -1;
  }
  const place = coordinates(panel, target, pixel);
  const kind = classOfNew(points, place, panel.board.values[target.brush], width);
  setPoints(panel, target, [...points, [...place, ...kind]]);
  return points.length;
}

/**
 * @param {AxesContext} panel
 * @param {DragTarget} target
 * @param {number} which
 */
function removePoint(panel, target, which) {
  const { least } = specOf(panel, target);
  const points = pointsOf(panel, target);
  if (which < 0) return;
  if (points.length <= least) {
    panel.board.toast(`At least ${least} ${least === 1 ? "point has" : "points have"} to stay.`);
  } else setPoints(panel, target, points.filter((_, i) => i !== which));
}

// ---- hovering -----------------------------------------------------------------------------------

/**
 * @param {AxesContext} panel
 * @param {PathLayer} layer
 * @param {Point} pixel
 */
function pathText({ spec, board }, layer, pixel) {
  const last = Math.min(board.player.step, layer.x.length - 1);
  const nearest = layer.track && nearestStep(layer.track, last, pixel, REACH);
  if (!nearest) return null;
  const { step } = nearest;
  const { unit, per } = board.shownView;
  const name = layer.name ? `${layer.name}, ` : "";
  const value = layer.value ? `\nf = ${digits(layer.value[step])}` : "";
  const [x, y] = [digits(layer.x[step]), digits(layer.y[step])];
  return `${name}${unit} = ${Math.floor(step / per)}\n${spec.x.label} = ${x}, ${spec.y.label} = ${y}${value}`;
}

/**
 * @param {AxesContext} panel
 * @param {PointsLayer} layer
 * @param {Point} pixel
 */
function pointText(panel, layer, [px, py]) {
  if (!layer.hover.length) return null;
  const at = spotsNow(layer, panel.board.player.step).findIndex(([x, y]) => {
    const [qx, qy] = panel.view.point(x, y);
    return Math.hypot(qx - px, qy - py) < REACH * 0.8;
  });
  return at < 0 ? null : layer.hover[at];
}

/**
 * @param {AxesContext} panel
 * @param {MapLayer} layer
 * @param {Point} pixel
 */
function mapText(panel, layer, pixel) {
  const [x, y] = panel.view.inverse(...pixel);
  const value = readMap(panel, layer, x, y);
  if (value == null || Number.isNaN(value)) return null;
  const what = layer.kind === "ramp_map" ? `${layer.label} = ${digits(value)}` : layer.categories[value]?.label;
  return what ? `${what}\n${panel.spec.x.label} = ${digits(x, 3)}, ${panel.spec.y.label} = ${digits(y, 3)}` : null;
}

/**
 * @param {AxesContext} panel
 * @param {Layer} layer
 * @param {Point} pixel
 */
function layerText(panel, layer, pixel) {
  if (layer.kind === "points") return pointText(panel, layer, pixel);
  if (layer.kind === "path") return pathText(panel, layer, pixel);
  return layer.kind === "category_map" || layer.kind === "ramp_map" ? mapText(panel, layer, pixel) : null;
}

const ORDER = ["points", "path", "category_map", "ramp_map"];

/**
 * What the tip says at a pixel: marks before paths, and these before maps.
 * @param {AxesContext} panel
 * @param {Point} pixel
 */
export function tipText(panel, pixel) {
  if (!inBox(panel.view.box, pixel)) return null;
  for (const kind of ORDER) {
    for (const layer of panel.spec.layers) {
      const text = layer.kind === kind ? layerText(panel, layer, pixel) : null;
      if (text) return text;
    }
  }
  return null;
}
