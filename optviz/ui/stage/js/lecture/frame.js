// The slots of a board for its parts, in reading order.

import { copyLink } from "../shared/share.js";
import { node } from "../shared/text.js";

/** @import { Board } from "./board.js" */
/** @typedef {"panels" | "transport" | "controls" | "notices" | "summary" | "toast"} Part */
/** @typedef {Record<Part, HTMLElement>} Slots */

/**
 * @param {string} text
 * @param {string} title
 * @param {() => void} onclick
 */
const smallButton = (text, title, onclick) =>
  node("button", { type: "button", class: "ov-small", text, title, onclick });

/**
 * The board's root and a slot for each of its parts.
 * @param {Board} board
 * @param {HTMLElement} progress
 * @returns {{ root: HTMLElement, slots: Slots }}
 */
export function build(board, progress) {
  const slots = {
    panels: node("div", { class: "ov-panels" }),
    transport: node("div", { class: "ov-transport", role: "group", "aria-label": "Playback" }),
    controls: node("div", { class: "ov-controls", role: "group", "aria-label": "Controls" }),
    notices: node("div", { class: "ov-notices", role: "status" }),
    summary: node("div", { class: "ov-unseen", "aria-live": "polite" }),
    toast: node("div", { class: "ov-toast", role: "status" }),
  };
  const bar = node(
    "div",
    { class: "ov-bar" },
    node("span", { class: "ov-spring" }),
    smallButton("Copy link", "Copy the address of what you see", () => copyLink(board)),
    smallButton("Presenter", "Big type, full window (P)", () => board.present(!board.presenting)),
    smallButton("?", "Keys", () => board.sheet.toggle()),
  );
  const root = node(
    "div",
    { class: "ov-root ov-board" },
    progress,
    node("div", { class: "ov-main" }, slots.notices, slots.panels),
    node("div", { class: "ov-board-foot" }, slots.transport, bar),
    slots.controls,
    slots.toast,
    slots.summary,
  );
  return { root, slots };
}
