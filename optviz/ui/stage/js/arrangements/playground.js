// How the playground stands on its page: picture and curves, the playhead, what is set at the side, numbers below.

import { frameSlots } from "../shared/frame.js";
import { node } from "../shared/text.js";

/** @import { Arrangement } from "../shared/board_types.js" */

const CHARTS = new Set(["value", "slope", "distance", "rate"]);

/** @type {(name: string, label: string) => HTMLElement} */
const slot = (name, label) => node("section", { class: `ov-${name}`, "aria-label": label });

/** @type {Arrangement} */
export const PLAYGROUND = {
  hideable: ["setup", "legend", "transport", "charts", "standings", "worked"],
  slotOf: ({ kind, key }) => kind === "racers" ? "legend" : key === "view" ? "views" : "race",
  placeOf: (key) => (CHARTS.has(key) ? "charts" : key),
  build(bar, progress) {
    const slots = {
      ...frameSlots(),
      views: bar.views,
      picture: node("div", { class: "ov-picture-room" }),
      charts: slot("charts", "Curves against the step"),
      setup: slot("setup", "Race settings"),
      race: node("div", { class: "ov-knobs" }),
      legend: slot("legend", "Optimizers"),
      standings: slot("standings-room", "Standings"),
      worked: slot("worked-room", "Worked step"),
    };
    slots.setup.append(node("div", { class: "ov-panel-title" }, node("span", { text: "Race" })), slots.race);
    const arrows = "Ring: start · star: minimum · cross: stuck · at the chosen run’s head: thick arrow, the step; " +
      "thin, −gradient; dashed, its memory.";
    const body = node(
      "div",
      { class: "ov-body" },
      bar.root,
      node("div", { class: "ov-main" }, slots.waiting, slots.notices, slots.picture),
      slots.charts,
      slots.transport,
      node("div", { class: "ov-side" }, slots.setup, slots.legend),
      node("p", { class: "ov-arrow-key", text: arrows }),
      slots.standings,
      slots.worked,
    );
    const root = node("div", { class: "ov-root ov-playground" }, progress, body, slots.toast, slots.summary);
    return { root, slots };
  },
};
