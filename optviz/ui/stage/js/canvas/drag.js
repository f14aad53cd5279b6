// The mouse and the finger on a plane: a click, a tap or a drag sets knobs or moves data points; a swipe scrolls.

import { addPoint, movePoint, pointNear, REACH, removePoint } from "./data_points.js";
import { pixelOf } from "./hover.js";
import { inBox } from "../shared/project.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AxesContext, ControlValue, DragTarget } from "../shared/board_types.js" */
/** @typedef {AxesContext & { held: boolean, learned?(): void }} HeldPanel */

const FINGER = 8;
export const MARGIN = 6;
const CLICK = 5;
export const TAP = 10; // pixels: a finger that goes further before it is up again swipes
const REST = 350; // milliseconds after which a finger that has not moved takes hold
const TWICE = 400;
const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]);
const TOUCHES = ["touchstart", "touchmove"];

/** @type {(a: Point, b: Point) => number} */
export const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/**
 * Is a pixel near enough to the ring to take hold of it?
 * @param {AxesContext} panel
 * @param {Point} pixel
 * @param {number} more pixels of reach, for a finger
 */
export const onRing = ({ ring }, pixel, more = 0) => Boolean(ring) && apart(ring ?? pixel, pixel) < REACH + more;

/** @type {(panel: AxesContext & { learned?(): void }, target: DragTarget, pixel: Point) => void} */
export function setKnobs(panel, target, pixel) {
  panel.learned?.();
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

/**
 * One mouse or finger from down to up. A mouse acts at once, except where Plotly zooms: there it acts on the ring, and
 * any other drag moves the picture. A finger acts at once on the ring alone (on one that only moves sideways, as soon
 * as it does so itself); elsewhere it may be about to scroll the page, so it acts when it taps, or when it has rested
 * for a moment. What is broken off is taken back.
 */
class Gesture {
  /**
   * @param {HeldPanel} panel
   * @param {HTMLElement} host
   */
  constructor(panel, host) {
    this.panel = panel;
    this.host = host;
    /** @type {Point | null} where it went down; null when there is nothing to wait for */
    this.from = null;
    this.finger = false;
    /** Is it on a ring that only moves sideways? */
    this.sideways = false;
    /** The place of the data point that is held. */
    this.which = -1;
    /** @type {Point} from the pointer to the ring that it holds */
    this.offset = [0, 0];
    /** @type {Record<string, ControlValue>} what to go back to */
    this.before = {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.tapped = -Infinity;
  }

  /** @param {PointerEvent} event */
  down(event) {
    const { panel, panel: { spec, view } } = this;
    if (panel.taker || panel.board.source.recorded) return;
    const pixel = pixelOf(this.host, event);
    this.forget();
    if (event.isPrimary === false || !view || !spec.drag || event.button || !inBox(view.box, pixel, MARGIN)) return;
    this.from = pixel;
    this.finger = event.pointerType !== "mouse";
    const ring = !spec.drag.points && onRing(panel, pixel, this.finger ? FINGER : 0);
    this.sideways = ring && this.finger && !spec.drag.at && !spec.drag.y;
    if (this.finger && (!ring || this.sideways)) this.timer = setTimeout(() => this.hold(event, pixel, ring), REST);
    else if (ring || !spec.zoom) {
      event.preventDefault();
      event.stopPropagation();
      this.hold(event, pixel, ring);
    }
  }

  /** @type {(event: PointerEvent, pixel: Point, ring?: boolean) => void} */
  hold({ pointerId }, pixel, ring = false) {
    const { panel, host, finger, panel: { spec: { drag, zoom }, board: { values } } } = this;
    if (!drag) return;
    panel.held = true;
    host.classList?.add("ov-held");
    host.setPointerCapture?.(pointerId);
    const keys = [drag.points, drag.at, drag.x, drag.y].filter((key) => key in values);
    this.before = Object.fromEntries(keys.map((key) => [key, values[key]]));
    this.offset = ring && finger && panel.ring ? [panel.ring[0] - pixel[0], panel.ring[1] - pixel[1]] : [0, 0];
    if (drag.points) {
      const near = pointNear(panel, drag, pixel, finger ? FINGER : 0);
      this.which = near < 0 ? addPoint(panel, drag, pixel) : near;
    } else if (finger ? !ring : !zoom) setKnobs(panel, drag, pixel);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { panel, host, from } = this;
    const target = panel.spec?.drag;
    if (!from || !target || event.isPrimary === false) return;
    const [px, py] = pixelOf(host, event);
    if (!panel.held && this.finger && apart(from, [px, py]) > TAP) {
      clearTimeout(this.timer);
      if (this.sideways && Math.abs(px - from[0]) > Math.abs(py - from[1])) this.hold(event, from, true);
      else this.forget();
    }
    if (!panel.held) return;
    if (target.points) movePoint(panel, target, this.which, [px, py]);
    else setKnobs(panel, target, [px + this.offset[0], py + this.offset[1]]);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { panel, from, finger, panel: { held, spec, view } } = this;
    if (!from || event.isPrimary === false) return;
    const pixel = pixelOf(this.host, event);
    const canceled = event.type === "pointercancel";
    this.forget();
    if (held && canceled) panel.board.set(this.before);
    else if (!held && !canceled && spec.drag && apart(from, pixel) < (finger ? TAP : CLICK) && inBox(view.box, pixel)) {
      this.tap(spec.drag, pixel, event.timeStamp);
    }
  }

  /** @type {(target: DragTarget, pixel: Point, time: number) => void} */
  tap(target, pixel, time) {
    const { panel, tapped } = this;
    const near = target.points ? pointNear(panel, target, pixel, FINGER) : -1;
    this.tapped = time;
    if (!target.points) setKnobs(panel, target, pixel);
    else if (near < 0) addPoint(panel, target, pixel);
    else if (time - tapped < TWICE) removePoint(panel, target, near);
  }

  forget() {
    clearTimeout(this.timer);
    this.panel.held = false;
    this.host.classList?.remove("ov-held");
    this.from = null;
  }
}

/**
 * Listens on `host`, the element of the picture; returns what ends the listening.
 * @type {(panel: HeldPanel, host: HTMLElement) => () => void}
 */
export function listenDrag(panel, host) {
  const gesture = new Gesture(panel, host);
  /** @param {PointerEvent} event */
  const down = (event) => gesture.down(event);
  /** @param {PointerEvent} event */
  const move = (event) => gesture.move(event);
  /** @param {PointerEvent} event */
  const up = (event) => gesture.up(event);
  /** @param {MouseEvent} event */
  const twice = (event) => {
    const target = panel.spec?.drag;
    if (target?.points && !gesture.finger && !panel.taker) {
      removePoint(panel, target, pointNear(panel, target, pixelOf(host, event)));
    }
  };
  // While we hold, Plotly must not pan, nor the page scroll; a finger is never Plotly's.
  /** @param {Event} event */
  const keep = (event) => {
    if (panel.held || TOUCHES.includes(event.type)) event.stopPropagation();
    if (panel.held && event.cancelable) event.preventDefault();
  };
  host.addEventListener("pointerdown", down, true);
  for (const name of ["mousedown", "contextmenu", ...TOUCHES]) {
    host.addEventListener(name, keep, { capture: true, passive: false });
  }
  host.addEventListener("dblclick", twice);
  window.addEventListener("pointermove", move);
  for (const name of ENDS) window.addEventListener(name, up);
  return () => {
    gesture.forget();
    window.removeEventListener("pointermove", move);
    for (const name of ENDS) window.removeEventListener(name, up);
  };
}
