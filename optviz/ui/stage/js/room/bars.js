// The answers of a class as bars: how many chose each option, or how their numbers lie.

import { shareOf, valueAt } from "../shared/knobs.js";
import { digits, node } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { FormSpec } from "../shared/board_types.js" */
/** @typedef {{ label: string, count: number, right: boolean }} Bar */
/** @typedef {{ answer: string, score: number }} Given */

const BINS = 12;
const MARKED = 3; // bins from one number on the axis to the next
const RIGHT = 0.999;
const FAR = 3; // middle halves of the numbers from their edge

/**
 * @param {Given[]} given
 * @param {(answer: string) => boolean} chosen
 */
const countOf = (given, chosen) => given.filter(({ answer }) => chosen(answer)).length;

/** @type {(names: string[], given: Given[]) => Bar[]} */
const perOption = (names, given) =>
  names.map((label, i) => ({
    label,
    count: countOf(given, (answer) => answer === String(i)),
    right: given.some(({ answer, score }) => answer === String(i) && score > RIGHT),
  }));

/** @type {(names: string[], given: Given[]) => Bar[]} */
const perFirst = (names, given) =>
  names.map((label, i) => ({
    label: t("{label} first", { label }),
    count: countOf(given, (answer) => answer.split(",")[0] === String(i)),
    right: given.some(({ answer, score }) => answer.split(",")[0] === String(i) && score > RIGHT),
  }));

/**
 * The ends between which most typed numbers lie: one that is far off is not to press all others into one bar.
 * @type {(values: number[]) => { low: number, high: number }}
 */
function endsOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const [lower, upper] = [sorted[Math.floor(last / 4)], sorted[Math.ceil(3 * last / 4)]];
  const reach = FAR * (upper - lower) || Math.abs(upper) || 1;
  const [low, high] = [Math.max(sorted[0], lower - reach), Math.min(sorted[last], upper + reach)];
  return { low, high: high > low ? high : low + 1 };
}

/**
 * Numbers in bins of equal width on the slider's scale; typed ones between their own ends, and beyond them in the first
 * or the last bin.
 * @type {(given: Given[], ends: { low: number, high: number, scale: "linear" | "log" } | null) => Bar[]}
 */
function perBin(given, ends) {
  const values = given.map(({ answer }) => Number(answer));
  const range = { whole: false, scale: /** @type {const} */ ("linear"), ...(ends ?? endsOf(values)) };
  /** @type {Bar[]} */
  const bars = Array.from({ length: BINS }, () => ({ label: "", count: 0, right: false }));
  values.forEach((value, i) => {
    const bin = bars[Math.min(Math.floor(shareOf(value, range) * BINS), BINS - 1)];
    bin.count += 1;
    bin.right ||= given[i].score > RIGHT;
  });
  for (let i = 0; i < BINS; i += MARKED) bars[i].label = digits(valueAt(i / BINS, range), 2);
  bars[BINS - 1].label = digits(range.high, 2);
  if (values.some((value) => value < range.low)) bars[0].label += " or less";
  if (values.some((value) => value > range.high)) bars[BINS - 1].label += " or more";
  return bars;
}

/**
 * The bars of a class's answers to a question; none where the picture itself shows them.
 * @type {(form: FormSpec, given: Given[]) => Bar[]}
 */
export function barsOf(form, given) {
  if (!given.length) return [];
  if (form.kind === "choice") return perOption(form.options.map(([text]) => text), given);
  if (form.kind === "ranking") return perFirst(form.items.map(([text]) => text), given);
  if (form.kind === "range") return perBin(given, form);
  if (form.kind === "number") return perBin(given, null);
  return [];
}

/**
 * What the axis under upright bars counts.
 * @type {(form: FormSpec) => string}
 */
export function axisOf(form) {
  if (form.kind !== "range" && form.kind !== "number") return "";
  const unit = form.unit && ` (${form.unit})`;
  return form.label + unit + (form.kind === "range" && form.scale === "log" ? t(", logarithmic") : "");
}

/** @type {(form: FormSpec, given: Given[]) => HTMLElement} */
export function drawBars(form, given) {
  const bars = barsOf(form, given);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const upright = form.kind === "range" || form.kind === "number";
  const drawn = node(
    "div",
    { class: `ov-bars${upright ? " ov-bars-upright" : ""}`, role: "list", "aria-label": "Answers of the class" },
    ...bars.map(({ label, count, right }) =>
      node(
        "div",
        { class: `ov-bar-row${right ? " ov-bar-right" : ""}`, role: "listitem" },
        node("span", { class: "ov-bar-label", text: label }),
        node("span", { class: "ov-bar-fill", style: `--share:${count / most}` }),
        node("span", { class: "ov-bar-count", text: upright && !count ? "" : String(count) }),
      )
    ),
  );
  const axis = upright && bars.length > 0;
  return node("div", {}, drawn, axis ? node("p", { class: "ov-bars-axis", text: axisOf(form) }) : null);
}
