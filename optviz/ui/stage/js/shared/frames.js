// When things are drawn: frames spread evenly over the film, and what follows the pictures a little later.

/** @import { Playhead } from "./types.js" */

/**
 * The frame of an array with `frames` frames that belongs to the playhead: the last one that is not later.
 * @type {(player: Pick<Playhead, "step" | "last">, frames: number) => number}
 */
export const frameAt = (player, frames) =>
  player.last ? Math.floor((player.step / player.last) * (frames - 1) + 1e-9) : frames - 1;

/** Calls `draw` after the next frame of the page, so that pictures come first, and not more often than its pace. */
export class Calm {
  /**
   * @param {() => void} draw
   * @param {number} pace in milliseconds
   */
  constructor(draw, pace) {
    this.draw = draw;
    this.pace = pace;
    this.pending = false;
    this.disposed = false;
    this.drawnAt = -Infinity;
  }

  soon() {
    if (this.pending) return;
    this.pending = true;
    const rest = Math.max(0, this.pace - (performance.now() - this.drawnAt));
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.pending = false;
        this.drawnAt = performance.now();
        if (!this.disposed) this.draw();
      }, rest)
    );
  }

  dispose() {
    this.disposed = true;
  }
}
