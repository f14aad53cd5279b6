// The list of runs: it says who is who, and it is where each run is set, switched, copied and removed.

import { iconButton } from "../shared/icons.js";
import { KnobControl } from "../shared/knobs.js";
import { penOf } from "../shared/pens.js";
import { ruleOptions } from "../shared/rule_menu.js";
import { node, setText } from "../shared/text.js";
import { swatch } from "../shared/theme.js";
import { ModifiersPart } from "./modifiers.js";
import { t } from "../shared/words.js";

/** @import { Range } from "../shared/knobs.js" */
/** @import { BoardContext, RacersSpec } from "../shared/board_types.js" */
/** @import { Catalog, RacerView } from "../shared/types.js" */

const CHIPS = {
  moving: "",
  converged: "✓",
  stuck: "stuck",
  cycling: "cycling",
  still: "standing still",
  leaving: "moving away",
  diverged: "diverged",
};

/**
 * The look of a new run: `own`, that of the rule, if no racer wears it, else one of those that belong to no rule, from
 * `spare` on, if possible of a new colour. As optviz/scenes/scene.py has it.
 * @type {(worn: number[], own: number, catalog: Pick<Catalog, "looks" | "spare">) => number}
 */
export function freeLook(worn, own, { looks, spare }) {
  if (!worn.includes(own)) return own;
  const colours = new Set(worn.map((look) => looks[look][0]));
  const free = [...looks.keys()].filter((look) => look >= spare && !worn.includes(look));
  return free.find((look) => !colours.has(looks[look][0])) ?? free[0];
}

/**
 * A racer's name; two of one rule are numbered: Adam 1, Adam 2.
 * @type {(racers: Pick<RacerView, "rule">[], slot: number, rules: Record<string, { name: string }>) => string}
 */
export function nameOf(racers, slot, rules) {
  const { rule } = racers[slot];
  const twins = racers.map((racer, i) => (racer.rule === rule ? i : -1)).filter((i) => i >= 0);
  return twins.length > 1 ? `${rules[rule].name} ${twins.indexOf(slot) + 1}` : rules[rule].name;
}

class Card {
  /**
   * @param {RacersControl} list
   * @param {number} slot
   */
  constructor(list, slot) {
    const { catalog: { rules } } = list.board;
    const { rule } = list.racers[slot];
    const name = nameOf(list.racers, slot, rules);
    this.list = list;
    this.slot = slot;
    this.lookKey = "";
    /** @type {HTMLInputElement} */
    this.checkbox = node("input", {
      type: "checkbox",
      "aria-label": t("Show {name}", { name }),
      onchange: () => list.edit(slot, { on: this.checkbox.checked }),
    });
    this.name = node("button", {
      type: "button",
      class: "ov-run-name",
      text: name,
      title: "Choose this run: its arrows and its worked step",
      onclick: () => list.set({ pick: slot }),
    });
    this.swatch = node("span");
    this.chip = node("span", { class: "ov-chip" });
    const fans = rules[rule].modified; // what is no rule has no program for many runs at once
    this.knobs = rules[rule].knobs.map((knob) => {
      /** @param {number} value */
      const change = (value) => list.edit(slot, { knobs: { ...list.racers[slot].knobs, [knob.key]: value } });
      /** @param {Range} range */
      const fan = (range) => list.spec.fan && fans ? list.board.fans.handle(`run.${slot}.${knob.key}`, range) : null;
      return new KnobControl(knob, name, change, (text) => list.board.toast(text), fan);
    });
    this.modifiers = new ModifiersPart(
      name,
      list.board.catalog,
      (around) => list.edit(slot, around),
      (text) => list.board.toast(text),
      (key, range) => list.spec.fan ? list.board.fans.handle(`run.${slot}.${key}`, range) : null,
    );
    this.modifiers.root.hidden = !rules[rule].modified;
    this.removal = iconButton("remove", t("Remove {name}", { name }), () => list.remove(slot));
    this.root = node(
      "li",
      { class: "ov-run", "data-rule": rule, "data-slot": slot },
      node(
        "div",
        { class: "ov-run-head" },
        this.checkbox,
        this.swatch,
        node("div", { class: "ov-run-title" }, this.name, this.chip),
        iconButton("copy", t("Duplicate {name}", { name }), () => list.duplicate(slot)),
        this.removal,
      ),
      node("div", { class: "ov-knobs" }, ...this.knobs.map((control) => control.root)),
      this.modifiers.root,
    );
  }

