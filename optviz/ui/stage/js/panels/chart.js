// Curves against the step, or against a cost of their own, by uPlot; dots mark the playhead.

import { copyOf } from "../canvas/context.js";
import { Calm } from "../shared/frames.js";
import { penOf } from "../shared/pens.js";
import { loadScript } from "../shared/plotly.js";
import { node } from "../shared/text.js";
import { swatch } from "../shared/theme.js";
import { DASHES, optionsOf } from "./chart_options.js";
import { commonPlaces, costTables, dotOf, hasCosts, stepTable } from "./curves.js";

/** @import { BoardContext, ChartSpec } from "../shared/board_types.js" */
/** @import { Extent, Floats, Pen } from "../shared/types.js" */

const REDRAW_INTERVAL = 200;
const SMALLEST = 40;

export class ChartPanel {
  static kind = "chart";

  /** @param {BoardContext} board */
  constructor(board) {
    this.board = board;
    const explain = () => this.spec.help && board.toast(this.spec.help); // a finger sees no title
    this.title = node("div", { class: "ov-chart-title", onclick: explain });
    this.key = node("div", { class: "ov-key" });
    this.line = node("div", { class: "ov-playline" });
    this.note = node("div", { class: "ov-chart-note" });
    this.slot = node("div", { class: "ov-chart-plot" }, this.line);
    this.root = node(
      "figure",
      { class: "ov-panel ov-chart" },
      node("div", { class: "ov-panel-head" }, this.title, this.key),
      this.slot,
      this.note,
    );
    /** @type {HTMLElement[]} */
    this.dots = [];
    /** @type {Pen[]} */
    this.pens = [];
    /** @type {Floats | null} */
    this.places = null;
    /** @type {Extent | null} */
    this.measured = null;
    /** @type {[left: number, top: number] | null} */
    this.offset = null;
    /** @type {UPlotChart | null} */
    this.chart = null;
    /** @type {ChartSpec} */
    this.spec;
    this.shape = "";
    this.keyShape = "";
    // The pictures come first; while a slider is dragged the curves follow a little calmer.
    this.calm = new Calm(() => this.draw(), REDRAW_INTERVAL);
    this.slot.addEventListener("click", (event) => this.seek(event));
    this.ready = loadScript("uplot.min.js").then(() => true, () => {
      this.note.textContent = "The chart library did not load. Reload the page.";
      return false;
    });
  }

