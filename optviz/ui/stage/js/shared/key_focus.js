// Which keys what has the focus keeps for itself.

import { opensWhenPressed } from "./prefetch.js";
import { scrolls } from "./text.js";

/** @import { View } from "./view.js" */

/**
 * What an event is about, in a shadow of the page too: from outside it is only known whose shadow that is.
 * @param {Event} event
 */
export const targetOf = (event) => event.composedPath()[0] ?? event.target;

/** What has the focus, and whether it is still being used: a menu in which something was chosen is not. */
export class KeyFocus {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.tabbing = false;
    /** @type {EventTarget | null} what was reached by keyboard and has Space to itself, as everywhere on the web */
    this.tabbed = null;
    /** @type {EventTarget | null} a menu in which something has been chosen with the mouse */
    this.chosen = null;
  }

  /** @param {Event} event */
  follow(event) {
    const target = targetOf(event);
    if (event.type === "pointerdown") Object.assign(this, { tabbing: false, tabbed: null, chosen: null });
    else if (event.type === "focusin") this.tabbed = this.tabbing ? target : null;
    else this.chosen = this.tabbing ? null : target;
  }

  /**
   * A key goes to what has the focus. If that opens a picture, the next Space plays it.
   * @param {KeyboardEvent} event
   */
  pressed(event) {
    if ((event.key === " " || event.key === "Enter") && this.opens(targetOf(event))) this.tabbed = null;
  }

  /**
   * Does a press on an element open a picture? What is wanted next is to play it.
   * @param {EventTarget | null} target
   */
  opens(target) {
    if (!(target instanceof Element)) return false;
    return Boolean(target.closest(".ov-head-presets")) || opensWhenPressed(target, this.view.script.ahead) !== null;
  }

  /**
   * Widgets of the page and our own fields keep their keys; sliders keep the arrows.
   * @type {(target: EventTarget | null, key: string) => boolean}
   */
  keeps(target, key) {
    if (!(target instanceof Element)) return false;
    if (target.closest("dialog:not([open])")) return false; // until the next frame the focus is where it was
    const presses = key === "Enter" || (key === " " && (target === this.tabbed || Boolean(target.closest("dialog"))));
    if (target.matches("input[type=radio]")) return /^Arrow/.test(key) || key === " ";
    if (target.matches("[role=tab]") && /^Arrow(Left|Right)$|^Home$|^End$/.test(key)) return target === this.tabbed;
    if (target.matches("[role=application]")) return /^Arrow/.test(key);
    if (target.matches(".ov-sheet-room")) {
      return /^Arrow/.test(key) && scrolls(target, /Left|Right/.test(key) ? "x" : "y");
    }
    if (target.matches(".ov-answer input[type=range]") && /^Page/.test(key)) return true; // it has no field to type in
    if (target.matches('input[type="range"]')) return /^Arrow|^Home$|^End$/.test(key) && !target.matches(".ov-scrub");
    if (target.matches("button, [role=button], summary, a, input[type=checkbox]")) return presses;
    if (target.matches("select")) return target !== this.chosen;
    if (target.matches("[role=combobox][aria-expanded=false]") && key === " ") return target === this.tabbed;
    if (target.matches("input, textarea, [contenteditable=true], [role=combobox], [role=listbox], [role=slider]")) {
      return true;
    }
    return Boolean(target.closest("[role=dialog], [role=listbox], [role=menu]"));
  }
}
