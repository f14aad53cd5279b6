// What is around a run's rule: its schedule, with a small curve of it, and the modifiers that are switched on.

import { KnobControl } from "../shared/knobs.js";
import { node, setText } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { FanHandle } from "../shared/fan_drag.js" */
/** @import { Range } from "../shared/knobs.js" */
/** @import { Catalog, KnobValues, RacerView } from "../shared/types.js" */
/** @typedef {Pick<Catalog, "modifiers" | "schedules">} Offer */
/** @typedef {Pick<RacerView, "schedule" | "modifiers">} Around */
/** @typedef {(key: string, range: Range) => FanHandle | null} FanOf */

const BEFORE = ["noise", "clip_value", "clip_norm", "l2"];
const AFTER = ["decoupled", "ema", "tail"];
const COUNTED = ["warmup", "period", "tail"];
const MOST_STEPS = 5000;
const EITHER = new Map([["ema", "tail"], ["tail", "ema"]]);
const WITH = new Map([["noise", ["noise_decay"]]]);
const ORDER =
  "In this order: noise, clipping, L2 decay change the gradient; the rule takes its step with η(t); decoupled " +
  "decay pulls x. An average looks on.";
const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [100, 24];

/**
 * What tells of modifiers in a few words, in the order in which they act; nothing if there are none.
 * @type {(around: Around, offer: Offer) => string}
 */
export function wordsOf({ schedule, modifiers }, { schedules, modifiers: knobs }) {
  const named = schedules.find(({ key }) => key === schedule);
  const rate = [
    ..."warmup" in modifiers ? [knobs.warmup.label] : [],
    ...named && named.key !== "constant" ? [named.name] : [],
  ];
  const on = (/** @type {string[]} */ keys) => keys.filter((key) => key in modifiers).map((key) => knobs[key].label);
  return [...on(BEFORE), ...rate, ...on(AFTER)].join(", ");
}

/**
 * Other modifiers: one switched on, at its default, or off.
 * @type {(modifiers: KnobValues, key: string, on: boolean, offer: Offer) => KnobValues}
 */
export function switched(modifiers, key, on, { modifiers: knobs }) {
  const gone = new Set([...on ? [EITHER.get(key)] : [key, ...WITH.get(key) ?? []]]);
  const kept = Object.entries(modifiers).filter(([name]) => !gone.has(name));
  const added = on ? [key, ...WITH.get(key) ?? []].map((name) => [name, knobs[name].default]) : [];
  return Object.fromEntries([...kept, ...added]);
}

/**
 * The same modifiers with another schedule: its own numbers take the place of the last one's.
 * @type {(modifiers: KnobValues, schedule: string, offer: Offer) => KnobValues}
 */
export function scheduled(modifiers, schedule, { modifiers: knobs, schedules }) {
  const every = new Set(schedules.flatMap(({ knobs }) => knobs));
  const own = schedules.find(({ key }) => key === schedule)?.knobs ?? [];
  const kept = Object.entries(modifiers).filter(([name]) => !every.has(name) || own.includes(name));
  const fresh = own.filter((name) => !(name in modifiers)).map((name) => [name, knobs[name].default]);
  return Object.fromEntries([...kept, ...fresh]);
}

/**
 * η(t) from the first step to the last, as a small curve; `shares` of the whole η.
 * @param {number[]} shares
 */
function smallCurve(shares) {
  const points = shares.map((share, i) => `${(i / (shares.length - 1)) * WIDE},${1 + (1 - share) * (HIGH - 2)}`);
  const line = document.createElementNS(SVG, "polyline");
  line.setAttribute("points", points.join(" "));
  return line;
}

