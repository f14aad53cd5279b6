// A value of the link that nothing on the screen is there to set.

import { node } from "../shared/text.js";

export class HiddenControl {
  static kind = "hidden";

  constructor() {
    this.root = node("span", { hidden: true });
  }

  /** @param {string} value */
  static text(value) {
    return value || undefined;
  }
}
