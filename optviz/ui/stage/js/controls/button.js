// A button that sets other controls.

import { textButton } from "../shared/icons.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, ButtonSpec } from "../shared/board_types.js" */

export class ButtonControl {
  static kind = "button";

  /**
   * @param {ButtonSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    const button = textButton(spec.label, () => board.set(spec.sets), spec.help);
    this.root = node("div", { class: "ov-control ov-control-button", "data-control": spec.key }, button);
  }
}
