// Who is where at the playhead: f, slope and what became of the run, best first.

import { swatch } from "../shared/theme.js";
import { digits, node } from "../shared/text.js";

/** @import { Columns, RunStatus, RunView } from "../shared/types.js" */
/** @import { Stage } from "./stage.js" */
/** @typedef {{ row: HTMLElement, cells: HTMLElement[] }} Row */

/**
 * What runs are sorted by: f at a step, or where the run ended before; not a number comes last.
 * @param {{ steps: number, data: Columns }} run
 * @param {number} step
 */
export const rankOf = (run, step) => {
  const value = run.data.value[Math.min(step, run.steps)];
  return Number.isNaN(value) ? Infinity : value;
};

/**
 * What has become of a run at a step: it moves until its status sets in.
 * @param {{ steps: number, status: RunStatus }} run
 * @param {number} step
 */
export function verdict(run, step) {
  const { status } = run;
  if (status.kind === "moving" || step < status.step) {
    return { text: "moving", title: step < run.steps ? "still moving." : status.reason };
  }
  return { text: status.label, title: status.reason };
}

export class Standings {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} parent
   */
  constructor(stage, parent) {
    this.stage = stage;
    /** @type {Map<number, Row>} */
    this.rows = new Map();
    this.shape = "";
    /** @type {string | null} */
    this.order = null;
    const head = node(
      "tr",
      {},
      ...["", "Run", "f(xₜ)", "‖∇f(xₜ)‖", "Status"].map((text) => node("th", { scope: "col", text })),
    );
    this.body = node("tbody");
    this.reason = node("p", { class: "ov-reason" });
    parent.append(
      node("div", { class: "ov-panel-title" }, node("span", { text: "Standings" })),
      node("table", { class: "ov-standings" }, node("thead", {}, head), this.body),
      this.reason,
    );
  }

  // Rows are made anew only for other runs, looks or themes; their numbers change in place.
  sync() {
    const { stage } = this;
    const shape = [stage.theme.background, ...stage.runs.map((run) => `${run.slot}:${run.name}:${run.style}`)].join();
    if (shape !== this.shape) this.rebuild();
    this.shape = shape;
    for (const [slot, { row }] of this.rows) row.classList.toggle("ov-picked", slot === stage.scene.pick);
    this.move();
  }

  rebuild() {
    const { stage } = this;
    this.rows.clear();
    for (const run of stage.runs) {
      const cells = ["f", "slope", "fate"].map((name) => node("td", { class: `ov-${name}` }));
      const choose = node("button", {
        type: "button",
        class: "ov-run-name",
        text: run.name,
        onclick: () => stage.pick(run.slot),
      });
      const row = node(
        "tr",
        { "data-slot": run.slot },
        node("td", {}, swatch(run.look, stage.theme)),
        node("td", {}, choose),
        ...cells,
      );
      this.rows.set(run.slot, { row, cells });
    }
    this.order = null;
  }

  move() {
    const { stage } = this;
    const { step } = stage.player;
    const sorted = [...stage.runs].sort((a, b) => rankOf(a, step) - rankOf(b, step));
    const order = sorted.map((run) => run.slot).join();
    if (order !== this.order) this.body.replaceChildren(...sorted.flatMap((run) => this.rows.get(run.slot)?.row ?? []));
    this.order = order;
    for (const run of stage.runs) this.fill(run, step);
    const chosen = stage.pickedRun();
    this.reason.textContent = chosen ? `${chosen.name}: ${verdict(chosen, step).title}` : "";
  }

  /**
   * @param {RunView} run
   * @param {number} step
   */
  fill(run, step) {
    const { cells } = this.rows.get(run.slot) ?? { cells: [] };
    if (!cells.length) return;
    const [f, slope, status] = cells;
    const shown = Math.min(step, run.steps);
    f.textContent = digits(run.data.value[shown]);
    slope.textContent = digits(run.data.slope[shown]);
    const { text, title } = verdict(run, step);
    if (status.textContent !== text) status.textContent = text;
    status.title = title;
    status.dataset.kind = text === "moving" ? "moving" : run.status.kind;
  }
}
