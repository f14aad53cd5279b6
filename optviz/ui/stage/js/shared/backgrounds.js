// The fields under a view's panels: the one that is shown, and the last few, for answers that cross on their way.

/** @import { Background, Field } from "./types.js" */

const KEPT = 4;

export class Backgrounds {
  constructor() {
    /** The key of the one that is shown, which a request names as here already. */
    this.key = "";
    /** @type {Record<string, Field>} */
    this.fields = {};
    /** @type {Map<string, Background>} */
    this.recent = new Map();
  }

  /** @param {Background} background */
  add(background) {
    this.recent.delete(background.key);
    this.recent.set(background.key, background);
    for (const key of [...this.recent.keys()].slice(0, -KEPT)) this.recent.delete(key);
  }

  /**
   * Shows the fields called `key`; false if they are not here. Without a key there are none.
   * @param {string} key
   */
  use(key) {
    const background = this.recent.get(key);
    this.key = background ? key : "";
    this.fields = Object.fromEntries(background?.fields.map((field) => [field.name, field]) ?? []);
    return Boolean(background) || key === "";
  }
}
