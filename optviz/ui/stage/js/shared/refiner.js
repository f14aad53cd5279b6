// A map in finer cells: asked for when the hand rests, put in the coarse one's place, and kept as long as the map is
// the same but for what lies over it. It is a help: where it does not come, the coarse map stays.

import { refinementUrl } from "./address.js";
import { readLayer, readMessage } from "./message.js";
import { fromRoute } from "./route.js";

/** @import { BoardView } from "./board_types.js" */
/** @import { Layer, OutcomeMapLayer } from "./layer_types.js" */
/**
 * @typedef {{ page: string, shownView: BoardView, pending: string | null, source: { byRoute: boolean },
 *   root: HTMLElement, refresh(): void }} RefinedBoard
 */

const REST = 350; // milliseconds without a new picture, after which the hand rests

/**
 * The outcome maps of a board.
 * @param {Pick<BoardView, "panels">} view
 * @returns {OutcomeMapLayer[]}
 */
const mapsOf = ({ panels }) =>
  panels.flatMap((panel) => {
    /** @type {Layer[]} */
    const layers = panel.kind === "axes" && "layers" in panel ? panel.layers : [];
    return layers.flatMap((layer) => (layer.kind === "outcome_map" ? [layer] : []));
  });

export class Refiner {
  /** @param {RefinedBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {OutcomeMapLayer | null} the fine map that came last */
    this.fine = null;
    this.aborter = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  // What is under way is for a picture that is shown no more.
  stop() {
    clearTimeout(this.timer);
    this.aborter.abort();
  }

  /**
   * A picture has come: the fine map is put into it, if it is of the same map; if not, and the hand rests on it, its
   * own is asked for.
   * @param {BoardView} view
   */
  take(view) {
    this.stop();
    this.fill(view);
    const coarse = mapsOf(view).some(({ key }) => key !== this.fine?.key);
    this.board.root.dataset.fine = String(!coarse);
    if (coarse && view.refines && this.board.source.byRoute) this.timer = setTimeout(() => this.bring(view), REST);
  }

  /** @param {BoardView} view */
  fill(view) {
    const unpainted = { painted: undefined, picture: undefined };
    for (const map of mapsOf(view)) {
      if (map.key === this.fine?.key) this.fine = Object.assign(map, unpainted, this.fine);
    }
  }

  /** @param {BoardView} view */
  async bring(view) {
    if (this.board.pending !== null) return; // the hand has gone on
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    try {
      for await (const frame of fromRoute(refinementUrl(this.board.page, view.query), signal)) {
        const { header, body } = readMessage(frame);
        if (signal.aborted || header.kind !== "layer") return;
        const layer = readLayer(header, body);
        if (layer.kind === "outcome_map") this.show(layer, view);
      }
    } catch {
      // there is none
    }
  }

  /** @type {(layer: OutcomeMapLayer, view: BoardView) => void} */
  show(layer, view) {
    this.fine = layer;
    this.fill(view);
    this.board.root.dataset.fine = "true";
    this.board.refresh();
  }
}
