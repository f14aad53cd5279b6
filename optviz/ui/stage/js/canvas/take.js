// A press on a plane that is an answer, or a guess: as long as someone takes the plane, a press sets no knob.

import { apart, MARGIN, TAP } from "./drag.js";
import { pixelOf } from "./hover.js";
import { inBox } from "../shared/project.js";
import { between } from "../shared/text.js";

/** @import { Box, Point } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @typedef {AxesContext & { held: boolean }} TakenPanel */

const FINE = 1 / 200; // of the axes, for an arrow key
const COARSE = 1 / 20; // with Shift
const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]);
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {(box: Box, pixel: Point) => Point} */
const inside = ({ left, top, width, height }, [px, py]) => [
  between(px, left, left + width),
  between(py, top, top + height),
];

/**
 * Where an arrow key moves a mark, which stands in the middle before the first; null for any other key.
 * @type {(event: Pick<KeyboardEvent, "key" | "shiftKey">, place: Point | null,
 *   view: AxesContext["view"]) => Point | null}
 */
export function placeByKey({ key, shiftKey }, place, { box, point, inverse }) {
  const way = ARROWS[key];
  if (!way) return null;
  const middle = inverse(box.left + box.width / 2, box.top + box.height / 2);
  if (!place) return middle;
  const [px, py] = point(...place);
  const stride = shiftKey ? COARSE : FINE;
  return inverse(...inside(box, [px + way[0] * stride * box.width, py + way[1] * stride * box.height]));
}

/** One mouse or finger from down to up. A finger that may be about to scroll the page acts when it taps. */
class Press {
  /**
   * @param {TakenPanel} panel
   * @param {HTMLElement} host
   */
  constructor(panel, host) {
    this.panel = panel;
    this.host = host;
    /** @type {Point | null} */
    this.from = null;
  }

  /** @param {Point} pixel */
  placeOf(pixel) {
    const { box, inverse } = this.panel.view;
    return inverse(...inside(box, pixel));
  }

  /** @param {PointerEvent} event */
  down(event) {
    const { panel, host, panel: { taker, view } } = this;
    this.from = null;
    if (!taker || taker.locked || !view || event.isPrimary === false || event.button) return;
    const pixel = pixelOf(host, event);
    if (!inBox(view.box, pixel, MARGIN)) return;
    this.from = pixel;
    if (event.pointerType !== "mouse" && !taker.grips(pixel, panel)) return;
    panel.held = true;
    host.setPointerCapture?.(event.pointerId);
    taker.down(this.placeOf(pixel), panel);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { panel, host, from, panel: { taker, held } } = this;
    if (!from || !taker || event.isPrimary === false) return;
    const pixel = pixelOf(host, event);
    if (held) taker.move(this.placeOf(pixel), panel);
    else if (apart(from, pixel) > TAP) this.from = null;
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { panel, from, panel: { taker, held } } = this;
    if (!from || event.isPrimary === false) return;
    this.from = null;
    panel.held = false;
    if (!taker || (!held && event.type === "pointercancel")) return;
    if (!held) taker.down(this.placeOf(from), panel);
    taker.up(panel);
  }
}

/**
 * Listens on `host`, the element of the picture; returns what ends the listening.
 * @type {(panel: TakenPanel, host: HTMLElement) => () => void}
 */
export function listenTaken(panel, host) {
  const press = new Press(panel, host);
  /** @param {PointerEvent} event */
  const down = (event) => press.down(event);
  /** @param {PointerEvent} event */
  const move = (event) => press.move(event);
  /** @param {PointerEvent} event */
  const up = (event) => press.up(event);
  /** @param {Event} event */
  const keep = (event) => {
    if (panel.taker && (event.type === "mousedown" || !panel.taker.zooms)) event.stopPropagation();
  };
  host.addEventListener("pointerdown", down, true);
  for (const name of ["mousedown", "wheel"]) host.addEventListener(name, keep, { capture: true, passive: true });
  window.addEventListener("pointermove", move);
  for (const name of ENDS) window.addEventListener(name, up);
  return () => {
    window.removeEventListener("pointermove", move);
    for (const name of ENDS) window.removeEventListener(name, up);
  };
}
