// The mouse and the finger on a plane: a click or a drag sets knobs or moves data points; hovering tells.

import { readMap } from "./maps.js";
import { spotsNow } from "./spots.js";
import { digits } from "../shared/text.js";

const REACH = 16;

export function listenGrab(panel) {
  const { room, board } = panel;
  const hold = { on: false, point: -1 };
  const spot = (event) => {
    const box = room.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const within = ([px, py]) => {
    const { box } = panel.view;
    return px >= box.left - 6 && px <= box.left + box.width + 6 && py >= box.top - 6 && py <= box.top + box.height + 6;
  };
  const down = (event) => {
    if (!panel.view || !panel.spec.grab || event.button || !within(spot(event))) return;
    event.preventDefault();
    hold.on = true;
    hold.point = panel.spec.grab.points ? pointNear(panel, spot(event)) : -1;
    if (panel.spec.grab.points && hold.point < 0) hold.point = addPoint(panel, spot(event));
    else if (!panel.spec.grab.points) setKnobs(panel, spot(event));
    room.setPointerCapture?.(event.pointerId);
  };
  const move = (event) => {
    if (!hold.on) return room.contains(event.target) && panel.view ? hover(panel, spot(event)) : hide(panel);
    if (!panel.spec.grab.points) return setKnobs(panel, spot(event));
    return movePoint(panel, hold.point, spot(event));
  };
  const up = () => {
    hold.on = false;
  };
  const twice = (event) => {
    if (panel.spec.grab?.points) removePoint(panel, pointNear(panel, spot(event)));
  };
  room.addEventListener("pointerdown", down);
  room.addEventListener("dblclick", twice);
  room.addEventListener("pointerleave", () => hide(panel));
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", up);
  return () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", up);
    board.root.classList.remove("ov-holding");
  };
}

function setKnobs(panel, place) {
  const { grab } = panel.spec;
  const { controls } = panel.board;
  const changes = {};
  [grab.x, grab.y].forEach((key, i) => {
    if (key && controls.knob(key)) changes[key] = controls.nearest(key, panel.view.inverse(...place)[i]);
  });
  panel.board.set(changes);
}

// ---- data points --------------------------------------------------------------------------------

const pointsOf = (panel) => panel.board.values[panel.spec.grab.points];
const specOf = (panel) => panel.board.controls.specs.find((one) => one.key === panel.spec.grab.points);
const tidy = (value) => Number(value.toPrecision(3));

function pointNear(panel, [px, py]) {
  let best = -1;
  let least = REACH;
  pointsOf(panel).forEach(([x, y], i) => {
    const [qx, qy] = panel.view.point(x, y);
    const away = Math.hypot(px - qx, py - qy);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}

const change = (panel, points) => panel.board.set({ [panel.spec.grab.points]: points });
const inLimits = (panel, place) =>
  panel.view.inverse(...place).map((v) => Math.min(Math.max(tidy(v), specOf(panel).low), specOf(panel).high));

function movePoint(panel, which, place) {
  if (which < 0) return;
  change(
    panel,
    pointsOf(panel).map((point, i) => (i === which ? [...inLimits(panel, place), ...point.slice(2)] : point)),
  );
}

// A new point takes the class of the brush, or else of its nearest neighbour.
function addPoint(panel, place) {
  const points = pointsOf(panel);
  const { most, width } = specOf(panel);
  if (points.length >= most) {
    panel.board.toast(`There is room for ${most} points. Double-click one to take it away.`);
    return -1;
  }
  const [x, y] = inLimits(panel, place);
  const nearest = [...points].sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y))[0];
  const brush = panel.board.values[panel.spec.grab.brush];
  const kind = brush === undefined ? nearest?.slice(2) ?? (width > 2 ? [0] : []) : [Number(brush)];
  change(panel, [...points, [x, y, ...kind]]);
  return points.length;
}

function removePoint(panel, which) {
  const { least } = specOf(panel);
  const points = pointsOf(panel);
  if (which < 0) return;
  if (points.length <= least) {
    panel.board.toast(`At least ${least} ${least === 1 ? "point has" : "points have"} to stay.`);
  } else change(panel, points.filter((_, i) => i !== which));
}

// ---- hovering -----------------------------------------------------------------------------------

const hide = (panel) => {
  panel.tip.style.opacity = 0;
};

function tellPath(panel, layer, [px, py]) {
  const { track } = layer;
  if (!track) return null;
  let [best, least] = [-1, REACH];
  const last = Math.min(panel.board.player.step, layer.x.length - 1);
  for (let i = 0; i <= last; i++) {
    const away = track.state[i] === 1 ? Math.hypot(track.px[i] - px, track.py[i] - py) : Infinity;
    if (away < least) [best, least] = [i, away];
  }
  if (best < 0) return null;
  const { spec, board } = panel;
  const value = layer.value ? `\nf = ${digits(layer.value[best])}` : "";
  const { unit, per } = board.shownView;
  return `${layer.name ? `${layer.name}, ` : ""}${unit} = ${Math.floor(best / per)}\n${spec.x.label} = ${
    digits(layer.x[best])
  }, ${spec.y.label} = ${digits(layer.y[best])}${value}`;
}

function tellPoints(panel, layer, [px, py]) {
  if (!layer.hover.length) return null;
  const at = spotsNow(layer, panel.board.player.step).findIndex(([x, y]) => {
    const [qx, qy] = panel.view.point(x, y);
    return Math.hypot(qx - px, qy - py) < REACH * 0.8;
  });
  return at < 0 ? null : layer.hover[at];
}

function tellMap(panel, layer, place) {
  const [x, y] = panel.view.inverse(...place);
  const value = readMap(panel, layer, x, y);
  if (value == null || Number.isNaN(value)) return null;
  const what = layer.value ? `${layer.label} = ${digits(value)}` : layer.categories[value]?.label;
  return what ? `${what}\n${panel.spec.x.label} = ${digits(x, 3)}, ${panel.spec.y.label} = ${digits(y, 3)}` : null;
}

const TELL = { path: tellPath, points: tellPoints, categorymap: tellMap, rampmap: tellMap };

function hover(panel, place) {
  const { box } = panel.view;
  const inside = place[0] > box.left && place[0] < box.left + box.width && place[1] > box.top &&
    place[1] < box.top + box.height;
  let text = null;
  for (const kind of ["points", "path", "categorymap", "rampmap"]) {
    for (const layer of panel.spec.layers) {
      if (inside && !text && layer.kind === kind) text = TELL[kind](panel, layer, place);
    }
  }
  if (!text) return hide(panel);
  const { tip, room } = panel;
  tip.textContent = text;
  tip.style.borderColor = "var(--st-primary-color)";
  tip.style.opacity = 1;
  const left = place[0] + 16 + tip.offsetWidth > room.clientWidth ? place[0] - 16 - tip.offsetWidth : place[0] + 16;
  const top = Math.min(
    Math.max(place[1] - tip.offsetHeight / 2, 4),
    Math.max(4, room.clientHeight - tip.offsetHeight - 4),
  );
  tip.style.transform = `translate(${Math.max(left, 4)}px, ${top}px)`;
  return undefined;
}
