// The controls of a board's section: sliders, choices, switches and buttons, each named in words.

import { mathInline } from "../shared/math.js";
import { KnobControl } from "../shared/knobs.js";
import { node } from "../shared/text.js";
import { MatrixRow, WordsRow } from "../controls/text_input.js";

const FEW = 4;
const SHORT = 16;

class KnobRow {
  constructor(spec, board) {
    this.control = new KnobControl(
      spec,
      "this section",
      (value) => board.set({ [spec.key]: value }),
      (text) => board.toast(text),
    );
    this.root = node(
      "div",
      { class: "ov-control", "data-control": spec.key },
      node("span", { class: "ov-control-label", title: spec.help || "" }, spec.label, " ", mathInline(spec.symbol)),
      this.control.root,
    );
  }

  show(value) {
    this.control.sync(value);
  }

  text(value) {
    return String(value);
  }
}

class ChoiceRow {
  constructor(spec, board) {
    const few = spec.options.length <= FEW || spec.options.map(([, text]) => text).join("").length <= SHORT;
    const choose = (value) => board.set({ [spec.key]: value });
    this.buttons = few
      ? spec.options.map(([value, text]) =>
        node("button", { type: "button", text, "data-value": value, onclick: () => choose(value) })
      )
      : [];
    this.menu = few ? null : node("select", {
      class: "ov-add",
      "aria-label": spec.label,
      onchange: () => choose(this.menu.value),
    }, ...spec.options.map(([value, text]) => node("option", { value, text })));
    const body = few
      ? node("div", { class: "ov-segments", role: "group", "aria-label": spec.label }, ...this.buttons)
      : this.menu;
    this.root = node(
      "div",
      { class: "ov-control", "data-control": spec.key },
      node("span", { class: "ov-control-label", text: spec.label }),
      body,
    );
  }

  show(value) {
    for (const button of this.buttons) button.setAttribute("aria-pressed", button.dataset.value === value);
    if (this.menu) this.menu.value = value;
  }

  text(value) {
    return value;
  }
}

class SwitchRow {
  constructor(spec, board) {
    this.box = node("input", { type: "checkbox", onchange: () => board.set({ [spec.key]: this.box.checked }) });
    this.root = node(
      "div",
      { class: "ov-control ov-control-switch", "data-control": spec.key },
      node("label", { title: spec.help || "" }, this.box, " ", spec.label),
    );
  }

  show(value) {
    this.box.checked = value;
  }

  text(value) {
    return value ? "1" : "0";
  }
}

class PointsRow {
  constructor(spec, board) {
    this.reset = node("button", {
      type: "button",
      class: "ov-small",
      text: "As at first",
      title: "Undo all changes of the points",
      onclick: () => board.set({ [spec.key]: spec.default }),
    });
    this.label = node("span", { class: "ov-control-label" });
    this.spec = spec;
    this.root = node("div", { class: "ov-control", "data-control": spec.key }, this.label, this.reset);
  }

  show(value) {
    this.label.textContent = this.spec.label;
    this.reset.disabled = JSON.stringify(value) === JSON.stringify(this.spec.default);
  }

  text(value) {
    return value.map((point) => point.join()).join("_");
  }
}

class DiceRow {
  constructor(spec, board, controls) {
    const roll = () => board.set(Object.fromEntries(spec.sliders.map((key) => [key, controls.random(key)])));
    this.root = node(
      "div",
      { class: "ov-control" },
      node("button", { type: "button", class: "ov-small", text: spec.label, onclick: roll }),
    );
  }

  show() {}
}

const ROWS = {
  slider: KnobRow,
  choice: ChoiceRow,
  switch: SwitchRow,
  points: PointsRow,
  randomize: DiceRow,
  text_input: WordsRow,
  matrix: MatrixRow,
};

export class Controls {
  constructor(board, parent) {
    Object.assign(this, { board, parent, rows: [], specs: [] });
  }

  // Rows are made anew only when other controls are there, so a slider is never taken from under a finger.
  sync(specs) {
    const shape = JSON.stringify(specs.map((spec) => ({ ...spec, value: null })));
    if (shape !== this.shape) {
      this.specs = specs;
      this.rows = specs.map((spec) => new ROWS[spec.kind](spec, this.board, this));
      this.parent.replaceChildren(...this.rows.map((row) => row.root));
      this.shape = shape;
    }
    this.show();
  }

  show() {
    this.specs.forEach((spec, i) => this.rows[i].show(this.board.values[spec.key]));
  }

  knob(key) {
    const at = this.specs.findIndex((spec) => spec.key === key && spec.kind === "slider");
    return at < 0 ? null : this.rows[at].control;
  }

  random(key) {
    return this.knob(key).at(Math.random());
  }

  // The nearest value that a knob may have: for what a click on a picture sets.
  nearest(key, value) {
    const { low, high, whole } = this.knob(key).knob;
    const tidy = whole ? Math.round(value) : Number(value.toPrecision(4));
    return Math.min(Math.max(tidy, low), high);
  }

  params() {
    const pairs = this.specs.flatMap((
      spec,
      i,
    ) => (spec.kind === "randomize" ? [] : [[spec.key, this.rows[i].text(this.board.values[spec.key])]]));
    return Object.fromEntries(pairs);
  }
}
