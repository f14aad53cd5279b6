// A recording: the engine with one picture and all files that it needs, on a page without a server.

import { unpacked } from "./lzma.js";

/** @import { View } from "../shared/view.js" */
/** @typedef {Record<string, string>} Parts  files by name, packed and as base64 */
/** @typedef {{ within?: boolean, moved?(step: number): void }} Wishes  of who shows it */

const TYPES = { js: "text/javascript", css: "text/css" };

/** @type {(text: string) => Uint8Array<ArrayBuffer>} */
const opened = (text) => unpacked(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));

/** @param {Parts} parts */
function bring(parts) {
  /** @type {Map<string, string>} */
  const urls = new Map();
  window.optvizFile = (name) => {
    const known = urls.get(name);
    if (known) return known;
    if (!parts[name]) throw new Error(`${name} is not in this recording`);
    const type = TYPES[name.endsWith(".css") ? "css" : "js"];
    const url = URL.createObjectURL(new Blob([opened(parts[name])], { type }));
    urls.set(name, url);
    return url;
  };
}

/** @type {(parent: HTMLElement, parts: Parts) => void} */
function bringStyle(parent, parts) {
  const root = parent.getRootNode();
  const place = root instanceof ShadowRoot ? root : document.head;
  if (place.querySelector("style[data-optviz]")) return;
  const style = document.createElement("style");
  style.dataset.optviz = "";
  style.textContent = new TextDecoder().decode(opened(parts["style.css"]));
  place.append(style);
}

/** The script of a page would say this. @param {Record<string, unknown>} message */
function packedMessage(message) {
  const text = new TextEncoder().encode(JSON.stringify(message));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}

/**
 * Shows a recording in an element, and is done when its picture is there; it can be taken away again. A notebook
 * loads this script anew for each widget, so what they share, the style and how many there have been, lies in the
 * page.
 * @type {(parent: HTMLElement, parts: Parts, wishes?: Wishes) => Promise<{ view: View, dispose(): void }>}
 */
export async function play(parent, parts, { within, moved } = {}) {
  bringStyle(parent, parts);
  if (!window.optvizFile) bring(parts);
  if (!window.optviz) {
    const engine = await import(/** @type {(name: string) => string} */ (window.optvizFile)("engine.js"));
    engine.default({ data: opened(parts["catalog.json"]) });
  }
  const { setMessage, dispose } = /** @type {Optviz} */ (window.optviz);
  window.optvizRecordings = (window.optvizRecordings ?? 0) + 1;
  const name = `recording-${window.optvizRecordings}`;
  const frames = opened(parts.frames);
  const message = { session: name, number: 0, open: "", shows: {}, ahead: {}, keys: [], answer: null };
  /** @type {(value?: unknown) => void} */
  let arrived = () => {};
  const first = new Promise((resolve) => arrived = resolve);
  /** @param {number} step */
  const told = (step) => {
    arrived();
    moved?.(step);
  };
  const channel = { shown() {}, request() {}, frames, within, moved: told };
  const view = setMessage(name, parent, packedMessage(message), channel);
  await first;
  return { view, dispose: () => dispose(name, parent) };
}
