// How a section of the lecture stands on its page: its panels on one grid, the playhead below them, then the controls.

import { frameSlots } from "../shared/frame.js";
import { node } from "../shared/text.js";

/** @import { Arrangement } from "../shared/board_types.js" */

/** @type {Arrangement} */
export const LECTURE = {
  hideable: [],
  slotOf: (spec) => (spec.more ? "more" : "controls"),
  build(bar, progress) {
    const slots = {
      ...frameSlots(),
      panels: node("div", { class: "ov-panels" }),
      controls: node("div", { class: "ov-controls", role: "group", "aria-label": "Controls" }),
      more: node("div", { class: "ov-controls" }),
    };
    const root = node(
      "div",
      { class: "ov-root ov-board" },
      progress,
      slots.quiz,
      slots.question,
      node("div", { class: "ov-main" }, slots.waiting, slots.notices, slots.panels),
      node("div", { class: "ov-board-foot" }, slots.transport, bar.root),
      slots.controls,
      node("details", { class: "ov-folded" }, node("summary", { text: "More settings" }), slots.more),
      slots.toast,
      slots.summary,
    );
    return { root, slots };
  },
};
