// Data points, edited on the picture (see canvas/drag.js); here they are put back.

import { textButton } from "../shared/icons.js";
import { node } from "../shared/text.js";
import { rowsText } from "./rows.js";

/** @import { BoardContext, PointRows, PointsSpec } from "../shared/board_types.js" */

export class PointsControl {
  static kind = "points";
  static text = rowsText;

  /**
   * @param {PointsSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.spec = spec;
    const putBack = () => board.set({ [spec.key]: spec.default });
    this.reset = textButton("Reset points", putBack, "Undo all changes of the points");
    this.root = node(
      "div",
      { class: "ov-control", "data-control": spec.key },
      node("span", { class: "ov-control-label", text: spec.label }),
      this.reset,
    );
  }

  /** @param {PointRows} value */
  show(value) {
    this.reset.disabled = rowsText(value) === rowsText(this.spec.default);
  }
}
