// The controls of a board's section, side by side below its panels.

import { SliderControl } from "../controls/slider.js";
import { between } from "../shared/text.js";
import { controlClass } from "./controls.js";

/** @import { BoardContext, Control, ControlSpec } from "../shared/board_types.js" */

export class ControlBar {
  /**
   * @param {BoardContext} board
   * @param {HTMLElement} parent
   */
  constructor(board, parent) {
    this.board = board;
    this.parent = parent;
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
    const shape = JSON.stringify(
      specs.map((spec) =>
        "update" in controlClass(spec.kind).prototype ? [spec.kind, spec.key] : { ...spec, value: null }
      ),
    );
    this.specs = specs;
    if (shape !== this.shape) {
      // A class takes the specs of its own kind alone: that they fit is what the kind says.
      this.controls = specs.map((spec) => new (controlClass(spec.kind))(/** @type {never} */ (spec), this.board));
      this.parent.replaceChildren(...this.controls.map(({ root }) => root));
      this.shape = shape;
    }
    specs.forEach((spec, i) => this.controls[i].update?.(spec));
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
    /** @type {Record<string, string | string[]>} */
    const params = {};
    for (const { kind, key } of this.specs) {
      const text = controlClass(kind).text?.(this.board.values[key]);
      if (text !== undefined) params[key] = text;
    }
    return params;
  }
}
