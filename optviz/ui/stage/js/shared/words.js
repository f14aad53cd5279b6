// The words of the page in another language. As in gettext the English text is the key, and stays where none is given.

/**
 * @import { Catalog } from "./types.js"
 *
 * A text with gaps as what finds it in a whole sentence, its translation, and the names of the gaps.
 * @typedef {{ finds: RegExp, said: string, names: string[] }} Pattern
 */

const ENGLISH = "en";
const GAP = /\{(\w+)\}/g;
const MOST = 4000; // sentences that are remembered, since numbers are part of them
const LEAST = 10; // characters beside the gaps: a shorter pattern would fit what it is not meant for

let language = ENGLISH;
/** @type {Map<string, string>} */
let texts = new Map();
/** @type {Pattern[]} the longest first */
let patterns = [];
/** @type {Map<string, string | null>} what has been looked up; null where it stays English */
const found = new Map();

/** The language of the page, as its code. */
export const spoken = () => language;

/** @param {Catalog} catalog */
export function learn({ words }) {
  language = words?.language ?? ENGLISH;
  texts = new Map(Object.entries(words?.texts ?? {}));
  found.clear();
  patterns = [...texts.keys()].filter((text) => text.includes("{") && text.replace(GAP, "").length >= LEAST)
    .sort((a, b) => b.length - a.length).map(patternOf);
}

/** @type {(text: string) => Pattern} */
function patternOf(text) {
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const names = [...text.matchAll(GAP)].map(([, name]) => name);
  return { finds: new RegExp(`^${parts.join("(.+?)")}$`, "s"), said: texts.get(text) ?? text, names };
}

/** @type {(text: string, gaps: Record<string, unknown>) => string} */
const filled = (text, gaps) => text.replace(GAP, (gap, name) => (name in gaps ? String(gaps[name]) : gap));

/** @type {(text: string, said: string | null) => string | null} */
function remember(text, said) {
  if (found.size > MOST) found.clear();
  found.set(text, said);
  return said;
}

/**
 * An English text in the language of the page. Its gaps, `{name}`, are filled; what fills them is looked up too.
 * A text without gaps that goes into the page as it is needs no `t`: it is looked up as it arrives there.
 * @param {string} text
 * @param {Record<string, unknown>} [gaps]
 */
export function t(text, gaps = {}) {
  if (language === ENGLISH) return filled(text, gaps);
  const inside = Object.entries(gaps).map(([name, value]) => [name, translated(String(value)) ?? value]);
  const whole = filled(texts.get(text) ?? text, Object.fromEntries(inside));
  if (texts.has(text)) remember(whole, whole);
  return whole;
}

/** @type {(text: string) => string | null} a sentence that the script composed */
function composed(text) {
  for (const { finds, said, names } of patterns) {
    const parts = finds.exec(text)?.slice(1).map((part) => translated(part) ?? part);
    if (parts) return filled(said, Object.fromEntries(names.map((name, i) => [name, parts[i]])));
  }
  return null;
}

/**
 * A text of the page in its language, or null where it stays English.
 * @type {(text: string) => string | null}
 */
export function translated(text) {
  const known = found.get(text);
  if (known !== undefined) return known;
  const said = texts.get(text) ?? composed(text);
  if (said !== null) remember(said, said);
  return remember(text, said);
}
