// Four curves against the step, drawn once per race by uPlot; the playhead is a line on top that only moves.

import { loadScript } from "../shared/plotly.js";
import { node } from "../shared/text.js";
import {
  ascending,
  axisLook,
  chartFrame,
  INCREMENTS,
  logRange,
  logTicks,
  plottable,
  tickText,
} from "../shared/uplot.js";

/** @import { RunView, SurfaceBackground } from "../shared/types.js" */
/** @import { Stage } from "./stage.js" */
/**
 * One of the charts: what it shows of a run, on which scale, and what it says when there is nothing to draw.
 * @typedef {{ key: string, title(grid: SurfaceBackground): string, log(grid: SurfaceBackground): boolean,
 *   read(run: RunView, grid: SurfaceBackground): Float64Array, help: string, empty?: string }} ChartKind
 */
/**
 * A chart on the page: `size` is measured when it is first asked for, `left` is where its curves begin.
 * @typedef {{ kind: ChartKind, holder: HTMLElement, line: HTMLElement, note: HTMLElement, title: HTMLElement,
 *   chart?: UPlotChart, shape?: string, left?: number, size?: { width: number, height: number } | null,
 *   drawnSize?: { width: number, height: number } }} Cell
 */

const REDRAW_INTERVAL = 240;
const SMALLEST = 40;
const EMPTY = "nothing to draw on a logarithmic axis: all values are 0";

/** @type {ChartKind[]} */
export const CHARTS = [
  {
    key: "value",
    title: (grid) => (grid.floor == null ? "f(xₜ)" : "f(xₜ) − f*"),
    log: (grid) => grid.floor != null,
    read: (run, grid) => (grid.floor == null ? run.data.value : run.data.gap ?? run.data.value),
    help: "How far f is above its known minimum f*.",
  },
  {
    key: "slope",
    title: () => "‖∇f(xₜ)‖",
    log: () => true,
    read: (run) => run.data.slope,
    help: "Steepness of the ground under each run.",
  },
  {
    key: "distance",
    title: () => "distance to a minimum",
    log: () => true,
    read: (run) => run.data.distance,
    help: "Straight-line distance to the nearest known minimum.",
    empty: "no minimum to measure from",
  },
  {
    key: "rate",
    title: () => "effective step size",
    log: () => true,
    read: (run) => run.data.rate,
    help: "Length of the step divided by length of the gradient: η itself for plain gradient descent.",
  },
];

/**
 * @param {ChartKind} kind
 * @param {Stage} stage
 * @param {number} width
 * @param {number} height
 * @returns {UPlotOptions}
 */
function chartOptions(kind, stage, width, height) {
  const { theme, size, grid } = stage;
  const log = kind.log(grid);
  const axis = axisLook(theme, size);
  return {
    ...chartFrame(width, height, 22, () => stage.charts.place()),
    scales: {
      x: { time: false, range: () => [0, Math.max(stage.player.last, 1)] },
      y: log ? { distr: 3, range: (_, low, high) => logRange(low, high) } : {},
    },
    axes: [
      { ...axis, size: size.font * 1.7, space: size.font * 4, values: (_, values) => values.map(String) },
      {
        ...axis,
        size: size.font * 3.3,
        incrs: INCREMENTS,
        ...(log ? logTicks(height, size) : { values: (_, values) => values.map(tickText) }),
      },
    ],
    series: [
      {},
      ...stage.runs.map((run) => ({
        stroke: run.look.colour,
        width: run.slot === stage.scene.pick ? size.line * 0.9 : size.line * 0.65,
        dash: run.look.dash,
        points: { show: false },
        spanGaps: false,
      })),
    ],
  };
}

