// Where the playhead stands when a picture comes, and what may be seen then.

import { sameWords } from "./script_link.js";

/** @import { PictureRequest, Saved } from "./types.js" */
/** @import { BoardView } from "./board_types.js" */
/** @import { Player } from "./player.js" */

/**
 * Up to which step a picture may tell anything: an open question hides what comes after its start.
 * @type {(view: Pick<BoardView, "question">) => number}
 */
export const seenUntil = ({ question }) => question?.answer === null ? question.start : Infinity;

export class Playhead {
  /**
   * @param {Player} player
   * @param {Saved} saved what another view left
   */
  constructor(player, saved) {
    this.player = player;
    this.saved = saved;
    /** @type {PictureRequest | null} */
    this.request = null;
    /** @type {number | null} the step that is to be shown, while the result does not reach it yet */
    this.awaited = null;
  }

  /**
   * What a person turns keeps its playhead; a section, a preset or a link brings its own.
   * @type {(view: BoardView, before: BoardView | undefined, request: PictureRequest) => void}
   */
  place(view, before, request) {
    const { player } = this;
    const goesOn = this.request === request;
    const stays = goesOn || (request.keeps && sameWords(view.shows, before?.shows));
    // A result that is still growing, or grows again after a crash: the playhead waits for the step it was to show.
    if (stays && view.work && player.step > view.steps && !player.atEnd) this.awaited = player.step;
    const awaiting = goesOn && this.awaited != null && player.step === Math.min(this.awaited, player.last);
    this.request = request;
    player.setLast(view.steps);
    Object.assign(player, { fixed: view.pace, growing: Boolean(view.work) });
    if (!before) player.all = this.saved.all ?? view.all;
    if (view.question?.answer === null) player.all = false; // it would tell the answer
    if (awaiting) player.time = Math.min(this.awaited ?? 0, view.steps);
    else if (!stays) this.begin(view);
    if (!view.work) this.awaited = null;
  }

  /** @param {BoardView} view */
  begin(view) {
    const { player, saved: { time, speed, loop, playing } } = this;
    const step = time ?? view.step;
    player.pause();
    Object.assign(player, { speed: speed ?? player.speed, loop: loop ?? player.loop, endsAgain: false });
    player.time = Math.min(step, view.steps);
    this.awaited = view.work && step > view.steps ? step : null;
    if (playing) player.play();
    this.saved = {};
  }

  /** The playhead as a link has it; at the start, where every picture opens, it is left out. */
  get inLink() {
    return this.player.step || null;
  }
}
