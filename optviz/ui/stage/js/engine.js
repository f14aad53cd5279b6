// The engine: loaded once a session. A small component on each page hands it the script's messages.

import { LECTURE } from "./arrangements/lecture.js";
import { PLAYGROUND } from "./arrangements/playground.js";
import { PHONE, PROJECTOR } from "./arrangements/room.js";
import { isEmbedded } from "./shared/embed.js";
import { loadMath } from "./shared/math.js";
import { mountShare } from "./shared/page_share.js";
import { viewGone } from "./shared/page_turn.js";
import { loadScript } from "./shared/plotly.js";
import { onReconnect } from "./shared/reconnect.js";
import { markPage, speak } from "./shared/speaker.js";
import { mountTourFile } from "./shared/tour_file.js";
import { View } from "./shared/view.js";
import { learn } from "./shared/words.js";

/** @import { Arrangement } from "./shared/board_types.js" */
/**
 * @import { Catalog, Channel, Saved, ScriptMessage } from "./shared/types.js"
 *
 * A place on a page: what is there now and what was there before.
 * @typedef {{ saved: Saved, view: View | null, leaving?: ReturnType<typeof setTimeout> }} Host
 */

const PATIENCE = 1000;

/** @type {Record<string, Arrangement>} the pages that are no lecture */
const ARRANGEMENTS = { playground: PLAYGROUND, class: PROJECTOR, join: PHONE };

/** @type {Map<string, Host>} */
const hosts = new Map();

/** @param {string} page */
function hostOf(page) {
  const host = hosts.get(page) ?? { saved: {}, view: null };
  hosts.set(page, host);
  return host;
}

/**
 * What the script sent: uint32 length | JSON | the frames of an answer, where there is no route.
 * @type {(catalog: Catalog, page: string, parent: HTMLElement, bytes: Uint8Array<ArrayBuffer>,
 *   channel: Channel) => View}
 */
function setMessage(catalog, page, parent, bytes, channel) {
  const length = 4 + new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  /** @type {ScriptMessage} */
  const message = JSON.parse(new TextDecoder().decode(bytes.subarray(4, length)));
  const host = hostOf(page);
  clearTimeout(host.leaving); // it may be mounted anew in the very place that it has left
  if (host.view && host.view.root.parentElement !== parent) {
    host.view.parent = parent;
    parent.replaceChildren(host.view.root);
  }
  if (!host.view) {
    host.view = new View(page, parent, catalog, channel, ARRANGEMENTS[page] ?? LECTURE, host.saved);
    speak(host.view.root);
  }
  const { view } = host;
  Object.assign(view.source.channel, channel);
  view.source.replied(message.answer, bytes.slice(length));
  view.script.take(message);
  view.themeChanged();
  view.presenter.sync();
  markPage();
  return view;
}

/**
 * The place of a view is gone. Streamlit may only be about to make it anew: as long as its page is shown the view waits
 * for that, with its keys and with all that is under way.
 * @type {(page: string, parent: HTMLElement) => void}
 */
function dispose(page, parent) {
  const host = hostOf(page);
  const leave = () => {
    if (host.view?.parent !== parent) return;
    viewGone(host.view);
    host.saved = host.view.dispose();
    host.view = null;
  };
  clearTimeout(host.leaving);
  if (host.view?.addressBar.here) host.leaving = setTimeout(leave, PATIENCE);
  else leave();
}

/**
 * Streamlit's component: its data is the catalogue.
 * @param {{ data: Uint8Array, setStateValue(name: string, value: number): void }} component
 */
export default function (component) {
  const wake = () => component.setStateValue("woken", Date.now());
  if (window.optviz?.catalog) {
    window.optviz.wake = wake;
    return;
  }
  document.documentElement.classList.toggle("ov-embedded", isEmbedded());
  loadScript("plotly-cartesian.min.js").catch(() => {});
  loadScript("uplot.min.js").catch(() => {});
  loadMath().catch(() => {});
  /** @type {Catalog} */
  const catalog = JSON.parse(new TextDecoder().decode(component.data));
  learn(catalog);
  // Streamlit says so itself; the page of a phone is no page of Streamlit's.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const { view } of hosts.values()) view?.themeChanged();
  });
  window.optviz = { catalog, setMessage: setMessage.bind(null, catalog), dispose, mountShare, mountTourFile, wake };
  onReconnect(() => window.optviz?.wake());
  window.dispatchEvent(new Event("optviz-ready"));
}
