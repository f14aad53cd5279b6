// The controls of a view, each in the slot that the arrangement has for it.

import { SliderControl } from "../controls/slider.js";
import { controlClass } from "../lecture/controls.js";
import { between } from "./text.js";

/** @import { Arrangement, BoardContext, Control, ControlSpec, Slots } from "./board_types.js" */
/** @import { Params } from "./types.js" */

export class ControlBar {
  /**
   * @param {BoardContext} board
   * @param {Arrangement} arrangement
   * @param {Slots} slots
   */
  constructor(board, arrangement, slots) {
    this.board = board;
    this.slotOf = (/** @type {ControlSpec} */ spec) => slots[arrangement.slotOf(spec)];
    /** @type {Control[]} */
    this.controls = [];
    /** @type {ControlSpec[]} */
    this.specs = [];
    this.shape = "";
  }

  /**
   * Controls are made anew only when other ones are there, so a slider is never taken from under a finger.
   * @param {ControlSpec[]} specs
   */
  sync(specs) {
    const shape = JSON.stringify(specs.map((spec) => ({ ...spec, value: null })));
    if (shape !== this.shape) {
      this.specs = specs;
      const before = this.controls;
      // A class takes the specs of its own kind alone: that they fit is what the kind says.
      this.controls = specs.map((spec) => new (controlClass(spec.kind))(/** @type {never} */ (spec), this.board));
      for (const control of before) control.root?.remove();
      specs.forEach((spec, i) => {
        const { root } = this.controls[i];
        if (root) this.slotOf(spec).append(root);
      });
      this.shape = shape;
    }
    this.show();
  }

  show() {
    this.specs.forEach(({ key }, i) => this.controls[i].show?.(this.board.values[key]));
  }

  /**
   * The knob of the slider called `key`, if there is one now.
   * @param {string} key
   */
  knob(key) {
    const control = this.controls[this.specs.findIndex((spec) => spec.key === key)];
    return control instanceof SliderControl ? control.knob : null;
  }

  /**
   * A value of a slider at a random place of its length.
   * @param {string} key
   */
  random(key) {
    const knob = this.knob(key);
    if (!knob) throw new Error(`The section has no slider called ${key}`);
    return knob.at(Math.random());
  }

  /**
   * The nearest value that a slider may have: for what a click on a picture sets.
   * @param {string} key
   * @param {number} value
   */
  nearest(key, value) {
    const knob = this.knob(key);
    if (!knob) throw new Error(`The section has no slider called ${key}`);
    const { low, high, whole } = knob.knob;
    return between(whole ? Math.round(value) : Number(value.toPrecision(4)), low, high);
  }

  // What is set, in the vocabulary of a link.
  params() {
    /** @type {Params} */
    const params = {};
    for (const { kind, key } of this.specs) {
      const text = controlClass(kind).text?.(this.board.values[key]);
      if (text !== undefined) params[key] = text;
    }
    return params;
  }
}
