// The rule of the chosen run, and the same lines with the numbers of the step at the playhead.

import { latexNumber, node } from "../shared/text.js";
import { setMath } from "../shared/math.js";

const SLOW = 240;

const vector = (
  values,
) => (values.length === 1
  ? latexNumber(values[0])
  : `\\begin{pmatrix}${values.map((v) => latexNumber(v)).join("\\\\")}\\end{pmatrix}`);

// A negative number after a sign or an operator needs brackets: a − (−0.5).
const bracketed = (text) => (text.startsWith("-") ? `(${text})` : text);

function column(run, name, step) {
  const { data } = run;
  if (data[name]) return [data[name][step]];
  if (data[`${name}.0`]) return [data[`${name}.0`][step], data[`${name}.1`][step]];
  return null;
}

// Every name a template may use, at this step: see Optimizer.worked in optviz/core/optimizers.
export function lookUp(run, racer, name, step) {
  const { data } = run;
  if (name === "t") return [step];
  if (name === "x") return [data.x[step], data.y[step]];
  if (name === "x_next") return [data.x[step + 1], data.y[step + 1]];
  if (name === "step") return [data.x[step + 1] - data.x[step], data.y[step + 1] - data.y[step]];
  if (name === "probe" && !data["q.probe.0"]) return [data.x[step], data.y[step]];
  if (name in racer.knobs) return [racer.knobs[name]];
  if (name.endsWith("_next")) return column(run, `state.${name.slice(0, -5)}`, step + 1);
  return column(run, `q.${name}`, step) || column(run, `state.${name}`, step);
}

export function fillIn(template, run, racer, step) {
  return template.replace(/<<(\w+)>>/g, (_, name, place) => {
    const values = lookUp(run, racer, name, step);
    if (!values) return "?";
    const text = vector(values);
    return place === 0 ? text : bracketed(text);
  });
}

export class Worked {
  constructor(stage, parent) {
    this.stage = stage;
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
    const wait = SLOW - (performance.now() - (this.drawn || 0));
    if (wait > 0) {
      this.later ||= setTimeout(() => this.draw(), wait);
      return;
    }
    this.draw();
  }

  draw() {
    clearTimeout(this.later);
    this.later = null;
    this.drawn = performance.now();
    const run = this.stage.picked();
    if (!run) {
      this.empty();
      return;
    }
    const racer = this.stage.shownView.scene.racers[run.slot];
    const kind = this.stage.catalog.rules[racer.rule];
    if (this.rule !== racer.rule) this.build(kind, racer.rule);
    const shown = Math.min(this.stage.player.step, run.steps - 1);
    this.title.textContent = `Worked step: ${run.name}, t = ${Math.max(shown, 0)}`;
    if (shown < 0 || !run.data["q.grad.0"]) this.clear();
    else kind.worked.forEach(([, template], i) => setMath(this.numbers[i], fillIn(template, run, racer, shown), true));
  }

  build(kind, rule) {
    this.rule = rule;
    this.numbers = [];
    const rows = kind.worked.map(([symbols]) => {
      const [rule_, numbers] = [node("div", { class: "ov-math" }), node("div", { class: "ov-math ov-numbers" })];
      setMath(rule_, symbols, true);
      this.numbers.push(numbers);
      return node("div", { class: "ov-worked-line" }, rule_, numbers);
    });
    this.lines.replaceChildren(...rows);
    this.note.textContent = kind.worked.length
      ? kind.convention
      : `${kind.convention} Its steps are made by Optax; there is no worked line for it.`;
    if (!kind.worked.length) {
      this.lines.replaceChildren(...kind.latex.map((line) => {
        const row = node("div", { class: "ov-math" });
        setMath(row, line, true);
        return row;
      }));
    }
  }

  clear() {
    for (const line of this.numbers) setMath(line, "", true);
  }

  empty() {
    this.rule = null;
    this.title.textContent = "Worked step";
    this.lines.replaceChildren();
    this.note.textContent = "Choose a run that is switched on to see its step worked out.";
  }
}
