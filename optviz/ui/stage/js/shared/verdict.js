// What the run says about an answer, in words.

import { node } from "./text.js";
import { t } from "./words.js";

/** @import { Verdict } from "./board_types.js" */

/** @type {(verdict: Verdict) => string} */
export const headOf = ({ answered, right, score, measure }) => {
  if (!answered) return t("Not predicted.");
  const words = t(right ? "Right." : score > 0 ? "Not quite." : "No.");
  return measure ? `${words} ${measure[0].toUpperCase()}${measure.slice(1)}.` : words;
};

/** @type {(told: string, verdict: Verdict) => (Node | string)[]} */
export function said(told, verdict) {
  const truth = verdict.right && verdict.answered ? "" : `${t(told)}: ${verdict.truth}`;
  return [node("strong", { text: `${headOf(verdict)} ` }), `${verdict.sentence} `, truth];
}
