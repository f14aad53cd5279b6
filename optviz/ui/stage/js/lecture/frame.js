// The rooms of a board, in reading order.

import { copyLink } from "../shared/share.js";
import { node } from "../shared/text.js";

export function build(board) {
  const button = (text, title, onclick) => node("button", { type: "button", class: "ov-small", text, title, onclick });
  const rooms = {
    panels: node("div", { class: "ov-panels" }),
    transport: node("div", { class: "ov-transport", role: "group", "aria-label": "Playback" }),
    bar: node(
      "div",
      { class: "ov-bar" },
      node("span", { class: "ov-spring" }),
      button("Copy link", "Copy the address of what you see", () => copyLink(board)),
      button("Presenter", "Big type, full window (P)", () => board.present(!board.presenting)),
      button("?", "Keys", () => board.sheet.toggle()),
    ),
    controls: node("div", { class: "ov-controls", role: "group", "aria-label": "Controls" }),
    notices: node("div", { class: "ov-notices", role: "status" }),
    summary: node("div", { class: "ov-unseen", "aria-live": "polite" }),
    toast: node("div", { class: "ov-toast", role: "status" }),
  };
  const { panels, transport, bar, controls, notices, summary, toast } = rooms;
  rooms.root = node(
    "div",
    { class: "ov-root ov-board" },
    node("div", { class: "ov-main" }, notices, panels),
    node("div", { class: "ov-board-foot" }, transport, bar),
    controls,
    toast,
    summary,
  );
  return rooms;
}
