// A soft ring round the pointer, so that a hall sees what is pointed at.

import { node } from "./text.js";

const FOLLOWED = /** @type {const} */ (["pointermove", "pointerdown"]);

export class Halo {
  constructor() {
    this.root = node("div", { class: "ov-halo", "aria-hidden": "true", hidden: true });
    document.body.append(this.root);
    this.on = false;
    /** @type {[x: number, y: number] | null} where the pointer is, if it is in the window */
    this.at = null;
    /** @param {PointerEvent} event */
    this.follow = ({ clientX, clientY }) => this.place([clientX, clientY]);
    this.leave = () => this.place(null);
    for (const name of FOLLOWED) window.addEventListener(name, this.follow, { capture: true, passive: true });
    document.documentElement.addEventListener("pointerleave", this.leave);
  }

  /** @param {boolean} on */
  show(on) {
    this.on = on;
    this.place(this.at);
  }

  /** @param {[x: number, y: number] | null} at */
  place(at) {
    this.at = at;
    const shown = this.on && at !== null;
    this.root.hidden = !shown;
    if (shown) this.root.style.translate = `${at[0]}px ${at[1]}px`;
  }

  dispose() {
    for (const name of FOLLOWED) window.removeEventListener(name, this.follow, { capture: true });
    document.documentElement.removeEventListener("pointerleave", this.leave);
    this.root.remove();
  }
}
