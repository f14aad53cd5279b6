// The stage's slots for its parts, in reading order, and the bar above the picture.

import { copyLink } from "../shared/share.js";
import { node } from "../shared/text.js";

/** @import { Mode } from "../shared/types.js" */
/** @import { Stage } from "./stage.js" */
/** @typedef {{ root: HTMLElement, sync(): void }} ViewSwitch */
/** @typedef {"picture" | "charts" | "transport" | "setup" | "legend" | "standings" | "worked"} Part */
/** @typedef {Record<Part | "notices" | "summary" | "toast", HTMLElement>} Slots */

/**
 * @param {string} name
 * @param {string} label
 */
const slot = (name, label) => node("section", { class: `ov-${name}`, "aria-label": label });

/**
 * @param {string} text
 * @param {string} title
 * @param {() => void} onclick
 */
const smallButton = (text, title, onclick) =>
  node("button", { type: "button", class: "ov-small", text, title, onclick });

/**
 * The two buttons that choose how the surface is seen.
 * @param {Stage} stage
 * @returns {ViewSwitch}
 */
function viewSwitch(stage) {
  /**
   * @param {Mode} view
   * @param {string} text
   * @param {string} title
   */
  const make = (view, text, title) =>
    node("button", { type: "button", text, title, onclick: () => stage.setView(view) });
  const buttons = {
    "2d": make("2d", "Contour", "Seen from above (V)"),
    "3d": make(
      "3d",
      "3-D surface",
      "Seen from the side (V). Paths are drawn over the surface, faint where it hides them.",
    ),
  };
  const root = node("div", { class: "ov-segments", role: "group", "aria-label": "View" }, ...Object.values(buttons));
  const sync = () => {
    for (const [view, button] of Object.entries(buttons)) {
      button.setAttribute("aria-pressed", String(stage.scene.view === view));
    }
  };
  return { root, sync };
}

/**
 * @param {Stage} stage
 * @param {HTMLElement} views
 * @returns {HTMLElement}
 */
function bar(stage, views) {
  return node(
    "div",
    { class: "ov-bar" },
    views,
    node(
      "div",
      { class: "ov-segments ov-zoom", role: "group", "aria-label": "Zoom" },
      node("button", {
        type: "button",
        text: "+",
        title: "Zoom in (wheel)",
        "aria-label": "Zoom in",
        onclick: () => stage.picture.zoom(0.6),
      }),
      node("button", {
        type: "button",
        text: "−",
        title: "Zoom out (wheel)",
        "aria-label": "Zoom out",
        onclick: () => stage.picture.zoom(1 / 0.6),
      }),
      node("button", { type: "button", text: "Fit", title: "Show the whole window (F)", onclick: () => stage.fit() }),
    ),
    node("span", { class: "ov-spring" }),
    smallButton("Copy link", "Copy the address of this race", () => copyLink(stage)),
    smallButton(
      "Save picture",
      "Save the picture as a PNG file",
      () => stage.picture.save().catch(() => stage.toast("The picture could not be saved.")),
    ),
    smallButton("Presenter", "Big type, full window (P)", () => stage.present(!stage.presenting)),
    smallButton("?", "Keys", () => stage.sheet.toggle()),
  );
}

/**
 * The stage's root, a slot for each of its parts, and the switch of views, which is a part of the bar.
 * @param {Stage} stage
 * @returns {{ root: HTMLElement, slots: Slots, views: ViewSwitch }}
 */
export function build(stage) {
  const views = viewSwitch(stage);
  const slots = {
    picture: node("div", { class: "ov-picture-room" }),
    charts: slot("charts", "Curves against the step"),
    transport: node("div", { class: "ov-transport", role: "group", "aria-label": "Playback" }),
    setup: slot("setup", "Race settings"),
    legend: slot("legend", "Optimizers"),
    standings: slot("standings-room", "Standings"),
    worked: slot("worked-room", "Worked step"),
    notices: node("div", { class: "ov-notices", role: "status" }),
    summary: node("div", { class: "ov-unseen", "aria-live": "polite" }),
    toast: node("div", { class: "ov-toast", role: "status" }),
  };
  const arrowKey = node("p", {
    class: "ov-arrow-key",
    text: "Ring: start · star: minimum · cross: stuck · at the chosen run’s head: thick arrow, the step; " +
      "thin, −gradient; dashed, its memory.",
  });
  const body = node(
    "div",
    { class: "ov-body" },
    bar(stage, views.root),
    node("div", { class: "ov-main" }, slots.notices, slots.picture),
    slots.charts,
    slots.transport,
    node("div", { class: "ov-side" }, slots.setup, slots.legend),
    arrowKey,
    slots.standings,
    slots.worked,
  );
  const root = node("div", { class: "ov-root" }, body, slots.toast, slots.summary);
  return { root, slots, views };
}
