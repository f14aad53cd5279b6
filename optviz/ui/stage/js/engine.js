// The engine: loaded once a session. The two small components, background and view, hand their bytes to it.

import { readBackground, readView } from "./shared/message.js";
import { Board } from "./lecture/board.js";
import { Stage } from "./playground/stage.js";
import { loadMath } from "./shared/math.js";
import { loadScript } from "./shared/plotly.js";

/**
 * @import { Background, Catalog, Saved, Send, View } from "./shared/types.js"
 *
 * What the engine needs of the playground's stage and of a lecture's board.
 * @typedef {{ parent: HTMLElement, setBackground(background: Background): void, setMessage(view: View): void,
 *   themeChanged(): void, dispose(): Saved }} Instance
 *
 * A place on a page: what was sent to it, what is there now and what was there before.
 * @typedef {{ saved: Saved, latest: { background: number, view: number }, background?: Background,
 *   bytes?: Uint8Array | null, instance?: Instance | null }} Host
 */

/** @type {Map<string, Host>} */
const hosts = new Map();

/** @param {string} name */
function hostOf(name) {
  const host = hosts.get(name) || { saved: {}, latest: { background: 0, view: 0 } };
  hosts.set(name, host);
  return host;
}

/**
 * Two messages may be unpacked at once: only the newest of each kind is kept, null stands for another.
 * @template T
 * @param {Host} host
 * @param {"background" | "view"} kind
 * @param {Promise<T>} message
 */
async function newest(host, kind, message) {
  const number = (host.latest[kind] += 1);
  const content = await message;
  return number === host.latest[kind] ? content : null;
}

/**
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function setBackground(name, bytes) {
  const host = hostOf(name);
  const background = await newest(host, "background", readBackground(bytes));
  // Streamlit hands the same background over again after a change of theme: the one that is shown stays.
  if (!background || background.key === host.background?.key) return;
  host.background = background;
  host.instance?.setBackground(background);
}

/**
 * A new stage or board, as the message asks for.
 * @param {string} name
 * @param {HTMLElement} parent
 * @param {View} view
 * @param {Send} send
 * @param {Host} host
 * @param {Catalog} catalog
 * @returns {Instance}
 */
function instanceFor(name, parent, view, send, host, catalog) {
  const Kind = view.kind === "board" ? Board : Stage;
  return new Kind(name, parent, catalog, send, host.saved);
}

/**
 * @param {Catalog} catalog
 * @param {string} name
 * @param {HTMLElement} parent
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Send} send
 */
async function setMessage(catalog, name, parent, bytes, send) {
  const host = hostOf(name);
  if (host.bytes === bytes && host.instance?.parent === parent) return host.instance.themeChanged();
  host.bytes = bytes;
  const view = await newest(host, "view", readView(bytes));
  if (!view || !parent.isConnected) return undefined;
  if (host.instance?.parent !== parent) {
    if (host.instance) host.saved = host.instance.dispose();
    host.instance = instanceFor(name, parent, view, send, host, catalog);
    if (host.background) host.instance.setBackground(host.background);
  }
  return host.instance.setMessage(view);
}

/**
 * @param {string} name
 * @param {HTMLElement} parent
 */
function dispose(name, parent) {
  const host = hostOf(name);
  if (host.instance?.parent !== parent) return;
  host.saved = host.instance.dispose();
  host.instance = null;
  host.bytes = null;
}

/**
 * Streamlit's component: its data is the catalogue.
 * @param {{ data: Uint8Array }} component
 */
export default function (component) {
  if (window.optviz?.catalog) return;
  loadScript("plotly-cartesian.min.js").catch(() => {});
  loadScript("uplot.min.js").catch(() => {});
  loadMath().catch(() => {});
  /** @type {Catalog} */
  const catalog = JSON.parse(new TextDecoder().decode(component.data));
  window.optviz = { catalog, setBackground, setMessage: setMessage.bind(null, catalog), dispose };
  window.dispatchEvent(new Event("optviz-ready"));
}
