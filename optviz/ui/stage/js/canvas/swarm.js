// Many balls at once, each in the colour of where it ends, once it is there; frames are spread evenly over the film.

/** @import { Context, Playhead, Point, Theme } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @import { SwarmLayer } from "../shared/layer_types.js" */

const TRAIL_ALPHA = 0.3;
const TRAIL_FAR = 1e4;

/**
 * The frame that the playhead is in, and how far it is on the way to the next, 0 to 1.
 * @type {(player: Pick<Playhead, "time" | "last">, frames: number) => { frame: number, part: number }}
 */
export function frameOf(player, frames) {
  const time = player.last ? (player.time / player.last) * (frames - 1) : frames - 1;
  const frame = Math.min(Math.floor(time + 1e-9), frames - 1);
  return { frame, part: frame < frames - 1 ? time - frame : 0 };
}

/**
 * A ball's colour in a frame: ink while it is on its way, then that of where it ends.
 * @type {(layer: SwarmLayer, ball: number, frame: number, theme: Theme) => string}
 */
export function colourOf({ arrival, number, pens }, ball, frame, theme) {
  if (arrival && frame < arrival[ball]) return theme.ink;
  return (pens[number[ball]] || { colour: theme.faint }).colour;
}

/** @type {(context: Context, panel: AxesContext, layer: SwarmLayer) => void} */
export function drawSwarm(context, panel, layer) {
  const { player, size, theme } = panel.board;
  const [balls, frames] = layer.x.shape;
  const { frame, part } = frameOf(player, frames);
  for (let k = 0; k < balls; k++) {
    /** @param {number} i */
    const at = (i) => panel.view.point(layer.x[k * frames + i], layer.y[k * frames + i]);
    const colour = colourOf(layer, k, player.all ? Infinity : frame, theme);
    if (layer.trail) trail(context, at, frame, colour);
    const [ax, ay] = at(frame);
    const [bx, by] = part ? at(frame + 1) : [ax, ay];
    const px = Number.isFinite(bx) ? ax + (bx - ax) * part : ax;
    const py = Number.isFinite(by) ? ay + (by - ay) * part : ay;
    if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
    context.beginPath();
    context.arc(px, py, size.head * 0.7, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = theme.casing;
    context.stroke();
  }
}

/** @type {(context: Context, at: (frame: number) => Point, frame: number, colour: string) => void} */
function trail(context, at, frame, colour) {
  context.beginPath();
  for (let i = 0; i <= frame; i++) {
    const [px, py] = at(i);
    if (!(Math.abs(px) < TRAIL_FAR && Math.abs(py) < TRAIL_FAR)) break;
    if (i) context.lineTo(px, py);
    else context.moveTo(px, py);
  }
  context.globalAlpha = TRAIL_ALPHA;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.stroke();
  context.globalAlpha = 1;
}
