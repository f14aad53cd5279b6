// How the playground stands on its page: the picture with the playhead below it, and beside them what is told of the
// race, in tabs, and what is set.

import { frameSlots } from "../shared/frame.js";
import { Tabs } from "../shared/tabs.js";
import { node } from "../shared/text.js";

/** @import { Arrangement } from "../shared/board_types.js" */

const CHARTS = new Set(["value", "rate", "slope", "distance", "eta"]);
const VIEWS = new Set(["view", "curves"]);
const OVERLAYS = new Set(["model", "fog", "curvature", "cost"]);
const FOLDED = new Set(["at", "steps", "noise", "seed"]);

const MARKS = "Ring: start, drag it · star: known minimum · cross: stuck · triangle at the edge: a run outside.";
const ARROWS = "At the chosen run, as long as it has a step to make: arrow in its colour, the step · plain arrow, " +
  "−gradient · dashed, the memory of past steps.";

const MODEL =
  "Quadratic model: thin lines, its level lines · green, red, eigenvectors with λ > 0, λ < 0 · wide arrows, " +
  "Newton's step (in the lines' colour) and −η∇f.";

/** @type {(name: string, label: string) => HTMLElement} */
const slot = (name, label) => node("section", { class: `ov-${name}`, "aria-label": label });

/** @type {Arrangement} */
export const PLAYGROUND = {
  hideable: ["setup", "legend", "transport", "charts", "standings", "worked"],
  slotOf({ kind, key }) {
    if (kind === "racers") return "legend";
    if (kind === "own_formula") return "own";
    if (VIEWS.has(key)) return "views";
    if (OVERLAYS.has(key)) return "overlays";
    return FOLDED.has(key) ? "folded" : "race";
  },
  placeOf: (key) => (CHARTS.has(key) ? "charts" : key),
  build(bar, progress) {
    const slots = {
      ...frameSlots(),
      views: bar.views,
      own: node("div"),
      picture: node("div", { class: "ov-picture-room" }),
      curvature: node("div", { class: "ov-curvature-room" }),
      charts: slot("charts", "Curves against the step"),
      setup: slot("setup", "Race settings"),
      race: node("div", { class: "ov-knobs" }),
      overlays: node("div", { class: "ov-overlays" }),
      folded: node("div", { class: "ov-knobs" }),
      legend: slot("legend", "Optimizers"),
      standings: slot("standings-room", "Standings"),
      worked: slot("worked-room", "Worked step"),
    };
    slots.setup.append(
      node("h2", { class: "ov-panel-title", text: "Race" }),
      slots.race,
      slots.overlays,
      node("details", {}, node("summary", { text: "Start, steps, noise" }), slots.folded),
    );
    // On a phone the picture stays in sight while what is set below it scrolls: the two are in one room.
    const near = node(
      "div",
      { class: "ov-near" },
      node("div", { class: "ov-main" }, slots.waiting, slots.notices, slots.picture, slots.curvature),
      slots.transport,
      node("div", { class: "ov-side" }, slots.setup, slots.legend),
    );
    const model = node("p", { class: "ov-model-key", text: MODEL });
    const key = node("div", { class: "ov-arrow-key" }, node("p", { text: MARKS }), node("p", { text: ARROWS }), model);
    const tabs = new Tabs("playground", "What is told of the race", [
      ["Curves", slots.charts],
      ["Standings", slots.standings],
      ["Worked step", slots.worked],
    ]);
    const lower = node("div", { class: "ov-lower" }, slots.standings, slots.worked);
    const told = node("div", { class: "ov-told" }, tabs.list, slots.charts, lower);
    const body = node("div", { class: "ov-body" }, bar.root, near, told, key);
    const root = node(
      "div",
      { class: "ov-root ov-playground" },
      progress,
      slots.question,
      slots.own,
      body,
      slots.toast,
      slots.summary,
    );
    return { root, slots };
  },
};
