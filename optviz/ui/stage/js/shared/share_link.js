// Links to what is shown, for others: short, without what this visit's address holds besides, and as a frame's text.

import { queryNow, split } from "./address.js";
import { streamlitRoot } from "./plotly.js";
import { linkOf } from "./quiz_links.js";
import { countText } from "./transport.js";

/** @import { View } from "./view.js" */
/** @typedef {"auto" | "light" | "dark"} FrameTheme */
/**
 * What the panel of links shares: where it stands, the link, the step that a link may open at (null for none), what a
 * saved code is called, and whether it can be shown in a frame.
 * @typedef {{ root: HTMLElement, pause: () => void, link: (atStep: boolean) => string, step: () => string | null,
 *   fileName: () => string, framed: boolean }} Shared
 */

export const LONGEST = 600; // see MAX_TEXT in optviz/ui/host.py

/** @type {[size: string, text: string][]} */
export const FRAMES = [["640x480", "640 × 480"], ["960x540", "960 × 540"], ["100%x540", "full width × 540"]];

/**
 * What differs from how the page opens, with the playhead or at the start. Presenter mode is the lecturer's own, and
 * what others have put into the address (a campaign, a course's token) is not for passing on. Of a quiz the answers
 * are left out.
 * @type {(view: View, atStep: boolean) => string}
 */
export function linkTo(view, atStep) {
  if (view.quiz.run) return linkOf(view.quiz.run);
  const time = atStep ? view.playhead.inLink : null;
  const query = queryNow(view.address, time, view.player.all, false).replace(/^&/, "");
  return `${location.origin}${view.addressBar.path}${query && `?${query}`}`;
}

/** A board, as the panel shares it. @type {(view: View) => Shared} */
export const viewShared = (view) => ({
  get root() {
    return view.root;
  },
  pause: () => view.player.pause(),
  link: (atStep) => linkTo(view, atStep),
  step: () => view.playhead.inLink && !view.quiz.run ? countText(view.shownView, view.player.step) : null,
  fileName: () => view.bar.fileName,
  framed: true,
});

/**
 * A page without a board, as the panel shares it: `keys` of its address are its own.
 * @type {(root: HTMLElement, keys: string[]) => Shared}
 */
export const pageShared = (root, keys) => ({
  root,
  pause() {},
  link() {
    const { own } = split(location.search, keys);
    return `${location.origin}${location.pathname}${own && `?${own}`}`;
  },
  step: () => null,
  fileName: () => `optviz-${location.pathname.split("/").at(-1)}`,
  framed: false,
});

/** Where the picture of a link is that a camera reads. @param {string} link */
export const codeUrlOf = (link) => `${streamlitRoot()}optviz/code.svg?text=${encodeURIComponent(link)}`;

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/**
 * A frame as HTML.
 * @type {(link: string, title: string, size: string, theme: FrameTheme) => string}
 */
export function frameText(link, title, size, theme) {
  const [width, height] = size.split("x");
  const options = theme === "auto" ? "" : `&embed_options=${theme}_theme`;
  const src = `${link}${link.includes("?") ? "&" : "?"}embed=true${options}`;
  return `<iframe src="${escaped(src)}" title="${escaped(title)}" width="${width}" height="${height}" ` +
    'style="border: 0; max-width: 100%" loading="lazy" allow="fullscreen; clipboard-write"></iframe>';
}
