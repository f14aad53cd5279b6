// Buttons, with words or with an icon: strokes and fills on a 16 × 16 field, no icon font, the same everywhere.

import { node } from "./text.js";

/** @type {Record<string, string>} */
const SHAPES_OF = {
  start: "M3 3v10M13 3L6 8l7 5z",
  end: "M13 3v10M3 3l7 5-7 5z",
  back10: "M8 3L2 8l6 5zM14 3L8 8l6 5z",
  on10: "M8 3l6 5-6 5zM2 3l6 5-6 5z",
  back: "M11 3L4 8l7 5z",
  on: "M5 3l7 5-7 5z",
  play: "M4 2l10 6-10 6z",
  pause: "M4 2h3v12H4zM9 2h3v12H9z",
};
/** @type {Record<string, string>} */
const LINES_OF = {
  loop: "M13 8a5 5 0 1 1-1.6-3.7M13 1.5v3h-3",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  undo: "M6 2.5L2.5 6 6 9.5M2.5 6h7a4 4 0 0 1 0 8H6",
  reset: "M3 8a5 5 0 1 0 1.6-3.7M3 1.5v3h3",
  save: "M8 2v8M4.5 6.5L8 10l3.5-3.5M2.5 13.5h11",
  table: "M2 2.5h12v11h-12zM2 6h12M2 9.7h12M6.5 2.5v11",
  words: "M2 3.5h12M2 6.5h12M2 9.5h12M2 12.5h7",
  all:
    "M1.5 8s2.4-4.5 6.5-4.5S14.5 8 14.5 8 12.1 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
  ghost:
    "M1.5 11.5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M5.4 9.6L7 8M8.6 6.4l.6-.6M10 4.5a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0 -4.4 0",
  remove: "M3.5 3.5l9 9M12.5 3.5l-9 9",
};

/**
 * A new picture for a button.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "ov-svg");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES_OF[name] || LINES_OF[name]);
  const solid = name in SHAPES_OF;
  path.setAttribute("fill", solid ? "currentColor" : "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", solid ? "0.8" : "1.5");
  path.setAttribute("stroke-linejoin", "round");
  svg.append(path);
  return svg;
}

/**
 * A button with an icon; `title` may say more than its label.
 * @type {(name: string, label: string, onclick: () => void, title?: string) => HTMLButtonElement}
 */
export const iconButton = (name, label, onclick, title = label) =>
  node("button", { type: "button", class: "ov-icon", "aria-label": label, title, onclick }, icon(name));

/**
 * A small button with words on it.
 * @type {(text: string, onclick: () => void, title?: string) => HTMLButtonElement}
 */
export const textButton = (text, onclick, title) =>
  node("button", { type: "button", class: "ov-small", text, title, onclick });
