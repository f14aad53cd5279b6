// A button that draws other random numbers.

import { textButton } from "../shared/icons.js";

/** @import { BoardContext, SeedSpec } from "../shared/board_types.js" */

export class SeedControl {
  static kind = "seed";
  static stays = true;
  static text = String;

  /**
   * @param {SeedSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    const { key, label, most } = spec;
    const next = () => board.set({ [key]: (Number(board.values[key]) + 1) % (most + 1) });
    this.root = textButton(label, next);
    this.root.dataset.control = key;
    this.update(spec);
  }

  /** @param {SeedSpec} spec */
  update({ enabled, help }) {
    this.root.disabled = !enabled;
    this.root.title = help;
  }
}
