// Data points under the mouse or the finger: found, added, moved, taken away.

import { t } from "../shared/words.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AxesContext, ControlValue, DragTarget, PointRows } from "../shared/board_types.js" */

/** How near, in pixels, something must be to be taken hold of. */
export const REACH = 16;

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
 * @type {(panel: AxesContext, target: DragTarget, pixel: Point, more?: number) => number}
 */
export function pointNear(panel, target, [px, py], more = 0) {
  let nearest = -1;
  let least = REACH + more;
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
export function movePoint(panel, target, which, pixel) {
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
export function addPoint(panel, target, pixel) {
  const points = pointsOf(panel, target);
  const { most, width } = specOf(panel, target);
  if (points.length >= most) {
    panel.board.toast(t("There is room for {most} points. Double-click or double-tap one to take it away.", { most }));
    return -1;
  }
  const place = coordinates(panel, target, pixel);
  const kind = classOfNew(points, place, panel.board.values[target.brush], width);
  setPoints(panel, target, [...points, [...place, ...kind]]);
  return points.length;
}

/** @type {(panel: AxesContext, target: DragTarget, which: number) => void} */
export function removePoint(panel, target, which) {
  const { least } = specOf(panel, target);
  const points = pointsOf(panel, target);
  if (which < 0) return;
  if (points.length <= least) {
    panel.board.toast(
      least === 1 ? t("At least 1 point has to stay.") : t("At least {least} points have to stay.", { least }),
    );
  } else setPoints(panel, target, points.filter((_, i) => i !== which));
}
