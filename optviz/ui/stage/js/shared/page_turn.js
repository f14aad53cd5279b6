// Page Down and Page Up: from section to section, and over a page's end to the next page.

import { queryNow, split } from "./address.js";
import { streamlitRoot } from "./plotly.js";
import { node } from "./text.js";

/** @import { Leads, Path } from "./board_types.js" */
/** @import { View } from "./view.js" */

const ROOT_PAGE = "playground"; // it has no path of its own
const PATIENCE = 15_000;

/** @type {(1 | -1)[]} the turns that were pressed meanwhile, over a page's end too */
let waiting = [];
/** @type {string | null} the path of a page that has no view yet, or none for a moment: turns wait until it has */
let expected = null;

/** @type {(view: View, by: 1 | -1) => void} to the next section or the last one, on a tour its stop; presses wait */
export function turnPage(view, by) {
  if (!expected && view.bar.tour.turn(by)) return;
  if (expected || (turns(view) && "waiting" in view.root.dataset)) {
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
  if (!view.addressBar.here) return; // late: the page has been left meanwhile, and its words with it
  view.script.tell();
  const by = expected || turns(view) ? waiting.shift() : undefined;
  expect(null);
  if (by && !view.bar.tour.turn(by)) view.open(`turn=${by}`);
}

/** @type {(path: string | null) => void} */
function expect(path) {
  window.removeEventListener("keydown", catchTurn, true);
  expected = path;
  if (path) window.addEventListener("keydown", catchTurn, true);
}

/** A view has gone. If its page is still shown it is about to be mounted anew. @type {(view: View) => void} */
export function viewGone({ addressBar, arrangement, shownView, presenter }) {
  const turned = shownView && !arrangement.strip && (presenter.on || "section" in shownView.shows);
  if (turned && !expected && addressBar.here) expect(location.pathname);
}

// Where a page has no view there is none whose keys these were. However long it takes, no press is lost.
/** @type {(event: KeyboardEvent) => void} */
function catchTurn(event) {
  if (location.pathname !== expected) return expect(null);
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
export function crossOver(view, { page, title, query, time = null }) {
  view.history.past.pop(); // the section is left for another page: there is nothing to undo on this one
  view.addressBar.write(); // for who comes back
  const kept = split(location.search, view.addressBar.keys).others; // how Streamlit shows the app, and what is not ours
  const { on } = view.presenter;
  const pairs = [queryNow(query, time, view.player.all, on).replace(/^&/, ""), kept].filter(Boolean).join("&");
  if (on) drawCurtain(view, title);
  expect(pathOf(page));
  moveTo(page, pairs);
}

/** @type {(page: string) => string} */
const pathOf = (page) => new URL(page === ROOT_PAGE ? "" : page, streamlitRoot()).pathname;

/** @type {(page: string, query: string) => void} to another page of the app, without a new start */
export function moveTo(page, query) {
  const path = pathOf(page);
  history.pushState({}, "", query ? `${path}?${query}` : path);
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
