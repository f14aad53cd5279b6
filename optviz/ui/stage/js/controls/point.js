// A point of the plane: a slider for each coordinate; on the picture it is a ring (see canvas/drag.js).

import { KnobControl } from "../shared/knobs.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, PointSpec } from "../shared/board_types.js" */
/** @import { Point } from "../shared/types.js" */

export class PointControl {
  static kind = "point";
  static stays = true;
  static text = String;

  /**
   * @param {PointSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.spec = spec;
    const { key, label, low, high, least, most, help } = spec;
    this.knobs = spec.symbols.map((symbol, i) => {
      /** @param {number} value */
      const change = (value) => {
        const [x, y] = /** @type {Point} */ (board.values[key]);
        board.set({ [key]: i ? [x, value] : [value, y] });
      };
      const name = `${label} ${"xy"[i]}`;
      return new KnobControl(
        { key: symbol, symbol, label: name, low: low[i], high: high[i], least, most, scale: "linear", help },
        "the race",
        change,
        (text) => board.toast(text),
        (knob) => (this.spec.fan ? board.fans.handle(`${key}.${i}`, knob) : null),
      );
    });
    const roots = this.knobs.map(({ root }) => root);
    this.root = node("div", { class: "ov-knobs", "data-control": key }, ...roots);
  }

  /** @param {PointSpec} spec */
  update(spec) {
    this.spec = spec;
  }

  /** @param {Point} value */
  show(value) {
    const { low, high } = this.spec;
    this.knobs.forEach((control, i) => {
      Object.assign(control.knob, { low: Math.min(low[i], value[i]), high: Math.max(high[i], value[i]) });
      control.sync(value[i]);
    });
  }
}
