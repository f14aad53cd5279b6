// The play of a view as a film: each frame is painted for itself, as fast as the machine can, not as it plays.

import { node } from "../shared/text.js";
import { compose, paintWhole } from "./composition.js";

/** @import { Context } from "../shared/types.js" */
/** @import { View } from "../shared/view.js" */
/** @import { Paper } from "./composition.js" */
/**
 * `from`, `to`: the first and last step; `pace`: steps a second.
 * @typedef {{ from: number, to: number, pace: number, fps: number, width: number, height: number, paper: Paper,
 *   legend: boolean }} FilmWish
 */
/**
 * What makes a file of frames; `reads`: does it look at their pixels? `start` sees a few of them beforehand, painted by
 * `paint` at a share of the film.
 * @typedef {{ reads: boolean, start(canvas: HTMLCanvasElement, paint: (share: number) => void): Promise<void>,
 *   add(canvas: HTMLCanvasElement, index: number): Promise<void>, finish(): Promise<Blob>,
 *   cancel(): void }} Encoder
 */

const REST = 1; // seconds that the last frame is looked at

/**
 * The playhead at each frame; the last one rests for a moment.
 * @type {(wish: Pick<FilmWish, "from" | "to" | "pace" | "fps">) => number[]}
 */
export function framesOf({ from, to, pace, fps }) {
  const moving = Math.max(0, Math.round(((to - from) / pace) * fps));
  const frames = Array.from({ length: moving }, (_, i) => from + ((to - from) * i) / moving);
  return [...frames, ...new Array(Math.max(1, Math.round(REST * fps))).fill(to)];
}

/** @type {(view: View, time: number, act: () => void) => void} the playhead is back before anyone sees it */
export function atTime({ player }, time, act) {
  const own = player.time;
  player.time = time;
  try {
    act();
  } finally {
    player.time = own;
  }
}

/**
 * Makes a film; `progress` is told a share of the frames, and `signal` ends it.
 * @type {(view: View, wish: FilmWish, encoder: Encoder, progress: (share: number) => void,
 *   signal: AbortSignal) => Promise<Blob | null>}
 */
export async function filmOf(view, wish, encoder, progress, signal) {
  const { width, height, paper, legend } = wish;
  const first = await compose(view, { scale: 1, paper, legend });
  const scale = Math.min(width / first.width, height / first.height);
  const whole = scale > 1 ? await compose(view, { scale, paper, legend }) : first;
  const canvas = node("canvas", { width, height });
  // The first to ask for a context says what it is for.
  const context = canvas.getContext("2d", { willReadFrequently: encoder.reads });
  if (!context) throw new Error("This browser gives no canvas to draw on.");
  /** @param {number} time */
  const paint = (time) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = whole.theme.background;
    context.fillRect(0, 0, width, height);
    context.translate((width - scale * whole.width) / 2, (height - scale * whole.height) / 2);
    context.scale(scale, scale);
    context.lineJoin = "round";
    atTime(view, time, () => paintWhole(context, view, whole));
  };
  const frames = framesOf(wish);
  try {
    await encoder.start(canvas, (share) => paint(wish.from + share * (wish.to - wish.from)));
    for (const [i, time] of frames.entries()) {
      if (signal.aborted) break;
      paint(time);
      await encoder.add(canvas, i);
      progress((i + 1) / frames.length);
    }
    if (!signal.aborted) return await encoder.finish();
    encoder.cancel();
    return null;
  } finally {
    view.refresh();
  }
}
