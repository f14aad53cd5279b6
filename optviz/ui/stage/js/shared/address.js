// The address of what is shown: a page's query, which is the whole state, and where the engine's route answers it.

import { languageWish } from "./language.js";
import { streamlitRoot } from "./plotly.js";

/** @import { Params, Step } from "./types.js" */

const MOST = 8001; // one character more than a link may have: see MAX_LINK in optviz/scenes/codec.py

/**
 * Settings as the query of a link. A space is %20, since a plus is read as a plus: see optviz/scenes/codec.py.
 * @param {Params} params
 */
export function queryOf(params) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const text of Array.isArray(value) ? value : [value]) query.append(key, String(text));
  }
  // as Python writes them
  return query.toString().replaceAll("+", "%20").replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/**
 * A query's pairs: what is this page's, and what others have put there, both as they stand.
 * @type {(query: string, keys: string[]) => { own: string, others: string }}
 */
export function split(query, keys) {
  const pairs = query.replace(/^\?/, "").split("&").filter(Boolean);
  /** @param {string} pair */
  const ours = (pair) => {
    const key = new URLSearchParams(pair).keys().next().value ?? "";
    return keys.some((each) => (each.endsWith(".") ? key.startsWith(each) : key === each));
  };
  return { own: pairs.filter(ours).join("&"), others: pairs.filter((pair) => !ours(pair)).join("&") };
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

/**
 * Where the runs at all positions of a slider are asked for.
 * @type {(page: string, query: string, control: string) => string}
 */
export const fanUrl = (page, query, control) =>
  `${streamlitRoot()}optviz/fan/${page}?${[query.slice(0, MOST), queryOf({ fan: control })].join("&")}`;

/**
 * Where the map of a picture is asked for in finer cells.
 * @type {(page: string, query: string) => string}
 */
export const refinementUrl = (page, query) => `${streamlitRoot()}optviz/refinement/${page}?${query.slice(0, MOST)}`;

/**
 * Where the numbers behind a picture are, as a file.
 * @type {(page: string, query: string, kind: "csv" | "json") => string}
 */
export const numbersUrl = (page, query, kind) =>
  `${streamlitRoot()}optviz/numbers/${page}.${kind}?${query.slice(0, MOST)}`;

/**
 * Where a picture is, as a page that plays by itself.
 * @type {(page: string, query: string) => string}
 */
export const webUrl = (page, query) => `${streamlitRoot()}optviz/web/${page}.html?${query.slice(0, MOST)}`;

/**
 * Where a race is, as a program.
 * @type {(page: string, query: string, flavour: string) => string}
 */
export const codeUrl = (page, query, flavour) =>
  `${streamlitRoot()}optviz/code/${page}.${flavour}.py?${query.slice(0, MOST)}`;

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

/**
 * The browser's address. It is replaced, a moment after the last change, and never pushed: Back leaves the page. What
 * is not this page's in it (a frame's, a course's, a campaign's) stays as it is.
 */
export class AddressBar {
  /** @param {() => string | null} query what is to be written; null for nothing */
  constructor(query) {
    this.query = query;
    this.path = location.pathname;
    /** @type {string[]} the page's own keys; one that ends in a point begins others */
    this.keys = [];
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

  /** The page's own part of the query that stands there now. */
  get own() {
    return split(location.search, this.keys).own;
  }

  write() {
    const query = this.query();
    if (query === null || !this.here) return; // another page is on its way
    const { others } = split(location.search, this.keys);
    const search = `?${[query, others, languageWish(others)].filter(Boolean).join("&")}`;
    if (search !== location.search) history.replaceState(history.state, "", this.path + search + location.hash);
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