  show() {
    const { slot, list: { board, picked, racers } } = this;
    const { on, style, knobs } = racers[slot];
    const key = [style, board.theme.dark, board.theme.background].join();
    if (this.lookKey !== key) this.swatch.replaceChildren(swatch(penOf(style, board), board.theme));
    this.lookKey = key;
    this.checkbox.checked = on;
    this.root.classList.toggle("ov-off", !on);
    this.root.classList.toggle("ov-picked", slot === picked);
    this.name.setAttribute("aria-pressed", String(slot === picked));
    for (const control of this.knobs) control.sync(knobs[control.knob.key]);
    this.modifiers.show(racers[slot], this.list.spec.previews[slot] ?? []);
    this.root.classList.toggle("ov-plain", !this.modifiers.words.textContent);
    this.move();
  }

  // What has become of the run, from the step on at which that is so.
  move() {
    const { slot, list: { board, racers, spec } } = this;
    const status = racers[slot]?.on ? spec.statuses.find((each) => each.slot === slot) : null;
    const told = status && board.player.horizon >= status.step ? status : null;
    setText(this.chip, told ? CHIPS[told.kind] : "");
    this.chip.title = told ? `${told.label}. ${told.reason}` : "";
  }
}

/**
 * Does a key go through a menu that is closed?
 * @param {KeyboardEvent} event
 */
const goesThrough = ({ key, altKey }) =>
  (key.length === 1 && key !== " ") || (!altKey && /^(Arrow|Page|Home|End)/.test(key));

/** @param {HTMLSelectElement} menu */
const isOpen = (menu) => CSS.supports("selector(:open)") && menu.matches(":open");

/**
 * The knobs of a run that is added: its rule's defaults, but the learning rate that a rule of the same scale (as its
 * own default says) has in this race, for there it was set for this surface. A default of 1 is no rate to be set.
 * @param {string} rule
 * @param {{ rule: string, knobs: Record<string, number> }[]} racers
 * @param {Record<string, { knobs: { key: string, default: number }[] }>} rules
 * @returns {Record<string, number>}
 */
export function knobsOfNew(rule, racers, rules) {
  const rateOf = (/** @type {string} */ key) => rules[key].knobs.find((knob) => knob.key === "lr")?.default;
  const knobs = Object.fromEntries(rules[rule].knobs.map((knob) => [knob.key, knob.default]));
  const alike = "lr" in knobs && knobs.lr !== 1 ? racers.find((racer) => rateOf(racer.rule) === knobs.lr) : undefined;
  return alike ? { ...knobs, lr: alike.knobs.lr } : knobs;
}

export class RacersControl {
  static kind = "racers";
  static stays = true;

