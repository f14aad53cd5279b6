// Who is where at the playhead: f, slope and what became of the run, best first.

import { Calm } from "../shared/frames.js";
import { penOf } from "../shared/pens.js";
import { digits, node, setText } from "../shared/text.js";
import { swatch } from "../shared/theme.js";
import { setMixed, TitledPanel } from "./titled.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, Standing, StandingsSpec } from "../shared/board_types.js" */
const HEADS = ["Run", "f(xₜ)", "‖∇f(xₜ)‖", "Status"];
const REDRAW_INTERVAL = 60;

/** @typedef {{ row: HTMLElement, settings: HTMLElement, cells: HTMLElement[] }} Row */

/**
 * What runs are sorted by: f at a step, or where the run ended before; not a number comes last.
 * @type {(run: Pick<Standing, "value">, step: number) => number}
 */
export const rankOf = ({ value }, step) => {
  const now = value[Math.min(step, value.length - 1)];
  return Number.isNaN(now) ? Infinity : now;
};

/**
 * What has become of a run at a step: it moves until its status sets in.
 * @type {(run: Pick<Standing, "value" | "status">, step: number) => { text: string, title: string }}
 */
export function verdict({ value, status }, step) {
  if (status.kind === "moving" || step < status.step) {
    return { text: "moving", title: step < value.length - 1 ? "still moving." : status.reason };
  }
  return { text: status.label, title: status.reason };
}

/** @extends {TitledPanel<StandingsSpec>} */
export class StandingsPanel extends TitledPanel {
  static kind = "standings";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "standings-table");
    /** @type {Map<number, Row>} */
    this.rows = new Map();
    this.shape = "";
    this.order = "";
    const heads = HEADS.map((text) => node("th", { scope: "col", text }));
    const head = node("tr", {}, node("td"), ...heads);
    this.body = node("tbody");
    this.calm = new Calm(() => this.draw(), REDRAW_INTERVAL);
    this.reason = node("p", { class: "ov-reason" });
    this.slot.append(node("table", { class: "ov-standings" }, node("thead", {}, head), this.body), this.reason);
  }

  /**
   * Rows are made anew only for other runs, looks or themes; their numbers change in place.
   * @override
   * @param {StandingsSpec} spec
   */
  update(spec) {
    super.update(spec);
    const { dark, background } = this.board.theme;
    const shape = [dark, background, ...spec.runs.map(({ slot, name, look }) => `${slot}:${name}:${look}`)].join();
    if (shape !== this.shape) this.build();
    this.shape = shape;
    for (const { slot, settings } of spec.runs) setMixed(this.rows.get(slot)?.settings ?? node("div"), settings);
    this.mark();
    this.calm.soon();
  }

  build() {
    this.order = "";
    this.rows = new Map(this.spec.runs.map(({ slot, name, look }) => {
      const cells = ["f", "slope", "fate"].map((column) => node("td", { class: `ov-${column}` }));
      const choose = node("button", {
        type: "button",
        class: "ov-run-name",
        text: name,
        disabled: this.board.source.recorded,
        onclick: () => this.board.set({ [this.spec.pick]: String(slot) }),
      });
      const line = node("td", {}, swatch(penOf(look, this.board), this.board.theme));
      const settings = node("div", { class: "ov-settings" });
      const row = node("tr", { "data-slot": slot }, line, node("td", {}, choose, settings), ...cells);
      return [slot, { row, settings, cells }];
    }));
  }

  get picked() {
    return Number(this.board.values[this.spec.pick]);
  }

  valuesChanged() {
    this.mark();
  }

  mark() {
    for (const [slot, { row }] of this.rows) row.classList.toggle("ov-picked", slot === this.picked);
  }

  move() {
    this.calm.soon();
  }

  draw() {
    const { spec: { runs }, board: { player: { step } } } = this;
    const sorted = [...runs].sort((a, b) => rankOf(a, step) - rankOf(b, step));
    const order = sorted.map((run) => run.slot).join();
    if (order !== this.order) {
      this.body.replaceChildren(...sorted.flatMap(({ slot }) => this.rows.get(slot)?.row ?? []));
    }
    this.order = order;
    for (const run of runs) this.fill(run, step);
    this.root.dataset.step = String(step);
    const chosen = runs.find((run) => run.slot === this.picked);
    this.reason.textContent = chosen ? `${chosen.name}: ${t(verdict(chosen, step).title)}` : "";
  }

  /** @type {(run: Standing, step: number) => void} */
  fill(run, step) {
    const [f, slope, status] = this.rows.get(run.slot)?.cells ?? [];
    if (!status) return;
    const shown = Math.min(step, run.value.length - 1);
    f.textContent = digits(run.value[shown]);
    slope.textContent = digits(run.slope[shown]);
    const { text, title } = verdict(run, step);
    setText(status, t(text));
    status.title = title;
    status.dataset.kind = text === "moving" ? "moving" : run.status.kind;
  }

  cellsNow() {
    const { spec: { runs }, board: { player: { step } } } = this;
    const sorted = [...runs].sort((a, b) => rankOf(a, step) - rankOf(b, step));
    return [
      [...HEADS, "Settings"],
      ...sorted.map((run) => {
        const shown = Math.min(step, run.value.length - 1);
        return [run.name, digits(run.value[shown]), digits(run.slope[shown]), verdict(run, step).text, run.settings];
      }),
    ];
  }

  dispose() {
    this.calm.dispose();
  }
}
