// Arrays whose frames are spread evenly over the film.

/** @import { Playhead } from "./types.js" */

/**
 * The frame of an array with `frames` frames that belongs to the playhead.
 * @type {(player: Pick<Playhead, "step" | "last">, frames: number) => number}
 */
export const frameAt = (player, frames) =>
  player.last ? Math.round((player.step / player.last) * (frames - 1)) : frames - 1;
