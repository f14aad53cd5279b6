// The address of what is shown: a page's query, which is the whole state, and where the engine's route answers it.

import { streamlitRoot } from "./plotly.js";

/** @import { Params, Step } from "./types.js" */

const OWN = ["embed", "embed_options"]; // Streamlit's: they stay as they are

const MOST = 8001; // one character more than a link may have: see MAX_LINK in optviz/scenes/codec.py

/**
 * Settings as the query of a link.
 * @param {Params} params
 */
export function queryOf(params) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const text of Array.isArray(value) ? value : [value]) query.append(key, String(text));
  }
  return query.toString();
}

/**
 * What is asked of the server: a query, a step from another one, and which background is here already.
 * @type {(page: string, step: Step, have: string) => string}
 */
export function pictureUrl(page, { query, before }, have) {
  const own = query.slice(0, MOST); // the server names what it leaves out, but its parser takes no address without end
  const more = queryOf({ ...(before == null ? {} : { before }), ...(have ? { have } : {}) });
  return `${streamlitRoot()}optviz/picture/${page}?${[own, more].filter(Boolean).join("&")}`;
}

/** The query in the browser's address, without Streamlit's own settings. */
export function queryHere() {
  const query = new URLSearchParams(location.search);
  for (const key of OWN) query.delete(key);
  return query.toString();
}

/**
 * A query with the playhead, with what lies beyond it or not, and with the presenter mode, as the page shows it now.
 * @param {string} query
 * @param {number | null} time null for where a link without it opens
 * @param {boolean} all
 * @param {boolean} presenting
 */
export const queryNow = (query, time, all, presenting) =>
  query.replace(/(^|&)(t|all|present)=\d+/g, "") + (time == null ? "" : `&t=${time}`) + (all ? "&all=1" : "") +
  (presenting ? "&present=1" : "");

const DELAY = 250;

/** The browser's address. It is replaced, a moment after the last change, and never pushed: Back leaves the page. */
export class AddressBar {
  /** @param {() => string | null} query what is to be written; null for nothing */
  constructor(query) {
    this.query = query;
    this.path = location.pathname;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  writeSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), DELAY);
  }

  /** Is this still the page that is shown? */
  get here() {
    return location.pathname === this.path;
  }

  write() {
    const query = this.query();
    if (query === null || !this.here) return; // another page is on its way
    const own = new URLSearchParams(location.search);
    const kept = queryOf(Object.fromEntries(OWN.filter((key) => own.has(key)).map((key) => [key, own.getAll(key)])));
    const url = `${this.path}?${[query, kept].filter(Boolean).join("&")}`;
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
