// A board in another page's frame: Streamlit's `embed=true` in the address.

import { linkTo } from "./share_link.js";
import { node } from "./text.js";

/** @import { View } from "./view.js" */

/** Is the page shown in a frame? Streamlit reads its parameter the same way. */
export const isEmbedded = () =>
  new URLSearchParams(location.search).getAll("embed").some((text) => text.toLowerCase() === "true");

/**
 * A mark that leads from a frame to the same picture in the whole app.
 * @param {View} view
 */
export function openMark(view) {
  const mark = node("a", { class: "ov-open", target: "_blank", rel: "noopener", text: "Open in optviz ↗" });
  const aim = () => {
    if (view.shownView) mark.href = linkTo(view, true);
  };
  for (const name of ["pointerenter", "pointerdown", "focus", "click"]) mark.addEventListener(name, aim);
  return { root: mark, aim };
}
