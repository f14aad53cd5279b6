// The list of runs: it says who is who, and it is where each run is set, switched, copied and removed.

import { icon } from "../shared/icons.js";
import { KnobControl } from "../shared/knobs.js";
import { nameOf } from "./runs.js";
import { lookOf, swatch } from "../shared/theme.js";
import { node } from "../shared/text.js";

/** @import { RacerView } from "../shared/types.js" */
/** @import { Stage } from "./stage.js" */

const CHIPS = { moving: "", converged: "✓", stuck: "stuck", diverged: "diverged" };

/**
 * The first look that no racer wears: `own`, that of the rule, if it is free.
 * @param {number[]} worn
 * @param {number} own
 */
export function freeLook(worn, own) {
  if (!worn.includes(own)) return own;
  let look = 0;
  while (worn.includes(look)) look++;
  return look;
}

class Card {
  /**
   * @param {Legend} legend
   * @param {RacerView} racer
   * @param {number} slot
   */
  constructor(legend, racer, slot) {
    const { stage } = legend;
    const rule = stage.catalog.rules[racer.rule];
    this.stage = stage;
    this.slot = slot;
    this.lookKey = "";
    /** @type {HTMLInputElement} */
    this.checkbox = node("input", {
      type: "checkbox",
      "aria-label": `Show ${rule.name}`,
      onchange: () => this.edit({ on: this.checkbox.checked }),
    });
    this.name = node("button", {
      type: "button",
      class: "ov-run-name",
      text: rule.name,
      title: "Choose this run: its arrows and its worked step",
      onclick: () => stage.pick(slot),
    });
    this.swatch = node("span");
    this.chip = node("span", { class: "ov-chip" });
    const copy = node("button", {
      type: "button",
      class: "ov-icon",
      title: `Duplicate ${rule.name}`,
      "aria-label": `Duplicate ${rule.name}`,
      onclick: () => legend.duplicate(slot),
    }, icon("copy"));
    const remove = node("button", {
      type: "button",
      class: "ov-icon",
      title: `Remove ${rule.name}`,
      "aria-label": `Remove ${rule.name}`,
      onclick: () => legend.remove(slot),
    }, icon("remove"));
    this.knobs = rule.knobs.map((knob) =>
      new KnobControl(knob, rule.name, (value) => this.setKnob(knob.key, value), (text) => stage.toast(text))
    );
    const rows = node("div", { class: "ov-knobs" }, ...this.knobs.map((control) => control.root));
    this.root = node(
      "li",
      { class: "ov-run", "data-rule": racer.rule, "data-slot": slot },
      node(
        "div",
        { class: "ov-run-head" },
        this.checkbox,
        this.swatch,
        node("div", { class: "ov-run-title" }, this.name, this.chip),
        copy,
        remove,
      ),
      rows,
    );
  }

  get racer() {
    return this.stage.scene.racers[this.slot];
  }

  /** @param {Partial<RacerView>} change */
  edit(change) {
    Object.assign(this.racer, change);
    this.stage.request();
  }

  /**
   * @param {string} key
   * @param {number} value
   */
  setKnob(key, value) {
    this.racer.knobs[key] = value;
    this.stage.request();
  }

  sync() {
    const { racer, stage } = this;
    const look = lookOf(racer, stage.theme, stage.catalog.palette);
    const key = `${look.colour}${look.marker}${stage.theme.background}`;
    if (this.lookKey !== key) this.swatch.replaceChildren(swatch(look, stage.theme));
    this.lookKey = key;
    this.checkbox.checked = racer.on;
    this.root.classList.toggle("ov-off", !racer.on);
    this.root.classList.toggle("ov-picked", this.slot === stage.scene.pick);
    this.name.textContent = nameOf(stage.scene.racers, this.slot, stage.catalog.rules);
    this.name.setAttribute("aria-pressed", String(this.slot === stage.scene.pick));
    for (const control of this.knobs) control.sync(racer.knobs[control.knob.key]);
    const status = stage.runs.find((run) => run.slot === this.slot)?.status;
    this.chip.textContent = status ? CHIPS[status.kind] : "";
    this.chip.title = status ? `${status.label}. ${status.reason}` : "";
  }
}

export class Legend {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} parent
   */
  constructor(stage, parent) {
    this.stage = stage;
    /** @type {Card[]} */
    this.cards = [];
    /** @type {string | null} */
    this.shape = null;
    this.list = node("ul", { class: "ov-runs", "aria-label": "Runs" });
    this.menu = node("select", { class: "ov-add", "aria-label": "Add an optimizer", onchange: () => this.add() });
    parent.append(node("div", { class: "ov-panel-title" }, node("span", { text: "Optimizers" }), this.menu), this.list);
  }

  fillMenu() {
    /** @param {string} key */
    const option = (key) => node("option", { value: key, text: this.stage.catalog.rules[key].name });
    const { order, lecture } = this.stage.catalog;
    /**
     * @param {string} label
     * @param {string[]} keys
     */
    const group = (label, keys) => node("optgroup", { label }, ...keys.map(option));
    this.menu.replaceChildren(
      node("option", { value: "", text: "+ add…" }),
      group("From the lecture", lecture),
      group("The wider family", order.filter((key) => !lecture.includes(key))),
    );
  }

  // Cards are rebuilt only when the list of rules changes, so a slider is never taken from under a finger.
  sync() {
    if (!this.menu.options.length) this.fillMenu();
    const { racers } = this.stage.scene;
    const shape = racers.map((racer) => racer.rule).join();
    if (this.shape !== shape) {
      this.cards = racers.map((racer, slot) => new Card(this, racer, slot));
      this.list.replaceChildren(...this.cards.map((card) => card.root));
      this.shape = shape;
    }
    for (const card of this.cards) card.sync();
  }

  add() {
    const rule = this.menu.value;
    this.menu.value = "";
    if (rule) this.insert({ rule, knobs: this.defaults(rule), on: true }, this.stage.scene.racers.length);
  }

  /** @param {string} rule */
  defaults(rule) {
    return Object.fromEntries(this.stage.catalog.rules[rule].knobs.map((knob) => [knob.key, knob.default]));
  }

  /** @param {number} slot */
  duplicate(slot) {
    const { rule, knobs } = this.stage.scene.racers[slot];
    this.insert({ rule, knobs: { ...knobs }, on: true }, slot + 1);
  }

  /**
   * @param {Pick<RacerView, "rule" | "knobs" | "on">} racer
   * @param {number} place
   */
  insert(racer, place) {
    const { stage } = this;
    const { racers } = stage.scene;
    const most = stage.catalog.limits.racers;
    if (racers.length >= most) {
      stage.toast(`A race has at most ${most} runs. Remove one first.`);
      return;
    }
    const look = freeLook(racers.map((other) => other.look), stage.catalog.order.indexOf(racer.rule));
    racers.splice(place, 0, { ...racer, look, style: stage.catalog.looks[look] });
    stage.scene.pick = place;
    this.shape = null;
    stage.request();
  }

  /** @param {number} slot */
  remove(slot) {
    const { scene } = this.stage;
    scene.racers.splice(slot, 1);
    if (scene.pick >= slot && scene.pick > 0) scene.pick--;
    this.shape = null;
    this.stage.request();
  }
}