export class Charts {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} parent
   */
  constructor(stage, parent) {
    this.stage = stage;
    this.pending = false;
    this.disposed = false;
    this.drawnAt = 0;
    this.cells = CHARTS.map((kind) => {
      const line = node("div", { class: "ov-playline" });
      const holder = node("div", { class: "ov-chart-plot" });
      const note = node("div", { class: "ov-chart-note" });
      const title = node("div", { class: "ov-chart-title", title: kind.help });
      parent.append(node("figure", { class: "ov-chart", "data-chart": kind.key }, title, holder, note));
      holder.append(line);
      /** @type {Cell} */
      const cell = { kind, holder, line, note, title };
      holder.addEventListener("click", (event) => this.seek(cell, event));
      return cell;
    });
    this.ready = loadScript("uplot.min.js");
    this.ready.catch(() => stage.toast("The chart library did not load. Reload the page."));
  }

  /**
   * @param {Cell} cell
   * @param {MouseEvent} event
   */
  seek(cell, event) {
    if (!cell.chart) return;
    const left = event.clientX - cell.chart.over.getBoundingClientRect().left;
    this.stage.player.pause();
    this.stage.player.seek(Math.round(cell.chart.posToVal(left, "x")));
  }

  // The paths come first: the curves follow in the frame after, in a drag not with every new set of paths.
  drawSoon() {
    if (this.pending) return;
    this.pending = true;
    const rest = Math.max(0, REDRAW_INTERVAL - (performance.now() - this.drawnAt));
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.pending = false;
        this.drawnAt = performance.now();
        if (!this.disposed) this.draw();
      }, rest)
    );
  }

  // A new race, size or theme. The chart is rebuilt only when its series or its looks change.
  async draw() {
    await this.ready;
    const { stage } = this;
    const steps = Math.max(1, ...stage.runs.map((run) => run.steps));
    const shape = [
      stage.theme.dark,
      stage.theme.background,
      stage.size.font,
      stage.grid.floor == null,
      stage.scene.pick,
      ...stage.runs.map((run) => `${run.slot}:${run.style}`),
    ].join();
    for (const cell of this.cells) this.setTitle(cell);
    for (const cell of this.cells) this.drawCell(cell, steps, shape);
  }

  /** @param {Cell} cell */
  setTitle(cell) {
    const text = cell.kind.title(this.stage.grid);
    if (cell.title.textContent !== text) cell.title.textContent = text;
  }

  /** @param {Cell} cell */
  measure(cell) {
    return { width: cell.holder.clientWidth, height: cell.holder.clientHeight };
  }

  resized() {
    for (const cell of this.cells) cell.size = null;
    this.drawSoon();
  }

  /**
   * @param {Cell} cell
   * @param {number} steps
   * @param {string} shape
   */
  drawCell(cell, steps, shape) {
    const { stage } = this;
    const { width, height } = (cell.size ||= this.measure(cell));
    if (width < SMALLEST || height < SMALLEST) return;
    const log = cell.kind.log(stage.grid);
    const columns = stage.runs.map((run) => plottable(cell.kind.read(run, stage.grid), log, steps + 1));
    const data = [ascending(steps + 1), ...columns];
    const empty = columns.every((column) => column.every((v) => v === null));
    const note = empty && stage.runs.length ? cell.kind.empty || EMPTY : "";
    if (cell.note.textContent !== note) cell.note.textContent = note;
    if (cell.chart && cell.shape === shape) {
      if (cell.drawnSize !== cell.size) cell.chart.setSize({ width, height });
      cell.chart.setData(data);
    } else {
      cell.chart?.destroy();
      cell.chart = new window.uPlot(chartOptions(cell.kind, stage, width, height), data, cell.holder);
    }
    Object.assign(cell, { shape, drawnSize: cell.size });
  }

  // uPlot lays out a little later than it is asked to: take its measure when it has drawn.
  place() {
    for (const cell of this.cells) {
      if (cell.chart?.over) cell.left = cell.chart.over.offsetLeft;
    }
    this.move();
  }

  // Only the playhead moves: a transform, no drawing.
  move() {
    for (const { chart, line, left } of this.cells) {
      if (chart && left != null) {
        line.style.transform = `translateX(${left + chart.valToPos(this.stage.player.time, "x")}px)`;
      }
    }
  }

  dispose() {
    this.disposed = true;
    for (const { chart } of this.cells) chart?.destroy();
  }
}
