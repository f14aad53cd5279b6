// The link to what is on the screen, put on the clipboard.

/**
 * @typedef {{
 *   link: { address(query: string, time: number | null): void },
 *   shownView?: { query: string } | null,
 *   playhead: number | null,
 *   toast(text: string): void,
 * }} Shareable
 */

/** @param {Shareable} stage */
export async function copyLink(stage) {
  if (!stage.shownView) return;
  stage.link.address(stage.shownView.query, stage.playhead);
  try {
    await navigator.clipboard.writeText(location.href);
    stage.toast("Link copied. It opens exactly what you see.");
  } catch {
    stage.toast("This browser does not let a page copy. The address bar holds the link to what you see.");
  }
}
