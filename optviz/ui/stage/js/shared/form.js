// The rows of a sheet in which something is chosen.

import { node } from "./text.js";

/** @type {(label: string, field: HTMLElement) => HTMLElement} */
export const row = (label, field) => node("label", { class: "ov-sheet-row" }, node("span", { text: label }), field);

/** @type {(options: [value: string, text: string][], chosen: string, changed: () => void) => HTMLSelectElement} */
export function menu(options, chosen, changed) {
  const select = node(
    "select",
    { onchange: changed },
    ...options.map(([value, text]) => node("option", { value, text })),
  );
  select.value = chosen;
  return select;
}
