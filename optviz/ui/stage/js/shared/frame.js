// The slots that every view has, whatever its arrangement.

import { node } from "./text.js";

export const frameSlots = () => ({
  transport: node("div", { class: "ov-transport", role: "group", "aria-label": "Playback" }),
  notices: node("div", { class: "ov-notices", role: "status" }),
  waiting: node("div", { class: "ov-waiting", role: "status", hidden: true }),
  summary: node("div", { class: "ov-unseen", "aria-live": "polite" }),
  quiz: node("section", { class: "ov-quiz", "aria-label": "Quiz", hidden: true }),
  question: node("section", { class: "ov-question", "aria-label": "Question", hidden: true }),
  toast: node("div", { class: "ov-toast", role: "status" }),
});
