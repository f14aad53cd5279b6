// A value of the link that nothing on the screen is there to set.

/** @import { ControlValue } from "../shared/board_types.js" */

export class HiddenControl {
  static kind = "hidden";

  /** @param {ControlValue | undefined} value a text or a number */
  static text(value) {
    return value == null || value === "" ? undefined : String(value);
  }
}
