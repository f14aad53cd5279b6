// Curves against the step, or against a cost of their own, by uPlot, up to the playhead, which dots mark.

import { Calm } from "../shared/frames.js";
import { penOf } from "../shared/pens.js";
import { seenUntil } from "../shared/playhead.js";
import { loadScript } from "../shared/plotly.js";
import { node } from "../shared/text.js";
import { swatch } from "../shared/theme.js";
import { DASHES, optionsOf } from "./chart_options.js";
import { printChart } from "./chart_print.js";
import { Curtain } from "./curtain.js";
import {
  commonPlaces,
  costTables,
  dotOf,
  extentOf,
  hasCosts,
  knownFirst,
  sharePlaces,
  stepTable,
  xRange,
} from "./curves.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, ChartSpec, Press, Print } from "../shared/board_types.js" */
/** @import { Context, Extent, Floats, Pen, Point } from "../shared/types.js" */

const REDRAW_INTERVAL = 200;
const TRACE_INTERVAL = 40;
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
    this.picture = node("span", { class: "ov-chart-picture", role: "img", "aria-label": "Curves", "data-says": true });
    this.slot = node("div", { class: "ov-chart-plot" }, this.picture, this.line);
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
    /** @type {Point | null} the least and the greatest number; an open question hides those that are not seen yet */
    this.extent = null;
    this.shared = true;
    this.curtain = new Curtain();
    this.tableStep = 0;
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
    this.trace = new Calm(() => this.draw(), TRACE_INTERVAL);
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

  /** @param {ChartSpec} given */
  update(given) {
    const spec = this.spec = { ...given, series: knownFirst(given.series) };
    this.places = commonPlaces(spec.series);
    this.shared = sharePlaces(spec.series);
    this.extent = extentOf(spec, seenUntil(this.board.shownView));
    this.pens = spec.series.map(({ look }) => penOf(look, this.board));
    this.title.textContent = spec.title;
    this.title.title = spec.help;
    if (spec.title) {
      this.root.setAttribute(
        "aria-label",
        [spec.title, spec.help].filter(Boolean).map((text) => t(text)).join(": "),
      );
    }
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
    const looks = spec.series.map(({ chosen, known }) => `${chosen}${known}`);
    const shape = [this.keyShape, looks, board.size.font, spec.log, spec.x_label, extent.width, extent.height].join();
    this.root.dataset.drawn = String(board.revision);
    if (this.chart && this.shape === shape) this.chart.setData(data);
    else {
      this.chart?.destroy();
      this.chart = new window.uPlot(
        optionsOf(this, extent, board.size, this.curtain, () => this.place()),
        data,
        this.slot,
      );
      this.shape = shape;
    }
    this.move();
  }

  /** @returns {UPlotData} */
  table() {
    const { spec, board: { player, shownView: { open_ended: openEnded } } } = this;
    if (!hasCosts(spec.series)) return stepTable(spec, player.last, xRange(spec.series, player.last, openEnded)[1]);
    // Where curves do not share their places, each ends at its own: there is no one place for the curtain.
    this.tableStep = this.shared || player.toldAll ? Infinity : player.step;
    return window.uPlot.join(costTables(spec, this.tableStep));
  }

  // How far the curtain is open, where the playhead is on the x axis; null: wholly.
  get opened() {
    return this.board.player.toldAll || !this.shared ? null : this.placeNow();
  }

  /** @type {(press: Press) => Promise<Print>} */
  async print({ theme }) {
    const { chart } = this;
    if (!(await this.ready) || !chart) throw new Error("There is no chart yet.");
    const paint = (/** @type {Context} */ context) => {
      const pens = this.pens;
      this.pens = this.spec.series.map(({ look }) => penOf(look, { catalog: this.board.catalog, theme }));
      printChart(context, this, chart);
      this.pens = pens;
    };
    return { paint };
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
    const { chart, offset, board: { player, shownView } } = this;
    const told = player.toldAll || Boolean(shownView.work);
    this.note.textContent = told && !this.extent && this.spec.series.length ? this.spec.empty : "";
    if (chart && offset) {
      this.curtain.open(chart, this.opened === null ? null : offset[0] + chart.valToPos(this.opened, "x"));
    }
    if (!this.shared) this.follow();
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

  // Curves that do not share their places are made anew for another step.
  follow() {
    const { player } = this.board;
    if (this.tableStep !== (player.toldAll ? Infinity : player.step)) this.trace.soon();
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.slot;
    if (this.measured?.width === width && this.measured.height === height) return;
    this.measured = null;
    if (this.spec) this.calm.soon();
  }

  dispose() {
    for (const calm of [this.calm, this.trace]) calm.dispose();
    this.chart?.destroy();
  }
}
