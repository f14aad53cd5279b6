// Tours in this window: which one is on and where, in the address and beside it, and where a tour comes from.

import { split } from "./address.js";
import { streamlitRoot } from "./plotly.js";
import { t } from "./words.js";

/** @import { TourStop, TourSaid } from "./types.js" */

/** The tour that only this tab has. */
export const OWN = "own";
export const TOURS_PAGE = "tours";

const KEYS = ["tour", "stop"];
const KEPT = "optviz-tour";
const NOT_HERE = [
  "This tour is one's own: it lies in the browser tab in which its file was opened.",
  "Open the file again on the page Tours.",
];
const CUT = ["The tour did not come: no answer from the server."];

/** @type {{ name: string, stop: string | null } | null} what is on, also on pages whose address does not say so */
let on = null;
/** @type {Map<string, TourSaid>} */
const known = new Map();

/** What is wrong with a tour, sentence by sentence. */
export class TourFault extends Error {
  /** @param {string[]} sentences */
  constructor(sentences) {
    super(sentences.join(" "));
    this.sentences = sentences;
  }
}

/** The tour that the address names, if it does. */
export function namedHere() {
  const query = new URLSearchParams(location.search);
  const name = query.get("tour");
  return name ? { name, stop: query.get("stop") } : null;
}

export const tourOn = () => on;

/** @type {(name: string, stop: number) => string} a place in a tour, in an address; stops count from 0 */
export const tourPairs = (name, stop) => `tour=${encodeURIComponent(name)}&stop=${stop + 1}`;

/**
 * Says which stop this window is at, from 0; null when no tour is on any more.
 * @param {string} name
 * @param {number | null} stop
 */
export function keepPlace(name, stop) {
  on = stop === null ? null : { name, stop: String(stop + 1) };
}

/**
 * Writes the place in the tour into the address, which keeps all else.
 * @param {string} name
 * @param {number | null} stop
 */
export function writePlace(name, stop) {
  keepPlace(name, stop);
  const { others } = split(location.search, KEYS);
  const search = [others, stop === null ? "" : tourPairs(name, stop)].filter(Boolean).join("&");
  history.replaceState(history.state, "", location.pathname + (search && `?${search}`) + location.hash);
}

/**
 * The stop that an address names, from 0; null for one that is not there.
 * @type {(text: string | null, stops: TourStop[]) => number | null}
 */
export function stopOf(text, stops) {
  if (text === null) return 0;
  const stop = /^\d{1,3}$/.test(text) ? Number(text) - 1 : -1;
  return stop in stops ? stop : null;
}

/** @type {(name: string) => Promise<TourSaid>} a tour by its name. Throws TourFault. */
export async function loadTour(name) {
  const tour = known.get(name) ?? (name === OWN ? ownTour() : await answer(`/${encodeURIComponent(name)}`, {}));
  if (!tour) throw new TourFault(NOT_HERE);
  known.set(name, tour);
  return tour;
}

/** @type {() => TourSaid | null} the one that this tab keeps */
export function ownTour() {
  try {
    return known.get(OWN) ?? JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/** @type {(file: Blob) => Promise<TourSaid>} has the server check a file, which then stays in this tab */
export async function readTour(file) {
  const tour = await answer("", { method: "POST", body: file });
  known.set(OWN, tour);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(tour));
  } catch {
    // it is there until the tab is loaded anew
  }
  return tour;
}

/** @type {(path: string, options: RequestInit) => Promise<TourSaid>} */
async function answer(path, options) {
  let reply;
  try {
    const response = await fetch(`${streamlitRoot()}optviz/tour${path}`, options);
    reply = await response.json();
  } catch {
    throw new TourFault(CUT);
  }
  if (!reply.tour) throw new TourFault(reply.errors ?? CUT);
  return reply.tour;
}

/**
 * The minutes of a stop in the time plan; nothing where the tour has none.
 * @type {(stops: TourStop[], place: number) => string}
 */
export function planOf(stops, place) {
  const before = minutesOf(stops.slice(0, place));
  return minutesOf(stops) ? t("min {since}–{to}", { since: before, to: before + stops[place].minutes }) : "";
}

/** @type {(stops: TourStop[]) => number} */
export const minutesOf = (stops) => stops.reduce((sum, { minutes }) => sum + minutes, 0);
