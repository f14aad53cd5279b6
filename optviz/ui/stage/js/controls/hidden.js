// A value of the link that nothing on the screen is there to set.

export class HiddenControl {
  static kind = "hidden";

  /** @param {string} value */
  static text(value) {
    return value || undefined;
  }
}
