// What a newcomer can do with a picture, said at the ring until it has been done once in this browser: drag it.

import { recalled, remember } from "../shared/memory.js";
import { node } from "../shared/text.js";

/** @import { AxesContext } from "../shared/board_types.js" */

const KEY = "dragged";
const BELOW = 16; // pixels from the middle of the ring to the words
const ROOM = 44; // and what they need below it

export class DragHint {
  constructor() {
    this.root = node("div", { class: "ov-drag-hint", "aria-hidden": "true", text: "drag me", hidden: true });
    this.known = recalled(KEY) !== null;
  }

  /** The ring has been dragged. */
  learned() {
    if (this.known) return;
    this.known = true;
    this.root.hidden = true;
    remember(KEY, "yes");
  }

  /**
   * Follows the ring of a picture that nothing has happened on yet.
   * @param {AxesContext} panel
   */
  place({ ring, view: { box }, taker, board: { player: { step, playing } } }) {
    const open = !this.known && Boolean(ring) && !taker && step === 0 && !playing;
    this.root.hidden = !open;
    if (!open || !ring) return;
    const [x, y] = ring;
    const up = y + BELOW + ROOM > box.top + box.height;
    this.root.style.transform = `translate(${x}px, ${up ? y - BELOW : y + BELOW}px) translate(-50%, ${
      up ? "-100%" : "0"
    })`;
  }
}
