// The controls of a view, each in the slot that the arrangement has for it.

import { SliderControl } from "../controls/slider.js";
import { Desk } from "./desk.js";
import { controlClass } from "./kinds.js";

/** @import { Arrangement, BoardContext, Control, ControlSpec, Slots } from "./board_types.js" */
/** @import { Params } from "./types.js" */
/** @import { View } from "./view.js" */

/**
 * What makes it the same control: its key and, unless its class says that it stays, all of its spec but the value.
 * @param {ControlSpec} spec
 */
const idOf = (spec) => {
  const { kind, stays } = controlClass(spec.kind);
  return JSON.stringify([kind, spec.key, stays ? null : { ...spec, value: null }]);
};

export class ControlBar {
  /**
   * @param {BoardContext} board
   * @param {Arrangement} arrangement
   * @param {Slots} slots
   */
  constructor(board, arrangement, slots) {
    this.board = board;
    this.desk = new Desk(/** @type {View} */ (board), slots, () => this.place());
    this.slotOf = (/** @type {ControlSpec} */ spec) =>
      slots[this.desk.beyond.has(spec.key) ? "more" : arrangement.slotOf(spec)];
    /** @type {Map<string, Control>} by kind, key and what else makes it the same control */
    this.controls = new Map();
    /** @type {ControlSpec[]} */
    this.specs = [];
  }

  /**
   * A control is made anew only when it is another one, so a slider is never taken from under a finger.
   * @param {ControlSpec[]} specs
   */
  sync(specs) {
    const before = this.controls;
    // A class takes the specs of its own kind alone: that they fit is what the kind says.
    this.controls = new Map(specs.map((spec) => {
      const id = idOf(spec);
      return [id, before.get(id) ?? new (controlClass(spec.kind))(/** @type {never} */ (spec), this.board)];
    }));
    for (const [id, { root }] of before) if (!this.controls.has(id)) root?.remove();
    this.specs = specs;
    for (const spec of specs) {
      const control = this.of(spec);
      control.update?.call(control, /** @type {never} */ (spec));
    }
    this.place();
    this.show();
    this.desk.fit();
  }

  // Each in the slot and at the place that it has now.
  place() {
    /** @type {Map<HTMLElement, number>} */
    const places = new Map();
    for (const spec of this.specs) {
      const { root } = this.of(spec);
      const slot = this.slotOf(spec);
      const place = places.get(slot) ?? 0;
      if (!root) continue;
      root.dataset.control ??= spec.key;
      places.set(slot, place + 1);
      if (slot.children[place] !== root) slot.insertBefore(root, slot.children[place] ?? null);
    }
  }

  dispose() {
    this.desk.dispose();
  }

  /** @type {(spec: ControlSpec) => Control} */
  of(spec) {
    const control = this.controls.get(idOf(spec));
    if (!control) throw new Error(`There is no control ${spec.key}`);
    return control;
  }

  show() {
    for (const spec of this.specs) this.of(spec).show?.(this.board.values[spec.key]);
  }

  // What a control tells of the runs follows the playhead.
  move() {
    for (const control of this.controls.values()) control.move?.();
  }

  /**
   * The knob of the slider called `key`, if there is one now.
   * @param {string} key
   */
  knob(key) {
    const spec = this.specs.find((each) => each.key === key);
    const control = spec && this.of(spec);
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
