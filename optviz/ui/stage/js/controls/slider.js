// A number on a slider, with a field for the exact value.

import { KnobControl } from "../shared/knobs.js";
import { mathInline } from "../shared/math.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, SliderSpec } from "../shared/board_types.js" */

export class SliderControl {
  static kind = "slider";
  static text = String;

  /**
   * @param {SliderSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.knob = new KnobControl(
      spec,
      board.shownView.arrangement === "playground" ? "the race" : "this section",
      (value) => board.set({ [spec.key]: value }),
      (text) => board.toast(text),
      (knob) => (spec.fan ? board.fans.handle(spec.key, knob) : null),
    );
    this.root = node(
      "div",
      { class: "ov-control", "data-control": spec.key },
      node(
        "span",
        { class: "ov-control-label", title: spec.help || "", onclick: () => spec.help && board.toast(spec.help) },
        spec.label,
        " ",
        mathInline(spec.symbol),
      ),
      this.knob.root,
    );
  }

  /** @param {number} value */
  show(value) {
    this.knob.sync(value);
  }
}
