// Fetched before it is pressed: what the mouse is over, or the focus is on, is asked for in idle time.

/** @import { Ahead } from "./types.js" */

const REST = 60; // a mouse on its way to somewhere else does not stay so long

/** Is the line free, fast and unmetered? Where the browser does not say, it is. */
function lineIsGood() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean, effectiveType?: string } }} */ (navigator);
  return !connection?.saveData && !/2g|3g/.test(connection?.effectiveType ?? "");
}

/**
 * What pressing an element of Streamlit's page would open; null if it is none of what the script named.
 * @param {Element} element
 * @param {Ahead} ahead
 */
export function opensWhenPressed(element, { presets = {}, pills = {}, options = {} }) {
  const option = element.closest('[role="option"]');
  if (option) return options[option.textContent?.trim() ?? ""] ?? null;
  const button = element.closest("button");
  for (const [key, query] of Object.entries(presets)) if (button?.closest(`.st-key-${key}`)) return query;
  for (const [key, queries] of Object.entries(pills)) {
    const row = button?.closest(`.st-key-${key}`);
    if (button && row) return queries[[...row.querySelectorAll("button")].indexOf(button)] ?? null;
  }
  return null;
}

/**
 * Watches mouse and focus on the whole page; returns what ends it.
 * @param {() => Ahead} ahead
 * @param {(query: string) => void} fetchAhead
 */
export function watchAhead(ahead, fetchAhead) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {Event} event */
  const look = ({ type, target }) => {
    clearTimeout(timer);
    // A press brings the focus too: what is pressed is no longer ahead.
    if (type === "focusin" && !(target instanceof Element && target.matches(":focus-visible"))) return;
    const query = target instanceof Element && lineIsGood() ? opensWhenPressed(target, ahead()) : null;
    if (query !== null) timer = setTimeout(() => fetchAhead(query), REST);
  };
  document.addEventListener("pointerover", look, { passive: true });
  document.addEventListener("focusin", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("pointerover", look);
    document.removeEventListener("focusin", look);
  };
}
