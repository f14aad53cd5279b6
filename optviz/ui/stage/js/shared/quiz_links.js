// The addresses of a quiz, for others and for paper.

import { copyText } from "./clipboard.js";
import { hrefOf } from "./page_turn.js";
import { t } from "./words.js";

/** @import { View } from "./view.js" */

const SEEDS = 1_000_000;

export const newSeed = () => Math.floor(SEEDS * Math.random());

/** @type {(set: string, seed: number) => string} */
export const queryFor = (set, seed) => `set=${set}&seed=${seed}`;

/** @type {(run: { set: string, seed: number }, more?: string) => string} gives everyone the same quiz */
export const linkOf = ({ set, seed }, more = "") => hrefOf(["quiz", queryFor(set, seed) + more]);

/**
 * Copies an address for others.
 * @type {(view: View, address: string) => Promise<void>}
 */
export async function copyAddress(view, address) {
  const said = "Link copied. Everyone who opens it gets the same questions with the same numbers.";
  const refused = t("This browser does not let a page copy. The link is {address}", { address });
  view.toast(await copyText(address) ? said : refused);
}