export class ModifiersPart {
  /**
   * @param {string} owner whose modifiers these are
   * @param {Offer} offer
   * @param {(around: Partial<Around>) => void} change
   * @param {(text: string) => void} toast
   * @param {FanOf} fan
   */
  constructor(owner, offer, change, toast, fan) {
    this.owner = owner;
    this.offer = offer;
    this.change = change;
    this.toast = toast;
    this.fan = fan;
    /** @type {Around} */
    this.around = { schedule: "", modifiers: {} };
    this.shape = "";
    this.curveKey = "";
    /** @type {KnobControl[]} */
    this.knobs = [];
    this.words = node("span", { class: "ov-modifier-words" });
    /** @type {HTMLSelectElement} */
    this.menu = node(
      "select",
      { class: "ov-add", "aria-label": t("Schedule of {owner}", { owner }), onchange: () => this.choose() },
      ...offer.schedules.map(({ key, name }) => node("option", { value: key, text: name })),
    );
    this.curve = document.createElementNS(SVG, "svg");
    this.curve.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    this.curve.setAttribute("preserveAspectRatio", "none");
    this.curve.setAttribute("class", "ov-schedule-curve");
    this.curve.setAttribute("role", "img");
    this.curve.setAttribute("aria-label", "η(t) from the first step to the last");
    this.rows = node("div", { class: "ov-modifier-rows" });
    this.root = node(
      "details",
      { class: "ov-modifiers" },
      node("summary", {}, node("span", { text: "Modifiers" }), this.words),
      node("p", { class: "ov-modifier-order", text: ORDER }),
      this.rows,
    );
  }

  choose() {
    const schedule = this.menu.value;
    this.change({ schedule, modifiers: scheduled(this.around.modifiers, schedule, this.offer) });
  }

  /** @type {(key: string) => KnobControl} */
  knob(key) {
    const plain = this.offer.modifiers[key];
    const knob = COUNTED.includes(key) ? { ...plain, grows: true, most: MOST_STEPS } : plain;
    /** @param {number} value */
    const change = (value) => this.change({ modifiers: { ...this.around.modifiers, [key]: value } });
    // A slider that has grown has other positions than those the fan was made at.
    /** @param {Range} range */
    const fan = (range) => (range.high === plain.high ? this.fan(key, range) : null);
    const control = new KnobControl(knob, this.owner, change, this.toast, fan);
    this.knobs.push(control);
    return control;
  }

  /** @type {(key: string) => HTMLElement} */
  row(key) {
    const { label, help = "" } = this.offer.modifiers[key];
    const on = key in this.around.modifiers;
    /** @type {HTMLInputElement} */
    const box = node("input", {
      type: "checkbox",
      "aria-label": t("{label} of {owner}, on or off", { label, owner: this.owner }),
      onchange: () => {
        this.change({ modifiers: switched(this.around.modifiers, key, box.checked, this.offer) });
        /** @type {HTMLInputElement | null} */
        const again = this.rows.querySelector(`[data-modifier="${key}"] input`);
        again?.focus();
      },
    });
    box.checked = on;
    const more = on ? [key, ...WITH.get(key) ?? []].map((name) => this.knob(name).root) : [];
    const name = node(
      "label",
      { class: "ov-modifier-name", title: help },
      box,
      on ? null : node("span", { text: label }),
    );
    return node("div", { class: "ov-modifier", "data-modifier": key }, name, node("div", {}, ...more));
  }

  build() {
    this.knobs = [];
    const { schedule } = this.around;
    const own = this.offer.schedules.find(({ key }) => key === schedule)?.knobs ?? [];
    const rate = node("div", { class: "ov-schedule" }, this.menu, this.curve);
    this.rows.replaceChildren(
      ...BEFORE.map((key) => this.row(key)),
      this.row("warmup"),
      rate,
      ...own.map((key) => this.knob(key).root),
      ...AFTER.map((key) => this.row(key)),
    );
  }

  /**
   * Rows are made anew only when others are needed, so that a slider is never taken from under a finger.
   * @type {(around: Around, shares: number[]) => void}
   */
  show(around, shares) {
    this.around = around;
    const shape = [around.schedule, ...Object.keys(around.modifiers)].join();
    if (shape !== this.shape) this.build();
    this.shape = shape;
    this.menu.value = around.schedule;
    for (const control of this.knobs) control.sync(around.modifiers[control.knob.key]);
    setText(this.words, wordsOf(around, this.offer));
    const curveKey = shares.join();
    if (curveKey !== this.curveKey) this.curve.replaceChildren(...shares.length ? [smallCurve(shares)] : []);
    this.curveKey = curveKey;
    this.curve.toggleAttribute("hidden", !shares.length);
  }
}