  /** @param {MouseEvent} event */
  seek(event) {
    const { chart, places } = this;
    const { player } = this.board;
    if (!chart || (hasCosts(this.spec.series) && !places) || !player.last) return;
    player.pause();
    const wanted = chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, "x");
    const step = places ? Array.from(places).findIndex((x) => x >= wanted) : Math.round(wanted);
    player.seek(step < 0 ? player.last : step);
  }

  /** @param {ChartSpec} spec */
  update(spec) {
    this.spec = spec;
    this.places = commonPlaces(spec.series);
    this.pens = spec.series.map(({ look }) => penOf(look, this.board));
    this.title.textContent = spec.title;
    this.title.title = spec.help;
    if (spec.title) this.root.setAttribute("aria-label", [spec.title, spec.help].filter(Boolean).join(": "));
    this.updateKey();
    this.calm.soon();
  }

  updateKey() {
    const { spec, pens, board } = this;
    const looks = spec.series.map(({ name, look, dashed }) => [name, look, dashed]);
    const shape = JSON.stringify([looks, board.theme.background]);
    if (shape === this.keyShape) return;
    this.keyShape = shape;
    const entries = spec.series.flatMap(({ name, dashed }, i) =>
      spec.legend && name
        ? [node(
          "span",
          { class: "ov-key-entry" },
          swatch(dashed ? { ...pens[i], dash: DASHES } : pens[i], board.theme),
          name,
        )]
        : []
    );
    this.key.replaceChildren(...entries);
    for (const dot of this.dots) dot.remove();
    this.dots = pens.map((pen) => node("div", { class: "ov-dot", style: `background:${pen.colour}` }));
    this.slot.append(...this.dots);
  }

  async draw() {
    if (!(await this.ready) || this.calm.disposed) return;
    const extent = (this.measured ||= { width: this.slot.clientWidth, height: this.slot.clientHeight });
    if (extent.width < SMALLEST || extent.height < SMALLEST) return;
    const { spec, board } = this;
    const data = this.table();
    const empty = data.slice(1).every((column) => Array.from(column).every((value) => value == null));
    this.note.textContent = empty && spec.series.length ? spec.empty : "";
    const looks = spec.series.map(({ chosen }) => chosen);
    const shape = [this.keyShape, looks, board.size.font, spec.log, spec.x_label, extent.width, extent.height].join();
    this.root.dataset.drawn = String(board.revision);
    if (this.chart && this.shape === shape) this.chart.setData(data);
    else {
      this.chart?.destroy();
      this.chart = new window.uPlot(optionsOf(this, extent, board.size, () => this.place()), data, this.slot);
      this.shape = shape;
    }
    this.move();
  }

  /** @returns {UPlotData} */
  table() {
    const { spec, board } = this;
    return hasCosts(spec.series) ? window.uPlot.join(costTables(spec)) : stepTable(spec, board.player.last);
  }

  /** A copy of the chart, drawn once more in twice the size, with the playhead. */
  async canvas() {
    const { measured, board: { size, theme } } = this;
    if (!(await this.ready) || !measured) throw new Error("There is no chart yet.");
    const [width, height] = [2 * measured.width, 2 * measured.height];
    const large = { font: 2 * size.font, line: 2 * size.line, head: 2 * size.head };
    /** @type {UPlotChart} */
    const chart = await new Promise((resolve) => {
      const big = new window.uPlot(
        optionsOf(this, { width, height }, large, () => queueMicrotask(() => resolve(big))),
        this.table(),
        document.createElement("div"),
      );
    });
    const { canvas, context } = copyOf(measured, theme);
    context.drawImage(chart.ctx.canvas, 0, 0, measured.width, measured.height);
    const { top, height: high } = chart.bbox;
    const fine = chart.ctx.canvas.width / measured.width;
    context.fillStyle = theme.accent;
    const at = this.placeNow();
    if (at != null) context.fillRect(chart.valToPos(at, "x", true) / fine, top / fine, 1.5, high / fine);
    chart.destroy();
    return canvas;
  }

  // Called by uPlot whenever it has laid out and drawn the chart.
  place() {
    if (this.chart?.over) this.offset = [this.chart.over.offsetLeft, this.chart.over.offsetTop];
    this.move();
  }

  // Where the playhead is on the x axis; null where the curves have none in common.
  placeNow() {
    const { spec, places, board: { player } } = this;
    if (places) return places[Math.min(player.step, places.length - 1)];
    return player.last && !hasCosts(spec.series) ? player.time : null;
  }

  move() {
    const { chart, offset, board: { player } } = this;
    if (!chart || !offset || !player.last) {
      for (const part of [this.line, ...this.dots]) part.hidden = true;
      return;
    }
    const at = this.placeNow();
    this.line.hidden = at == null;
    if (at != null) this.line.style.transform = `translateX(${offset[0] + chart.valToPos(at, "x")}px)`;
    this.spec.series.forEach((curve, i) => {
      const point = dotOf(curve, player.step, this.spec.log);
      this.dots[i].hidden = !point;
      if (!point) return;
      const [left, top] = [offset[0] + chart.valToPos(point[0], "x"), offset[1] + chart.valToPos(point[1], "y")];
      this.dots[i].style.transform = `translate(${left}px, ${top}px)`;
    });
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.slot;
    if (this.measured?.width === width && this.measured.height === height) return;
    this.measured = null;
    if (this.spec) this.calm.soon();
  }

  dispose() {
    this.calm.dispose();
    this.chart?.destroy();
  }
}
