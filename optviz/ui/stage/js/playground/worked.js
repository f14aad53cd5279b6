// The rule of the chosen run, and the same lines with the numbers of the step at the playhead.

import { latexNumber, node } from "../shared/text.js";
import { setMath } from "../shared/math.js";

/** @import { Columns, KnobValues, Rule } from "../shared/types.js" */
/** @import { Stage } from "./stage.js" */

const REDRAW_INTERVAL = 240;

/** @param {number[]} values */
const vector = (
  values,
) => (values.length === 1
  ? latexNumber(values[0])
  : `\\begin{pmatrix}${values.map((v) => latexNumber(v)).join("\\\\")}\\end{pmatrix}`);

// A negative number after a sign or an operator needs brackets: a − (−0.5).
/** @param {string} text */
const bracketed = (text) => (text.startsWith("-") ? `(${text})` : text);

/**
 * A column's number at a step, or the two of a vector's; null if it was not sent.
 * @param {Columns} data
 * @param {string} name
 * @param {number} step
 */
function column(data, name, step) {
  if (data[name]) return [data[name][step]];
  if (data[`${name}.0`]) return [data[`${name}.0`][step], data[`${name}.1`][step]];
  return null;
}

/**
 * The numbers that a name of a template stands for at a step: see Optimizer.worked in optviz/core/optimizers.
 * @param {{ data: Columns }} run
 * @param {{ knobs: KnobValues }} racer
 * @param {string} name
 * @param {number} step
 */
export function lookUp(run, racer, name, step) {
  const { data } = run;
  if (name === "t") return [step];
  if (name === "x") return [data.x[step], data.y[step]];
  if (name === "x_next") return [data.x[step + 1], data.y[step + 1]];
  if (name === "step") return [data.x[step + 1] - data.x[step], data.y[step + 1] - data.y[step]];
  if (name === "probe" && !data["q.probe.0"]) return [data.x[step], data.y[step]];
  if (name in racer.knobs) return [racer.knobs[name]];
  if (name.endsWith("_next")) return column(data, `state.${name.slice(0, -5)}`, step + 1);
  return column(data, `q.${name}`, step) || column(data, `state.${name}`, step);
}

/**
 * A line of LaTeX with every `<<name>>` replaced by its numbers; "?" where there are none.
 * @param {string} template
 * @param {{ data: Columns }} run
 * @param {{ knobs: KnobValues }} racer
 * @param {number} step
 */
export function fillIn(template, run, racer, step) {
  return template.replace(/<<(\w+)>>/g, (_, name, place) => {
    const values = lookUp(run, racer, name, step);
    if (!values) return "?";
    const text = vector(values);
    return place === 0 ? text : bracketed(text);
  });
}

/** @param {string} latex */
function mathLine(latex) {
  const line = node("div", { class: "ov-math" });
  setMath(line, latex, true);
  return line;
}

export class Worked {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} parent
   */
  constructor(stage, parent) {
    this.stage = stage;
    this.drawnAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {string | null} */
    this.shownRule = null;
    /** @type {HTMLElement[]} */
    this.numbers = [];
    this.title = node("span", { text: "Worked step" });
    this.lines = node("div", { class: "ov-worked" });
    this.note = node("p", { class: "ov-reason" });
    parent.append(node("div", { class: "ov-panel-title" }, this.title), this.lines, this.note);
  }

  // New paths or another run; while a slider is dragged these come fast.
  sync() {
    this.move();
  }

  // While numbers stream in, they are shown four times a second: readable, and nearly free.
  move() {
    const wait = REDRAW_INTERVAL - (performance.now() - this.drawnAt);
    if (wait <= 0) this.draw();
    else this.timer ||= setTimeout(() => this.draw(), wait);
  }

  draw() {
    this.dispose();
    this.drawnAt = performance.now();
    const run = this.stage.pickedRun();
    const racer = run && this.stage.shownView?.scene.racers[run.slot];
    if (!racer) {
      this.empty();
      return;
    }
    const rule = this.stage.catalog.rules[racer.rule];
    if (this.shownRule !== racer.rule) this.build(rule, racer.rule);
    const shown = Math.min(this.stage.player.step, run.steps - 1);
    this.title.textContent = `Worked step: ${run.name}, t = ${Math.max(shown, 0)}`;
    if (shown < 0 || !run.data["q.grad.0"]) this.clear();
    else rule.worked.forEach(([, template], i) => setMath(this.numbers[i], fillIn(template, run, racer, shown), true));
  }

  /**
   * @param {Rule} rule
   * @param {string} key
   */
  build(rule, key) {
    this.shownRule = key;
    this.numbers = rule.worked.map(() => node("div", { class: "ov-math ov-numbers" }));
    const rows = rule.worked.length
      ? rule.worked.map(([symbols], i) => node("div", { class: "ov-worked-line" }, mathLine(symbols), this.numbers[i]))
      : rule.latex.map(mathLine);
    this.lines.replaceChildren(...rows);
    this.note.textContent = rule.worked.length
      ? rule.convention
      : `${rule.convention} Its steps are made by Optax; there is no worked line for it.`;
  }

  // What was put off is drawn now, or never.
  dispose() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  clear() {
    for (const line of this.numbers) setMath(line, "", true);
  }

  empty() {
    this.shownRule = null;
    this.title.textContent = "Worked step";
    this.lines.replaceChildren();
    this.note.textContent = "Choose a run that is switched on to see its step worked out.";
  }
}
