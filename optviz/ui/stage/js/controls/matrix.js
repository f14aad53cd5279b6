// Controls that are typed into: a line of text, and a small matrix whose chosen entry has a slider.

import { between, node, typed } from "../shared/text.js";
import { mathInline } from "../shared/math.js";

export class WordsRow {
  constructor(spec, board) {
    const enter = () => this.field.value !== this.value && board.set({ [spec.key]: this.field.value });
    this.field = node("input", {
      type: "text",
      class: "ov-words",
      maxlength: spec.longest,
      "aria-label": spec.label,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      onchange: enter,
      onkeydown: (event) => event.key === "Enter" && enter(),
    });
    this.root = node(
      "div",
      { class: "ov-control ov-control-wide", "data-control": spec.key },
      node("label", { class: "ov-control-label" }, spec.label),
      this.field,
    );
  }

  show(value) {
    this.value = value;
    if (document.activeElement !== this.field || this.field.value === value) this.field.value = value;
  }

  text(value) {
    return value;
  }
}

const SLIDER_STEPS = 200;

export class MatrixRow {
  constructor(spec, board) {
    Object.assign(this, { spec, board, value: spec.default, chosen: [0, 0] });
    const columns = spec.default[0].length;
    this.cells = spec.default.map((row, i) => row.map((_, j) => this.cell(i, j)));
    this.grid = node("div", {
      class: "ov-matrix",
      role: "group",
      "aria-label": spec.label,
      style: `grid-template-columns: repeat(${columns}, 1fr); max-width: ${columns * 4.6 + 1}em`,
    }, ...this.cells.flat());
    this.range = node("input", {
      type: "range",
      min: 0,
      max: SLIDER_STEPS,
      oninput: () => this.put(...this.chosen, this.atShare(this.range.valueAsNumber / SLIDER_STEPS)),
    });
    this.root = node(
      "div",
      { class: "ov-control ov-control-matrix", "data-control": spec.key },
      node("span", { class: "ov-control-label" }, spec.label, " ", mathInline(spec.symbol)),
      this.grid,
      this.range,
    );
  }

  cell(i, j) {
    const { key, label, default: rows } = this.spec;
    const place = rows[0].length > 1 ? `row ${i + 1}, column ${j + 1}` : `number ${i + 1}`;
    const field = node("input", {
      type: "text",
      inputmode: "decimal",
      class: "ov-exact",
      "aria-label": `${label}, ${place}`,
      "data-cell": `${key}.${i}.${j}`,
      spellcheck: "false",
      autocomplete: "off",
      onfocus: () => this.choose(i, j),
      onchange: () => this.enter(i, j),
      onkeydown: (event) => event.key === "Enter" && this.enter(i, j),
    });
    return field;
  }

  atShare(share) {
    return Number(((2 * share - 1) * this.spec.reach).toPrecision(6));
  }

  put(i, j, number) {
    const value = this.value.map((row) => [...row]);
    value[i][j] = number;
    this.board.set({ [this.spec.key]: value });
  }

  enter(i, j) {
    const { label, low, high } = this.spec;
    const field = this.cells[i][j];
    const text = field.value.trim().replace("−", "-").replace(",", ".");
    const number = text === "" ? NaN : Number(text);
    const before = this.value[i][j];
    if (!Number.isFinite(number)) {
      this.board.toast(`“${field.value.slice(0, 20)}” is not a number. This entry stays ${typed(before)}.`);
      field.value = typed(before);
      return;
    }
    const value = between(number, low, high);
    if (value !== number) {
      this.board.toast(`Entries of ${label} go from ${typed(low)} to ${typed(high)}: set to ${typed(value)}.`);
    }
    field.value = typed(value);
    if (typed(value) !== typed(before)) this.put(i, j, value);
  }

  choose(i, j) {
    this.chosen = [i, j];
    this.mark();
  }

  mark() {
    const [i, j] = this.chosen;
    this.cells.forEach((row, a) => row.forEach((field, b) => field.classList.toggle("ov-picked", a === i && b === j)));
    this.range.value = Math.round((between(this.value[i][j] / this.spec.reach, -1, 1) + 1) * SLIDER_STEPS / 2);
    this.range.setAttribute("aria-label", `${this.cells[i][j].getAttribute("aria-label")}, slider`);
    this.range.setAttribute("aria-valuetext", typed(this.value[i][j]));
  }

  show(value) {
    this.value = value;
    this.cells.forEach((row, i) =>
      row.forEach((field, j) => {
        if (document.activeElement !== field || field.dataset.value !== typed(value[i][j])) {
          field.value = typed(value[i][j]);
        }
        field.dataset.value = typed(value[i][j]);
      })
    );
    this.mark();
  }

  text(value) {
    return value.map((row) => row.join()).join("_");
  }
}
