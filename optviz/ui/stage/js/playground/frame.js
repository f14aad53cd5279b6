// The stage's rooms, in reading order, and the bar above the picture.

import { copyLink } from "../shared/share.js";
import { node } from "../shared/text.js";

const room = (name, label, tag = "section") => node(tag, { class: `ov-${name}`, "aria-label": label });

function views(stage) {
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
      button.setAttribute("aria-pressed", stage.scene.view === view);
    }
  };
  return { root, sync };
}

function bar(stage, view) {
  const button = (text, title, onclick) => node("button", { type: "button", class: "ov-small", text, title, onclick });
  return node(
    "div",
    { class: "ov-bar" },
    view.root,
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
    button("Copy link", "Copy the address of this race", () => copyLink(stage)),
    button(
      "Save picture",
      "Save the picture as a PNG file",
      () => stage.picture.save().catch(() => stage.toast("The picture could not be saved.")),
    ),
    button("Presenter", "Big type, full window (P)", () => stage.present(!stage.presenting)),
    button("?", "Keys", () => stage.sheet.toggle()),
  );
}

export function build(stage) {
  const view = views(stage);
  const rooms = {
    view,
    picture: node("div", { class: "ov-picture-room" }),
    charts: room("charts", "Curves against the step"),
    transport: node("div", { class: "ov-transport", role: "group", "aria-label": "Playback" }),
    setup: room("setup", "Race settings"),
    legend: room("legend", "Optimizers"),
    standings: room("standings-room", "Standings"),
    worked: room("worked-room", "Worked step"),
    notices: node("div", { class: "ov-notices", role: "status" }),
    summary: node("div", { class: "ov-unseen", "aria-live": "polite" }),
    toast: node("div", { class: "ov-toast", role: "status" }),
    key: node("p", {
      class: "ov-arrow-key",
      text: "Ring: start · star: minimum · cross: stuck · at the chosen run’s head: thick arrow, the step; " +
        "thin, −gradient; dashed, its memory.",
    }),
  };
  const body = node(
    "div",
    { class: "ov-body" },
    bar(stage, view),
    node("div", { class: "ov-main" }, rooms.notices, rooms.picture),
    rooms.charts,
    rooms.transport,
    node("div", { class: "ov-side" }, rooms.setup, rooms.legend),
    rooms.key,
    rooms.standings,
    rooms.worked,
  );
  rooms.root = node("div", { class: "ov-root" }, body, rooms.toast, rooms.summary);
  return rooms;
}
