// What readers of the page, and tests, may rely on: facts of the view in its root's dataset.

/** @import { View } from "./view.js" */

/** @param {View} view */
export function updateDataset({ player, root, revision, shownView: { shows, status, work } }) {
  const facts = { section: shows.section ?? "", steps: player.last, playing: player.playing, runs: status.length };
  Object.assign(root.dataset, { ...facts, revision, status: status.join(), work });
}
