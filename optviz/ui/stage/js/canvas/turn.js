// A finger on a surface that is seen from the side: sideways, or after a rest, it turns the surface; up and down it
// scrolls the page, as anywhere else.

/** @import { Point } from "../shared/types.js" */

const SLOP = 10;
const REST = 350;

/** @param {Touch} touch @returns {Point} */
const placeOf = ({ clientX, clientY }) => [clientX, clientY];

/**
 * Hides from Plotly, which listens inside `host`, the fingers that do not turn.
 * @type {(host: HTMLElement, turned: () => void) => void}
 */
export function listenTurn(host, turned) {
  /** @type {Point | null} */
  let from = null;
  let turning = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const end = () => {
    clearTimeout(timer);
    if (turning) turned();
    [from, turning] = [null, false];
  };
  /** @param {TouchEvent} event */
  const start = (event) => {
    end();
    if (event.touches.length > 1) return; // two fingers are the browser's
    from = placeOf(event.touches[0]);
    timer = setTimeout(() => {
      turning = true;
    }, REST);
  };
  /** @param {TouchEvent} event */
  const move = (event) => {
    const [x, y] = placeOf(event.touches[0]);
    const [across, down] = from ? [Math.abs(x - from[0]), Math.abs(y - from[1])] : [0, 0];
    if (from && !turning && Math.max(across, down) > SLOP) {
      clearTimeout(timer);
      turning = across > down;
      if (!turning) from = null;
    }
    if (!turning) event.stopPropagation();
    else requestAnimationFrame(turned);
  };
  host.addEventListener("touchstart", start, { capture: true, passive: true });
  host.addEventListener("touchmove", move, { capture: true, passive: true });
  for (const name of ["touchend", "touchcancel"]) host.addEventListener(name, end, true);
}
