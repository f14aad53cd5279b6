// The mouse and the finger on a plane: a click or a drag sets knobs or moves data points.

import { pixelOf } from "./hover.js";
import { inBox } from "../shared/project.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AxesContext, ControlValue, DragTarget, PointRows } from "../shared/board_types.js" */

const REACH = 16;
const FINGER = 8;
const MARGIN = 6;
const CLICK = 5;
const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]);

/**
 * Listens on `host`, the element of the picture; returns what ends the listening. Where Plotly zooms, a drag from the
 * ring is ours, any other one moves the picture, and a click sets what a drag would.
 * @type {(panel: AxesContext & { held: boolean }, host: HTMLElement) => () => void}
 */
export function listenDrag(panel, host) {
  let which = -1;
  /** @type {Point | null} */
  let from = null;
  /** @param {PointerEvent} event */
  const down = (event) => {
    const { spec, view } = panel;
    const pixel = pixelOf(host, event);
    if (!view || !spec.drag || event.button || !inBox(view.box, pixel, MARGIN)) return;
    from = pixel;
    if (spec.zoom && !onRing(panel, pixel, event.pointerType === "mouse" ? 0 : FINGER)) return;
    event.preventDefault();
    event.stopPropagation();
    panel.held = true;
    host.setPointerCapture?.(event.pointerId);
    if (spec.drag.points) {
      const near = pointNear(panel, spec.drag, pixel);
      which = near < 0 ? addPoint(panel, spec.drag, pixel) : near;
    } else if (!spec.zoom) setKnobs(panel, spec.drag, pixel);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    const target = panel.spec?.drag;
    if (!panel.held || !target) return;
    if (target.points) movePoint(panel, target, which, pixelOf(host, event));
    else setKnobs(panel, target, pixelOf(host, event));
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    const { held, spec, view } = panel;
    const pixel = pixelOf(host, event);
    const click = event.type === "pointerup" && !held && from && apart(from, pixel) < CLICK;
    panel.held = false;
    from = null;
    if (click && spec.drag && inBox(view.box, pixel)) setKnobs(panel, spec.drag, pixel);
  };
  /** @param {MouseEvent} event */
  const twice = (event) => {
    const target = panel.spec?.drag;
    if (target?.points) removePoint(panel, target, pointNear(panel, target, pixelOf(host, event)));
  };
  // Plotly must not pan, nor the page scroll, while we hold.
  /** @param {Event} event */
  const keep = (event) => {
    if (!panel.held) return;
    event.stopPropagation();
    if (event.cancelable) event.preventDefault();
  };
  host.addEventListener("pointerdown", down, true);
  for (const name of ["mousedown", "touchstart"]) host.addEventListener(name, keep, { capture: true, passive: false });
  host.addEventListener("dblclick", twice);
  window.addEventListener("pointermove", move);
  for (const name of ENDS) window.addEventListener(name, up);
  return () => {
    window.removeEventListener("pointermove", move);
    for (const name of ENDS) window.removeEventListener(name, up);
  };
}

/** @type {(a: Point, b: Point) => number} */
const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/**
 * Is a pixel near enough to the ring to take hold of it?
 * @param {AxesContext} panel
 * @param {Point} pixel
 * @param {number} more pixels of reach, for a finger
 */
export const onRing = ({ ring }, pixel, more = 0) => Boolean(ring) && apart(ring ?? pixel, pixel) < REACH + more;

/** @type {(panel: AxesContext, target: DragTarget, pixel: Point) => void} */
function setKnobs(panel, target, pixel) {
  const { controls } = panel.board;
  /** @type {Record<string, ControlValue>} */
  const changes = {};
  const place = panel.view.inverse(...pixel);
  if (target.at) changes[target.at] = [Number(place[0].toPrecision(4)), Number(place[1].toPrecision(4))];
  [target.x, target.y].forEach((key, i) => {
    const knob = key ? controls.knob(key) : null;
    if (knob) changes[key] = knob.nearest(place[i]);
  });
  panel.board.set(changes);
}

// ---- data points --------------------------------------------------------------------------------

/** @type {(panel: AxesContext, target: DragTarget) => PointRows} */
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
 * @type {(panel: AxesContext, target: DragTarget, pixel: Point) => number}
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

/** @type {(panel: AxesContext, target: DragTarget, points: PointRows) => void} */
const setPoints = (panel, target, points) => panel.board.set({ [target.points]: points });

/**
 * The coordinates of a pixel, within what a data point may have.
 * @type {(panel: AxesContext, target: DragTarget, pixel: Point) => number[]}
 */
function coordinates(panel, target, pixel) {
  const { low, high } = specOf(panel, target);
  return panel.view.inverse(...pixel).map((value) => Math.min(Math.max(rounded(value), low), high));
}

/** @type {(panel: AxesContext, target: DragTarget, which: number, pixel: Point) => void} */
function movePoint(panel, target, which, pixel) {
  if (which < 0) return;
  const place = coordinates(panel, target, pixel);
  const points = pointsOf(panel, target);
  setPoints(panel, target, points.map((point, i) => (i === which ? [...place, ...point.slice(2)] : point)));
}

/**
 * What a new point has besides its place: the class of the brush, or else of its nearest neighbour.
 * @type {(points: PointRows, place: number[], brush: ControlValue | undefined, width: number) => number[]}
 */
export function classOfNew(points, [x, y], brush, width) {
  if (brush !== undefined) return [Number(brush)];
  const [nearest] = [...points].sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y));
  return nearest?.slice(2) ?? (width > 2 ? [0] : []);
}

/**
 * Adds a point and returns its place in the list; −1 if there is no room for it.
 * @type {(panel: AxesContext, target: DragTarget, pixel: Point) => number}
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

/** @type {(panel: AxesContext, target: DragTarget, which: number) => void} */
function removePoint(panel, target, which) {
  const { least } = specOf(panel, target);
  const points = pointsOf(panel, target);
  if (which < 0) return;
  if (points.length <= least) {
    panel.board.toast(`At least ${least} ${least === 1 ? "point has" : "points have"} to stay.`);
  } else setPoints(panel, target, points.filter((_, i) => i !== which));
}
