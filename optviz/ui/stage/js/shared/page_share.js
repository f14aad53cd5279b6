// Share (C) on a page without a board, as the atlas is: the same panel, opened by a button that the script places.

import { textButton } from "./icons.js";
import { pageShared } from "./share_link.js";
import { ShareSheet } from "./share.js";
import { speak } from "./speaker.js";
import { node } from "./text.js";

const TYPED = "input, textarea, select, [contenteditable=true]";

/**
 * Fills a place of the page with the button; `keys` of the address are the page's own.
 * @type {(parent: HTMLElement, keys: string[]) => void}
 */
export function mountShare(parent, keys) {
  if (parent.querySelector(".ov-page-share")) return;
  const root = node("div", { class: "ov-root ov-page-share" });
  const sheet = new ShareSheet(pageShared(root, keys));
  root.append(textButton("Share", () => sheet.show(), "Link and QR code (C)"));
  parent.append(root);
  speak(root);
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (!root.isConnected) return window.removeEventListener("keydown", onKey, true);
    const { key, altKey, ctrlKey, metaKey, target } = event;
    if (key.toLowerCase() !== "c" || altKey || ctrlKey || metaKey || event.defaultPrevented) return;
    if (sheet.open || target instanceof Element && target.matches(TYPED)) return;
    event.preventDefault();
    event.stopPropagation();
    sheet.show();
  };
  window.addEventListener("keydown", onKey, true);
}
