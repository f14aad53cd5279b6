// The list of runs: it says who is who, and it is where each run is set, switched, copied and removed.

import { icon } from "../shared/icons.js";
import { KnobControl } from "../shared/knobs.js";
import { lookOf, swatch } from "../shared/theme.js";
import { node } from "../shared/text.js";

const MAX_RACERS = 12;

class Card {
  constructor(legend, racer, slot) {
    const { stage } = legend;
    Object.assign(this, { legend, stage, slot, rule: racer.rule });
    this.kind = stage.catalog.rules[racer.rule];
    this.box = node("input", {
      type: "checkbox",
      "aria-label": `Show ${this.kind.name}`,
      onchange: () => this.edit({ on: this.box.checked }),
    });
    this.name = node("button", {
      type: "button",
      class: "ov-run-name",
      text: this.kind.name,
      title: "Choose this run: its arrows and its worked step",
      onclick: () => stage.pick(slot),
    });
    this.swatch = node("span");
    this.chip = node("span", { class: "ov-chip" });
    const copy = node("button", {
      type: "button",
      class: "ov-icon",
      title: `Duplicate ${this.kind.name}`,
      "aria-label": `Duplicate ${this.kind.name}`,
      onclick: () => legend.duplicate(slot),
    }, icon("copy"));
    const remove = node("button", {
      type: "button",
      class: "ov-icon",
      title: `Remove ${this.kind.name}`,
      "aria-label": `Remove ${this.kind.name}`,
      onclick: () => legend.remove(slot),
    }, icon("remove"));
    this.knobs = this.kind.knobs.map((knob) =>
      new KnobControl(knob, this.kind.name, (value) => this.turn(knob.key, value), (text) => stage.toast(text))
    );
    const rows = node("div", { class: "ov-knobs" }, ...this.knobs.map((control) => control.root));
    this.root = node(
      "li",
      { class: "ov-run", "data-rule": racer.rule, "data-slot": slot },
      node(
        "div",
        { class: "ov-run-head" },
        this.box,
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

  edit(change) {
    Object.assign(this.racer, change);
    this.stage.request();
  }

  turn(key, value) {
    this.racer.knobs[key] = value;
    this.stage.request();
  }

  sync() {
    const { racer, stage } = this;
    const look = lookOf(racer, stage.theme, stage.catalog.palette);
    const key = `${look.colour}${look.marker}${stage.theme.background}`;
    if (this.lookKey !== key) this.swatch.replaceChildren(swatch(look, stage.theme));
    this.lookKey = key;
    this.box.checked = racer.on;
    this.root.classList.toggle("ov-off", !racer.on);
    this.root.classList.toggle("ov-picked", this.slot === stage.scene.pick);
    this.name.textContent = stage.nameOf(stage.scene.racers, this.slot);
    this.name.setAttribute("aria-pressed", this.slot === stage.scene.pick);
    for (const control of this.knobs) control.sync(racer.knobs[control.knob.key]);
    const status = stage.runs.find((run) => run.slot === this.slot)?.status;
    this.chip.textContent = status
      ? { moving: "", converged: "✓", stuck: "stuck", diverged: "diverged" }[status.kind]
      : "";
    this.chip.title = status ? `${status.label}. ${status.reason}` : "";
  }
}

export class Legend {
  constructor(stage, parent) {
    this.stage = stage;
    this.cards = [];
    this.list = node("ul", { class: "ov-runs", "aria-label": "Runs" });
    this.menu = node("select", { class: "ov-add", "aria-label": "Add an optimizer", onchange: () => this.add() });
    parent.append(node("div", { class: "ov-panel-title" }, node("span", { text: "Optimizers" }), this.menu), this.list);
  }

  fillMenu() {
    const option = (key) => node("option", { value: key, text: this.stage.catalog.rules[key].name });
    const { order, lecture } = this.stage.catalog;
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

  defaults(rule) {
    return Object.fromEntries(this.stage.catalog.rules[rule].knobs.map((knob) => [knob.key, knob.default]));
  }

  duplicate(slot) {
    const { rule, knobs } = this.stage.scene.racers[slot];
    this.insert({ rule, knobs: { ...knobs }, on: true }, slot + 1);
  }

  insert(racer, place) {
    const { stage } = this;
    const { racers } = stage.scene;
    if (racers.length >= MAX_RACERS) return stage.toast(`A race has at most ${MAX_RACERS} runs. Remove one first.`);
    const look = this.freeLook(racer.rule);
    racers.splice(place, 0, { ...racer, look, style: stage.catalog.looks[look] });
    stage.scene.pick = place;
    this.shape = null;
    return stage.request();
  }

  freeLook(rule) {
    const worn = new Set(this.stage.scene.racers.map((racer) => racer.look));
    const own = this.stage.catalog.order.indexOf(rule);
    if (!worn.has(own)) return own;
    let look = 0;
    while (worn.has(look)) look++;
    return look;
  }

  remove(slot) {
    const { scene } = this.stage;
    scene.racers.splice(slot, 1);
    if (scene.pick >= slot && scene.pick > 0) scene.pick--;
    this.shape = null;
    this.stage.request();
  }
}
