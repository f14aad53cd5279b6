// The mouse and the finger on the picture: hover tells, a click or a drag of the ring moves the start.

import { digits } from "../shared/text.js";

const NEAR = 14;
const CLICK = 5;

export function listenPointer(stage, picture) {
  const { root } = picture;
  const grip = { held: false, from: null };
  const spot = (event) => {
    const box = root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const overStart = (point) =>
    picture.startPixel &&
    Math.hypot(point[0] - picture.startPixel[0], point[1] - picture.startPixel[1]) < NEAR + (stage.coarse ? 10 : 0);
  const flat = () => picture.mode === "2d" && picture.view && !picture.view.deep;
  const moveStart = (point) => {
    const tidy = (value) => Number(value.toPrecision(4));
    stage.moveStart(picture.view.inverse(...point).map(tidy));
  };

  const down = (event) => {
    if (!flat() || event.button) return;
    const point = spot(event);
    grip.from = point;
    if (!overStart(point)) return;
    grip.held = true;
    event.stopPropagation();
    event.preventDefault();
  };
  const move = (event) => {
    if (grip.held) {
      event.preventDefault();
      return moveStart(spot(event));
    }
    return root.contains(event.target) ? hover(spot(event)) : hide();
  };
  const up = (event) => {
    const point = spot(event);
    const { held, from } = grip;
    Object.assign(grip, { held: false, from: null });
    if (held) return moveStart(point);
    const { box } = picture.view || {};
    const inside = box && point[0] > box.left && point[0] < box.left + box.width && point[1] > box.top &&
      point[1] < box.top + box.height;
    const still = from && Math.hypot(point[0] - from[0], point[1] - from[1]) < CLICK;
    if (still && inside && flat()) moveStart(point);
    return undefined;
  };
  const hide = () => {
    picture.tip.style.opacity = 0;
  };
  const hover = (point) => {
    if (flat()) root.style.cursor = overStart(point) ? "grab" : "";
    const found = nearest(stage, point);
    if (!found) return hide();
    return showTip(picture, found, point);
  };

  root.addEventListener("pointerdown", down, true);
  root.addEventListener("mousedown", (event) => grip.held && event.stopPropagation(), true);
  root.addEventListener("touchstart", (event) => {
    if (grip.held && event.cancelable) event.preventDefault();
    if (grip.held) event.stopPropagation();
  }, { capture: true, passive: false });
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  root.addEventListener("pointerleave", hide);
  return () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
  };
}

// The closest drawn point of any run, up to the playhead.
function nearest(stage, [px, py]) {
  let best = null;
  for (const run of stage.runs) {
    if (!run.track) continue;
    const last = Math.min(stage.player.step, run.steps);
    for (let i = 0; i <= last; i++) {
      if (run.track.state[i] !== 1) continue;
      const away = Math.hypot(run.track.px[i] - px, run.track.py[i] - py);
      if (away < NEAR && (!best || away < best.away)) best = { run, i, away, x: run.track.px[i], y: run.track.py[i] };
    }
  }
  return best;
}

function showTip(picture, { run, i }, [px, py]) {
  const { tip, root } = picture;
  const { x, y, value } = run.data;
  tip.textContent = `${run.name}, step ${i}\nx = ${digits(x[i])}, y = ${digits(y[i])}\nf = ${digits(value[i])}`;
  tip.style.borderColor = run.look.colour;
  tip.style.opacity = 1;
  const left = px + 16 + tip.offsetWidth > root.clientWidth ? px - 16 - tip.offsetWidth : px + 16;
  const top = Math.min(Math.max(py - tip.offsetHeight / 2, 4), root.clientHeight - tip.offsetHeight - 4);
  tip.style.transform = `translate(${Math.max(left, 4)}px, ${top}px)`;
}
