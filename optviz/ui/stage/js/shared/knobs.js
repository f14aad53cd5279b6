// One number to turn: a slider that answers while it is dragged, and a field for the exact value.

import { entered, numberField } from "./fields.js";
import { mathInline } from "./math.js";
import { between, node, typed } from "./text.js";
import { t } from "./words.js";

/** @import { FanHandle } from "./fan_drag.js" */
/** @import { Knob, KnobScale } from "./types.js" */

/** @typedef {Pick<Knob, "low" | "high" | "scale" | "whole">} Range */

const TOP = 1000;

/** @type {Record<KnobScale, (value: number, k: Range) => number>} */
const toShare = {
  linear: (v, k) => (v - k.low) / (k.high - k.low),
  log: (v, k) => Math.log(v / k.low) / Math.log(k.high / k.low),
  square: (v, k) => Math.sqrt(v / k.high),
  one_minus: (v, k) => 1 - Math.log((1 - v) / (1 - k.high)) / Math.log((1 - k.low) / (1 - k.high)),
};
/** @type {Record<KnobScale, (share: number, k: Range) => number>} */
const fromShare = {
  linear: (s, k) => k.low + s * (k.high - k.low),
  log: (s, k) => k.low * (k.high / k.low) ** s,
  square: (s, k) => k.high * s * s,
  one_minus: (s, k) => 1 - (1 - k.high) * ((1 - k.low) / (1 - k.high)) ** (1 - s),
};

/**
 * A slider cannot start a logarithm at 0, nor 1 − value: such knobs fall back to the plain scale.
 * @param {Range} k
 */
const scaleOf = (k) =>
  (k.scale === "log" && !(k.low > 0)) || (k.scale === "one_minus" && !(k.high < 1)) ? "linear" : k.scale;

/**
 * A value as a slider sets it: whole, or to three digits of what its scale spreads.
 * @type {(value: number, k: Range) => number}
 */
const rounded = (value, k) => {
  if (k.whole) return Math.round(value);
  if (scaleOf(k) === "one_minus") return Number((1 - Number((1 - value).toPrecision(3))).toPrecision(12));
  if (scaleOf(k) === "linear") {
    return Number(
      (Math.round((value - k.low) / ((k.high - k.low) / 1000)) * ((k.high - k.low) / 1000) + k.low).toPrecision(6),
    );
  }
  return Number(value.toPrecision(3));
};

/**
 * The value at a share, 0 to 1, of a knob's slider.
 * @type {(share: number, k: Range) => number}
 */
export function valueAt(share, k) {
  if (share === 0) return k.low;
  return share === 1 ? k.high : rounded(fromShare[scaleOf(k)](share, k), k);
}

/**
 * Where a value stands on a knob's slider, 0 to 1; values beyond its ends stand there.
 * @type {(value: number, k: Range) => number}
 */
export const shareOf = (value, k) => between(toShare[scaleOf(k)](value, k), 0, 1);

/**
 * A knob with a slider that reaches a value: one that grows has the value at its end.
 * @template {Range & { grows?: boolean }} K
 * @param {K} knob
 * @param {number} value
 * @returns {K}
 */
export const grown = (knob, value) =>
  knob.grows ? { ...knob, low: Math.min(knob.low, value), high: Math.max(knob.high, value) } : knob;

export class KnobControl {
  /**
   * @param {Knob} knob
   * @param {string} owner whose knob it is, for those who hear the page
   * @param {(value: number) => void} change called at every movement
   * @param {(text: string) => void} toast
   * @param {(knob: Range) => FanHandle | null} fan what its drag is drawn from, if there is something
   */
  constructor(knob, owner, change, toast, fan = () => null) {
    this.knob = knob;
    this.fan = fan;
    this.change = change;
    this.toast = toast;
    /** @type {number | undefined} */
    this.value = undefined;
    const label = t("{knob} of {owner}", { knob: knob.label, owner });
    const { help = "" } = knob;
    this.range = node("input", {
      type: "range",
      min: 0,
      max: TOP,
      step: 1,
      "aria-label": label,
      title: help || null,
      oninput: () => this.slide(),
      onpointerdown: () => this.fan(this.knob)?.take(this.value ?? NaN),
    });
    this.field = numberField({ "aria-label": t("{label}, exact value", { label }) }, () => this.enter());
    const name = node(
      "span",
      { class: "ov-knob-name", title: `${t(knob.label)}. ${t(help)}`, onclick: () => help && toast(help) },
      node("span", { class: "ov-knob-words", text: `${knob.label} ` }),
      mathInline(knob.symbol),
    );
    this.root = node("div", { class: "ov-knob", "data-knob": knob.key }, name, this.range, this.field);
  }

  /** @param {number} share */
  at(share) {
    return valueAt(share, this.knob);
  }

  /**
   * The nearest value that the slider may have: for what a click on a picture sets.
   * @param {number} value
   */
  nearest(value) {
    const { low, high, whole } = this.knob;
    return between(whole ? Math.round(value) : Number(value.toPrecision(4)), low, high);
  }

  slide() {
    const { value: before = NaN } = this;
    const value = this.at(this.range.valueAsNumber / TOP);
    this.value = value;
    this.write(value);
    const fan = this.fan(this.knob);
    if (fan) fan.turn(before, value, this.change);
    else this.change(value);
  }

  enter() {
    const { value: before = NaN, knob: { label, whole, low, high, least = low, most = high } } = this;
    const value = entered(this.field.value, before, { label, low: least, high: most, whole }, this.toast);
    this.show(value);
    if (value !== before) this.change(value);
  }

  /** @param {number} value */
  write(value) {
    this.field.value = typed(value);
    this.range.setAttribute("aria-valuetext", typed(value));
  }

  /** @param {number} value */
  show(value) {
    this.value = value;
    this.knob = grown(this.knob, value);
    this.range.value = String(Math.round(shareOf(value, this.knob) * TOP));
    this.write(value);
  }

  /**
   * A reply from Python; what a person holds or types in is left alone.
   * @param {number} value
   */
  sync(value) {
    const typing = document.activeElement === this.field && this.field.value !== typed(this.value ?? NaN);
    if (!typing && value !== this.value) this.show(value);
  }
}
