// The choice of a language. It is remembered in a cookie, since the script too must know it, and opens the page anew.

import { streamlitRoot } from "./plotly.js";
import { node } from "./text.js";
import { spoken, t } from "./words.js";

/** @import { View } from "./view.js" */

const COOKIE = "optviz_lang"; // see optviz/words
const KEY = "lang";
const YEAR = 31_536_000;

/** What the address asked for when the app was opened. @type {string | null} */
const asked = new URLSearchParams(globalThis.location?.search).get(KEY);

/**
 * The part of a query by which an address that asked for a language goes on asking for it; nothing if it stands there.
 * @param {string} query
 */
export const languageWish = (query) =>
  asked && !new URLSearchParams(query).has(KEY) ? `${KEY}=${encodeURIComponent(asked)}` : "";

/** @type {(code: string) => boolean} false where nothing can be remembered, as in a frame on another site */
function remember(code) {
  try {
    const path = new URL(streamlitRoot()).pathname;
    document.cookie = `${COOKIE}=${code}; path=${path}; max-age=${YEAR}; SameSite=Lax`;
    return document.cookie.split("; ").includes(`${COOKIE}=${code}`) && globalThis.top === globalThis.self;
  } catch {
    return false;
  }
}

/** @type {(view: View, code: string) => void} */
function choose({ addressBar }, code) {
  addressBar.write();
  const address = new URL(location.href);
  address.searchParams.delete(KEY);
  if (!remember(code) || asked) address.searchParams.set(KEY, code);
  if (address.href === location.href) location.reload();
  else location.replace(address);
}

/**
 * A menu of the languages; null where there is only one.
 * @type {(view: View) => HTMLSelectElement | null}
 */
export function languageMenu(view) {
  const { languages } = view.catalog;
  if (!languages) return null;
  /** @type {HTMLSelectElement} */
  const menu = node(
    "select",
    {
      class: "ov-add ov-language",
      "aria-label": t("Language"),
      title: t("Language"),
      translate: "no",
      onchange: () => choose(view, menu.value),
    },
    ...Object.entries(languages).map(([value, name]) =>
      node("option", { value, text: value.toUpperCase(), title: name, "aria-label": name, lang: value })
    ),
  );
  menu.value = spoken();
  return menu;
}

/**
 * The menu with its name before it; null where there is only one language.
 * @type {(view: View) => HTMLElement | null}
 */
export function languageRow(view) {
  const menu = languageMenu(view);
  return menu && node("label", { class: "ov-language-row" }, node("span", { text: "Language" }), " ", menu);
}
