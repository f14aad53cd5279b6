// A room's question, or the section or lesson that it shows, as the picture's query has it.

/** @typedef {{ ref: string, seed: string }} RoomQuestion */

const CROWD_KINDS = new Set(["target", "route", "settings"]);
const MOST_CROWD = 6500; // letters of a query, well within a link's bound

/**
 * `momentum.map.fastest:17`.
 * @type {(text: string) => RoomQuestion}
 */
export function questionOf(text) {
  const [ref = "", seed = "0"] = text.split(":");
  return { ref, seed };
}

/**
 * A question has a seed behind its ref; a section or lesson has none.
 * @type {(text: string) => boolean}
 */
export const isScene = (text) => text !== "" && !text.includes(":");

/** @type {(ref: string) => string} */
export const queryForScene = (ref) => `scene=${ref}`;

/** @type {(question: string, answer?: string) => string} */
export function queryFor(question, answer) {
  const { ref, seed } = questionOf(question);
  return `ref=${ref}&q=${seed}${answer === undefined ? "" : `&answer=${encodeURIComponent(answer)}`}`;
}

/**
 * The answers that the picture draws, as many as an address takes, evenly chosen.
 * @type {(kind: string, answers: string[]) => string}
 */
export function crowdFor(kind, answers) {
  if (!CROWD_KINDS.has(kind) || !answers.length) return "";
  let kept = answers.map((answer) => encodeURIComponent(answer).replaceAll("%2C", ","));
  while (kept.length > 1 && kept.join("~").length > MOST_CROWD) kept = kept.filter((_, i) => i % 2 === 0);
  return `&crowd=${kept.join("~")}`;
}
