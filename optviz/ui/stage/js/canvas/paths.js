// The paths of a picture, of a plane or of a surface seen from the side: up to the playhead, and faint the whole way if
// all of it is to be shown.

import { clipTo } from "./context.js";
import { drawArrows } from "./marks.js";
import { inBox, pixels } from "../shared/project.js";
import { drawMarker } from "../shared/theme.js";

/** @import { Box, Context, Head, Look, Size, Theme, Track } from "../shared/types.js" */
/** @import { PathLayer } from "../shared/layer_types.js" */
/** @import { Scene } from "./spots.js" */
/** @typedef {PathLayer & { track: Track }} DrawnPath  with its pixels */

const BREAK = 0;
const VISIBLE = 1;
const HIDDEN = 2;

const PATH_MARGIN = 60;
const PALE = 0.5;

/**
 * The part of a segment near the box, as two shares of it; null if there is none (Liang and Barsky, 1984).
 * @type {(box: Box, ax: number, ay: number, bx: number, by: number) => [first: number, last: number] | null}
 */
function nearBox(box, ax, ay, bx, by) {
  let [first, last] = [0, 1];
  const sides = [
    [ax - bx, ax - box.left + PATH_MARGIN],
    [bx - ax, box.left + box.width + PATH_MARGIN - ax],
    [ay - by, ay - box.top + PATH_MARGIN],
    [by - ay, box.top + box.height + PATH_MARGIN - ay],
  ];
  for (const [speed, distance] of sides) {
    if (speed === 0 && distance < 0) return null;
    if (speed < 0) first = Math.max(first, distance / speed);
    if (speed > 0) last = Math.min(last, distance / speed);
  }
  return first <= last ? [first, last] : null;
}

/**
 * Adds a segment to the path and says whether the path goes on from its end. Of a box, if there is one, only what lies
 * near it is added: a diverging run has segments of 100,000 pixels, and a dashed one of these holds 30,000 dashes.
 * @param {Context} context
 * @param {Box | null} box
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {boolean} open does the path end at the segment's start?
 */
function addStretch(context, box, ax, ay, bx, by, open) {
  const span = box ? nearBox(box, ax, ay, bx, by) : [0, 1];
  if (!span) return false;
  const [first, last] = span;
  if (!open || first > 0) context.moveTo(ax + first * (bx - ax), ay + first * (by - ay));
  context.lineTo(ax + last * (bx - ax), ay + last * (by - ay));
  return last === 1;
}

/**
 * Makes the steps of a track whose state is kept the context's path; says whether it goes on from its end.
 * @type {(context: Context, track: Track, from: number, to: number, keep: (state: number) => boolean,
 *   box: Box | null) => boolean}
 */
function trace(context, track, from, to, keep, box) {
  let open = false;
  context.beginPath();
  for (let i = from; i <= to; i++) {
    const state = track.state[i];
    if (state === BREAK || !keep(state)) open = false;
    else if (i > from && track.state[i - 1] !== BREAK) {
      open = addStretch(context, box, track.px[i - 1], track.py[i - 1], track.px[i], track.py[i], open);
    } else {
      context.moveTo(track.px[i], track.py[i]);
      open = true;
    }
  }
  return open;
}

/** @param {number} state */
const visible = (state) => state === VISIBLE;
/** @param {number} state */
const hidden = (state) => state === HIDDEN;
const any = () => true;

/**
 * Where the head is: between two steps while the film runs, on a step when it stands.
 * @type {(track: Track, time: number) => Head | null}
 */
export function headOf(track, time) {
  const { at } = track;
  const last = (at ?? track.px).length - 1;
  const step = Math.min(Math.floor(time + 1e-9), last);
  if (step < 0) return null;
  const part = step < last ? time - step : 0;
  let i = at ? at[step] : step;
  // A diverged run's last row may not be a number: in 2-D its head stays where it last was one.
  while (!at && !track.deep && i > 0 && track.state[i] === BREAK) i--;
  if (!at && track.state[i] === BREAK) return null;
  const goesOn = part > 1e-6 && track.state[i] !== BREAK && track.state[i + 1] !== BREAK;
  const next = goesOn && (!at || at[step + 1] === i + 1) ? i + 1 : i;
  return {
    corner: i,
    x: track.px[i] + (track.px[next] - track.px[i]) * part,
    y: track.py[i] + (track.py[next] - track.py[i]) * part,
    hidden: track.state[i] === HIDDEN,
  };
}

/**
 * Paths with their pixels, which are kept until the paths, the zoom or the camera change. Of one that a hand is moving,
 * nothing else is known yet.
 * @type {(paths: PathLayer[], panel: Scene) => DrawnPath[]}
 */
function withPixels(paths, { board, view }) {
  const key = `${view.key},${board.revision}`;
  return paths.map((path) => {
    const moved = board.fans.trackOf(path, view);
    if (moved) return { ...path, track: moved, status: ["moving", 0], arrows: null };
    const track = path.trackKey === key && path.track ? path.track : pixels(path, view);
    return Object.assign(path, { track, trackKey: key });
  });
}

