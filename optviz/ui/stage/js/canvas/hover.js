// Where the mouse is over a picture, the step of a path that lies there, and the tip that tells of it.

/** @import { Extent, Point, Track } from "../shared/types.js" */

const GAP = 16;
const EDGE = 4;

/**
 * The place of a mouse or a finger, in pixels of `element`.
 * @type {(element: Element, event: MouseEvent) => Point}
 */
export const pixelOf = (element, event) => {
  const box = element.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};

/**
 * The visible step of a path, up to step `last`, that lies nearest to a pixel; null if none is nearer than `reach`.
 * @type {(track: Track, last: number, pixel: Point, reach: number) => { step: number, distance: number } | null}
 */
export function nearestStep(track, last, [px, py], reach) {
  /** @type {{ step: number, distance: number } | null} */
  let nearest = null;
  for (let step = 0; step <= last; step++) {
    if (track.state[step] !== 1) continue;
    const distance = Math.hypot(track.px[step] - px, track.py[step] - py);
    if (distance < (nearest?.distance ?? reach)) nearest = { step, distance };
  }
  return nearest;
}

/**
 * Where a tip of some size stands beside a pixel: to its right if there is room, and inside the picture.
 * @type {(pixel: Point, tip: Extent, picture: Extent) => Point}
 */
export function tipPlace([px, py], tip, picture) {
  const left = px + GAP + tip.width > picture.width ? px - GAP - tip.width : px + GAP;
  const top = Math.min(
    Math.max(py - tip.height / 2, EDGE),
    Math.max(EDGE, picture.height - tip.height - EDGE),
  );
  return [Math.max(left, EDGE), top];
}

/** @type {(tip: HTMLElement, picture: Element, text: string, colour: string, pixel: Point) => void} */
export function showTip(tip, picture, text, colour, pixel) {
  tip.textContent = text;
  Object.assign(tip.style, { borderColor: colour, opacity: "1" });
  const [left, top] = tipPlace(
    pixel,
    { width: tip.offsetWidth, height: tip.offsetHeight },
    { width: picture.clientWidth, height: picture.clientHeight },
  );
  tip.style.transform = `translate(${left}px, ${top}px)`;
}

/** @param {HTMLElement} tip */
export function hideTip(tip) {
  tip.style.opacity = "0";
}
