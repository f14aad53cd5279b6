// A file that the browser saves.

import { node } from "./text.js";

/** @type {(blob: Blob, name: string) => void} */
export function saveFile(blob, name) {
  const href = URL.createObjectURL(blob);
  node("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href)); // the browser has taken hold of it by then
}