/**
 * The whole way of every path, faint.
 * @type {(context: Context, paths: PathLayer[], panel: Scene) => void}
 */
export function drawGhostPaths(context, paths, panel) {
  context.setLineDash([]);
  context.globalAlpha = 0.22;
  for (const { pen, track } of withPixels(paths, panel)) {
    context.strokeStyle = pen.colour;
    context.lineWidth = panel.board.size.line * 0.6;
    trace(context, track, 0, track.px.length - 1, any, null);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/**
 * @type {(context: Context, path: DrawnPath, theme: Theme, size: Size, chosen: boolean, head: Head | null,
 *   box: Box) => void}
 */
function strokePath(context, { track, pen, pale }, theme, size, chosen, head, box) {
  const width = chosen ? size.line * 1.25 : size.line;
  const whole = pale ? PALE : 1;
  const to = head ? head.corner : track.px.length - 1;
  /** @param {boolean} behind the part behind the surface, or the part that is seen */
  const way = (behind) => {
    const open = trace(context, track, 0, to, behind ? hidden : visible, box);
    if (head?.hidden === behind) addStretch(context, box, track.px[to], track.py[to], head.x, head.y, open);
    context.stroke();
  };
  // The casing has the line's own gaps: through them a path below is seen that takes the same way.
  context.setLineDash(pen.dash.map((d) => (d * size.line) / 2.4));
  context.globalAlpha = 0.85 * whole;
  context.strokeStyle = theme.casing;
  context.lineWidth = width + 2;
  way(false);
  context.globalAlpha = whole;
  context.strokeStyle = pen.colour;
  context.lineWidth = width;
  way(false);
  context.globalAlpha = 0.4 * whole;
  way(true);
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/**
 * At the box's edge, in the direction of a head outside it.
 * @type {(context: Context, box: Box, head: Head, look: Look, theme: Theme, size: Size) => void}
 */
function edgeArrow(context, box, head, look, theme, size) {
  const [cx, cy] = [box.left + box.width / 2, box.top + box.height / 2];
  const [dx, dy] = [head.x - cx, head.y - cy];
  const reach = Math.min((box.width / 2 - 10) / Math.abs(dx || 1e-9), (box.height / 2 - 10) / Math.abs(dy || 1e-9));
  context.save();
  context.translate(cx + dx * reach, cy + dy * reach);
  context.rotate(Math.atan2(dy, dx));
  context.beginPath();
  context.moveTo(size.head + 3, 0);
  context.lineTo(-size.head, -size.head);
  context.lineTo(-size.head, size.head);
  context.closePath();
  context.strokeStyle = theme.casing;
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = look.colour;
  context.fill();
  context.restore();
}

/**
 * A run that came to rest where there is no minimum: a cross over its head.
 * @type {(context: Context, head: Head, theme: Theme, size: Size) => void}
 */
function restCross(context, head, theme, size) {
  const arm = size.head * 1.7;
  for (const { colour, width } of [{ colour: theme.casing, width: 5 }, { colour: theme.ink, width: 2.4 }]) {
    context.beginPath();
    for (const side of [-1, 1]) {
      context.moveTo(head.x - arm, head.y - side * arm);
      context.lineTo(head.x + arm, head.y + side * arm);
    }
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * Every path up to the playhead, the chosen one on top; its head, and the arrows there; without that of the step while
 * it is to be `guessed`.
 * @type {(context: Context, layers: PathLayer[], panel: Scene, guessed?: boolean) => void}
 */
export function drawPaths(context, layers, panel, guessed = false) {
  const { board: { theme, size, player: { time } }, view } = panel;
  const { box } = view;
  const drawn = withPixels(layers, panel);
  const chosen = drawn.find((path) => path.chosen);
  /** @param {DrawnPath} path */
  const height = (path) => (path === chosen ? 1 : path.pale ? -1 : 0);
  const paths = drawn.toSorted((a, b) => height(a) - height(b));
  const heads = paths.map(({ track }) => headOf(track, time));
  context.save();
  clipTo(context, box);
  paths.forEach((path, i) => strokePath(context, path, theme, size, path === chosen, heads[i], box));
  context.restore();
  paths.forEach(({ pen, pale, status: [kind, step] }, i) => {
    const head = heads[i];
    if (!head) return;
    if (!inBox(box, [head.x, head.y], 1)) {
      if (!pale) edgeArrow(context, box, head, pen, theme, size);
    } else {
      if (kind === "stuck" && time >= step) restCross(context, head, theme, size);
      context.globalAlpha = pale ? PALE : head.hidden ? 0.45 : 1;
      drawMarker(context, pen.marker, head.x, head.y, pale ? size.head * 0.7 : size.head, pen.colour, theme.casing);
      context.globalAlpha = 1;
    }
  });
  context.save();
  clipTo(context, box);
  const told = paths.filter((path) => !panel.board.fans.isMoving(path));
  for (const path of told) drawArrows(context, path, time, view, theme, size, guessed);
  context.restore();
}
