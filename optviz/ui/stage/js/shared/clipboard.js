// Copying to the clipboard. Browsers give it to a page over https alone, and to a frame only where its page allows it.

import { node } from "./text.js";

/**
 * Copies a text; tells whether it could. `near`: an open dialog, outside which nothing can be selected.
 * @type {(text: string, near?: HTMLElement) => Promise<boolean>}
 */
export async function copyText(text, near = document.body) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, near);
  }
}

/** @type {(text: string, near: HTMLElement) => boolean} */
function copySelected(text, near) {
  const before = document.activeElement;
  const field = node("textarea", { class: "ov-unseen", readonly: true, "aria-hidden": "true", tabindex: -1 });
  field.value = text;
  near.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
