// The mouse and the finger on the picture: hover tells, a click or a drag of the ring moves the start.

import { hideTip, nearestStep, pixelOf, showTip } from "../canvas/hover.js";
import { inBox } from "../shared/project.js";
import { digits } from "../shared/text.js";

/** @import { Point, RunView } from "../shared/types.js" */
/** @import { Picture } from "./picture.js" */
/** @import { Stage } from "./stage.js" */

const NEAR = 14;
const CLICK = 5;

/**
 * Listens on the picture; returns what ends the listening.
 * @param {Stage} stage
 * @param {Picture} picture
 */
export function listenPointer(stage, picture) {
  const { root, tip } = picture;
  /** @type {{ held: boolean, from: Point | null }} */
  const drag = { held: false, from: null };
  /** @param {Point} point */
  const overStart = (point) => {
    const start = picture.startPixel;
    return start && Math.hypot(point[0] - start[0], point[1] - start[1]) < NEAR + (stage.coarse ? 10 : 0);
  };
  const flatView = () => (picture.mode === "2d" && picture.view && !picture.view.deep ? picture.view : null);
  /** @param {number} value */
  const rounded = (value) => Number(value.toPrecision(4));
  /** @param {Point} point */
  const moveStart = (point) => {
    const place = flatView()?.inverse(...point);
    if (place) stage.moveStart([rounded(place[0]), rounded(place[1])]);
  };

  /** @param {PointerEvent} event */
  const down = (event) => {
    if (!flatView() || event.button) return;
    const point = pixelOf(root, event);
    drag.from = point;
    if (!overStart(point)) return;
    drag.held = true;
    event.stopPropagation();
    event.preventDefault();
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (drag.held) {
      event.preventDefault();
      moveStart(pixelOf(root, event));
    } else if (event.target instanceof Node && root.contains(event.target)) hover(pixelOf(root, event));
    else hideTip(tip);
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    const point = pixelOf(root, event);
    const { held, from } = drag;
    Object.assign(drag, { held: false, from: null });
    const still = from && Math.hypot(point[0] - from[0], point[1] - from[1]) < CLICK;
    const box = flatView()?.box;
    if (held || (still && box && inBox(box, point))) moveStart(point);
  };
  /** @param {Point} point */
  const hover = (point) => {
    if (flatView()) root.style.cursor = overStart(point) ? "grab" : "";
    const nearest = nearestOfRuns(stage.runs, stage.player.step, point);
    if (nearest) showTip(tip, root, stepText(nearest.run, nearest.step), nearest.run.look.colour, point);
    else hideTip(tip);
  };

  root.addEventListener("pointerdown", down, true);
  root.addEventListener("mousedown", (event) => drag.held && event.stopPropagation(), true);
  root.addEventListener("touchstart", (event) => {
    if (drag.held && event.cancelable) event.preventDefault();
    if (drag.held) event.stopPropagation();
  }, { capture: true, passive: false });
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  root.addEventListener("pointerleave", () => hideTip(tip));
  return () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
  };
}

/**
 * The closest drawn step of any run, up to the playhead.
 * @param {RunView[]} runs
 * @param {number} step
 * @param {Point} point
 */
export function nearestOfRuns(runs, step, point) {
  /** @type {{ run: RunView, step: number, distance: number } | null} */
  let nearest = null;
  for (const run of runs) {
    if (!run.track) continue;
    /** @type {number} */
    const reach = nearest?.distance ?? NEAR;
    const place = nearestStep(run.track, Math.min(step, run.steps), point, reach);
    if (place) nearest = { run, ...place };
  }
  return nearest;
}

/**
 * @param {RunView} run
 * @param {number} step
 */
function stepText({ name, data: { x, y, value } }, step) {
  return `${name}, step ${step}\nx = ${digits(x[step])}, y = ${digits(y[step])}\nf = ${digits(value[step])}`;
}
