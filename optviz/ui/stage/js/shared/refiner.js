// A map in finer cells: asked for when the hand rests, put in the coarse one's place, and kept as long as the map is the
// same but for what lies over it. It is a help: where it does not come, the coarse map stays.

import { refinementUrl } from "./address.js";
import { readLayer, readMessage } from "./message.js";
import { fromRoute } from "./route.js";

/** @import { BoardView } from "./board_types.js" */
/** @import { Layer, OutcomeMapLayer } from "./layer_types.js" */
/**
 * @typedef {{ page: string, shownView: BoardView, source: { byRoute: boolean }, root: HTMLElement,
 *   refresh(): void }} RefinedView
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
  /** @param {RefinedView} view */
  constructor(view) {
    this.view = view;
    /** @type {OutcomeMapLayer | null} the fine map that came last */
    this.fine = null;
    this.aborter = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  // Another picture is wanted: what is under way for this one is not.
  stop() {
    clearTimeout(this.timer);
    this.aborter.abort();
  }

  /**
   * Puts the fine map into a board that has just come, if it is of the same map.
   * @param {Pick<BoardView, "panels">} board
   */
  fill(board) {
    for (const map of mapsOf(board)) if (map.key === this.fine?.key) this.fine = Object.assign(map, this.fine);
  }

  /**
   * A picture has come: if it is the newest, and the hand rests on it, its map is asked for in finer cells.
   * @type {(board: BoardView, newest: boolean) => void}
   */
  take(board, newest) {
    const { view } = this;
    this.stop();
    this.fill(board);
    const coarse = mapsOf(board).some(({ key }) => key !== this.fine?.key);
    view.root.dataset.fine = String(!coarse);
    if (newest && coarse && board.refines && view.source.byRoute) this.timer = setTimeout(() => this.bring(), REST);
  }

  async bring() {
    const { page, shownView } = this.view;
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    try {
      for await (const frame of fromRoute(refinementUrl(page, shownView.query), signal)) {
        const { header, body } = readMessage(frame);
        if (signal.aborted || header.kind !== "layer") return;
        const layer = readLayer(header, body);
        if (layer.kind === "outcome_map") this.show(layer);
      }
    } catch {
      // there is none
    }
  }

  /** @param {OutcomeMapLayer} layer */
  show(layer) {
    this.fine = layer;
    this.fill(this.view.shownView);
    this.view.root.dataset.fine = "true";
    this.view.refresh();
  }
}
