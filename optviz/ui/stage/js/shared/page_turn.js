// Page Down and Page Up: from section to section, and over a page's end to the next page.

import { queryNow } from "./address.js";
import { streamlitRoot } from "./plotly.js";
import { node } from "./text.js";

/** @import { Leads, Path } from "./board_types.js" */
/** @import { View } from "./view.js" */

const KEPT = ["embed", "embed_options", "lang"]; // how the app is shown, on every page
const ROOT_PAGE = "playground"; // it has no path of its own
const PATIENCE = 15_000;

/** @type {(1 | -1)[]} the turns that were pressed meanwhile, over a page's end too */
let waiting = [];
/** @type {ReturnType<typeof setTimeout> | null} while another page is on its way */
let crossing = null;

/** @type {(view: View, by: 1 | -1) => void} to the next section, or the last one; presses wait for one another */
export function turnPage(view, by) {
  if (crossing || (turns(view) && "waiting" in view.root.dataset)) {
    waiting.push(by);
    return;
  }
  waiting = [];
  view.open(`turn=${by}`);
}

// By its text: a view that Streamlit has mounted anew asks for the same once more.
/** @type {(view: View) => boolean} */
const turns = ({ request }) => Boolean(request?.query.startsWith("turn="));

/** What was asked for last has come. @type {(view: View) => void} */
export function arrived(view) {
  view.script.tell();
  const by = crossing || turns(view) ? waiting.shift() : undefined;
  crossed();
  if (by) view.open(`turn=${by}`);
}

function crossed() {
  window.removeEventListener("keydown", catchTurn, true);
  if (crossing) clearTimeout(crossing);
  crossing = null;
}

// Between two pages there is no view whose keys they were.
/** @type {(event: KeyboardEvent) => void} */
function catchTurn(event) {
  if (event.defaultPrevented || !["PageDown", "PageUp"].includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.push(event.key === "PageDown" ? 1 : -1);
}

/** @type {(path: Path) => string} the whole address of a place in the app */
export const hrefOf = ([page, query]) => new URL(query ? `${page}?${query}` : page, streamlitRoot()).href;

/**
 * A link to a place in the app, which opens without a new start.
 * @type {(view: View, path: Path, text: string) => HTMLAnchorElement}
 */
export const pageLink = (view, path, text) =>
  node("a", {
    href: hrefOf(path),
    text,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a window of its own
      event.preventDefault();
      crossOver(view, { page: path[0] || ROOT_PAGE, title: text, query: path[1] });
    },
  });

/**
 * Goes to the page that a turn leads to, as the browser's Back does: Streamlit follows the address.
 * @type {(view: View, leads: Leads) => void}
 */
export function crossOver(view, { page, title, query }) {
  view.history.past.pop(); // the section is left for another page: there is nothing to undo on this one
  view.addressBar.write(); // for who comes back
  const own = new URLSearchParams(location.search);
  const kept = KEPT.flatMap((key) => own.getAll(key).map((text) => `${key}=${encodeURIComponent(text)}`));
  const { on } = view.presenter;
  const pairs = [queryNow(query, null, view.player.all, on).replace(/^&/, ""), ...kept].filter(Boolean).join("&");
  const path = new URL(page === ROOT_PAGE ? "" : page, streamlitRoot()).pathname;
  if (on) drawCurtain(view, title);
  crossed();
  crossing = setTimeout(crossed, PATIENCE);
  window.addEventListener("keydown", catchTurn, true);
  history.pushState({}, "", pairs ? `${path}?${pairs}` : path);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

/** @type {(view: View, title: string) => void} over the window while the next page is built: a hall need not see it */
function drawCurtain({ theme: { background, text, font } }, title) {
  liftCurtain();
  const style = `background:${background};color:${text};font-family:${font}`;
  document.body.append(node("div", { class: "ov-page-curtain", role: "status", text: title, style }));
  setTimeout(liftCurtain, PATIENCE);
}

/** Shows the page that has come. */
export function liftCurtain() {
  for (const curtain of document.querySelectorAll(".ov-page-curtain")) curtain.remove();
}
