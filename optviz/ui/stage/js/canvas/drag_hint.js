// What a newcomer can do with a picture, said at the ring until it has been done once in this browser: drag it.

import { recalled, remember } from "../shared/memory.js";
import { node } from "../shared/text.js";

/** @import { AxesContext } from "../shared/board_types.js" */

const KEY = "dragged";
const CLASS = "ov-drag-hint";
const HALF = 46; // pixels: half its width
const BELOW = 16; // pixels from the middle of the ring to the words
const ROOM = 44; // and what they need below it

export class DragHint {
  constructor() {
    this.root = node("div", { class: CLASS, "aria-hidden": "true", text: "drag me", hidden: true });
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
   * Follows the ring of a picture that nothing has happened on yet: one on a board, and none before a hall.
   * @param {AxesContext} panel
   */
  place({ ring, view: { box }, taker, board: { player: { step, playing } } }) {
    const slot = this.root.parentElement;
    const others = slot?.closest("[data-stage]")?.querySelectorAll(`.${CLASS}:not([hidden])`) ?? [];
    const spoken = [...others].some((each) => each !== this.root) || slot?.closest(".ov-present");
    const open = !this.known && Boolean(ring) && !taker && step === 0 && !playing && !spoken;
    this.root.hidden = !open;
    if (!open || !ring || !slot) return;
    const [x, y] = ring;
    const up = y + BELOW + ROOM > box.top + box.height;
    const inside = Math.min(Math.max(x, HALF), slot.clientWidth - HALF);
    this.root.style.transform = `translate(${inside}px, ${up ? y - BELOW : y + BELOW}px) translate(-50%, ${
      up ? "-100%" : "0"
    })`;
  }
}
