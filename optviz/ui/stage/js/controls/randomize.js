// A button that gives sliders random values, evenly spread over their length.

import { textButton } from "../shared/icons.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, RandomizeSpec } from "../shared/board_types.js" */

export class RandomizeControl {
  static kind = "randomize";

  /**
   * @param {RandomizeSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    const roll = () => board.set(Object.fromEntries(spec.sliders.map((key) => [key, board.controls.random(key)])));
    this.root = node("div", { class: "ov-control" }, textButton(spec.label, roll));
  }
}