  /**
   * @param {RacersSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    const { rules, order, groups } = board.catalog;
    this.spec = spec;
    this.board = board;
    /** @type {Card[]} */
    this.cards = [];
    this.shape = "";
    /** @type {(key: string) => [string, string]} */
    const named = (key) => [key, rules[key].name];
    this.menu = node(
      "select",
      { class: "ov-add", "aria-label": "Add an optimizer", onchange: () => this.browsing || this.add() },
      ...ruleOptions([["", "+ add…"], ...order.map(named)], groups),
    );
    /** Is the closed menu gone through with letters or arrows? Each is a change of it, and only Enter adds a run. */
    this.browsing = false;
    this.menu.addEventListener("pointerdown", () => this.browsing = false);
    this.menu.addEventListener("keydown", (event) => this.browse(event));
    this.menu.addEventListener("blur", () => this.menu.value = "");
    this.cardList = node("ul", { class: "ov-runs", "aria-label": "Runs" });
    const title = node("div", { class: "ov-panel-title" }, node("h2", { text: "Optimizers" }), this.menu);
    this.root = node("div", { class: "ov-racers", "data-control": spec.key }, title, this.cardList);
  }

  get racers() {
    return /** @type {RacerView[]} */ (this.board.values[this.spec.key]);
  }

  get picked() {
    return Number(this.board.values[this.spec.pick]);
  }

  /** @param {RacersSpec} spec */
  update(spec) {
    this.spec = spec;
  }

  /** @param {RacerView[]} racers */
  static text(racers) {
    const texts = racers.map(({ rule, knobs, look, on, schedule, modifiers }) =>
      [
        rule,
        ...Object.entries(knobs).map(([key, value]) => `${key}:${value}`),
        ...(schedule === "constant" ? [] : [schedule]),
        ...Object.entries(modifiers).map(([key, value]) => `${key}:${value}`),
        `look:${look}`,
        ...(on ? [] : ["off"]),
      ].join()
    );
    return texts.length ? texts : ["none"];
  }

  // Cards are made anew only when the list of rules changes, so a slider is never taken from under a finger.
  show() {
    const shape = this.racers.map(({ rule }) => rule).join();
    if (this.shape !== shape) {
      this.cards = this.racers.map((_, slot) => new Card(this, slot));
      this.cardList.replaceChildren(...this.cards.map((card) => card.root));
      this.shape = shape;
    }
    for (const card of this.cards) card.show();
  }

  move() {
    for (const card of this.cards) card.move();
  }

  // ---- what a person does ------------------------------------------------------------------------

  /** @param {{ racers?: RacerView[], pick?: number }} changes */
  set({ racers = this.racers, pick = this.picked }) {
    const { key, pick: pickKey } = this.spec;
    const changes = {
      ...(racers === this.racers ? {} : { [key]: racers }),
      ...(pick === this.picked ? {} : { [pickKey]: String(pick) }),
    };
    if (Object.keys(changes).length) this.board.set(changes);
  }

  /** @type {(slot: number, change: Partial<RacerView>) => void} */
  edit(slot, change) {
    this.set({ racers: this.racers.map((racer, i) => (i === slot ? { ...racer, ...change } : racer)) });
  }

  /** @param {KeyboardEvent} event */
  browse(event) {
    this.browsing = goesThrough(event);
    requestAnimationFrame(() => this.browsing &&= !isOpen(this.menu)); // on a Mac arrows open it
    if (event.key === "Escape") this.menu.value = "";
    if (event.key !== "Enter" || !this.menu.value) return;
    event.preventDefault(); // else the menu opens
    this.add();
  }

  add() {
    const rule = this.menu.value;
    this.menu.value = "";
    if (!rule) return;
    const knobs = knobsOfNew(rule, this.racers, this.board.catalog.rules);
    this.insert({ rule, knobs, on: true, schedule: "constant", modifiers: {} }, this.racers.length);
  }

  /** @param {number} slot */
  duplicate(slot) {
    const { rule, knobs, schedule, modifiers } = this.racers[slot];
    this.insert({ rule, knobs, on: true, schedule, modifiers }, slot + 1);
    this.cards[this.picked].name.focus();
  }

  /** @type {(racer: Omit<RacerView, "look" | "style">, place: number) => void} */
  insert(racer, place) {
    const { racers, board: { catalog } } = this;
    const { limits, looks, rules } = catalog;
    if (racers.length >= limits.racers) {
      this.board.toast(t("A race has at most {racers} runs. Remove one first.", limits));
      return;
    }
    const look = freeLook(racers.map((other) => other.look), rules[racer.rule].look, catalog);
    this.set({ racers: racers.toSpliced(place, 0, { ...racer, look, style: looks[look] }), pick: place });
  }

  /** @param {number} slot */
  remove(slot) {
    const { picked } = this;
    this.set({ racers: this.racers.toSpliced(slot, 1), pick: picked >= slot && picked > 0 ? picked - 1 : picked });
    // The button that had the focus is gone: the run that stands there now has it, or what adds one.
    (this.cards[slot] ?? this.cards.at(-1))?.removal.focus();
    if (!this.cards.length) this.menu.focus();
  }
}
