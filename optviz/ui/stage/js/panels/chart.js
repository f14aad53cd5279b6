// A chart panel: curves against the step, or against a cost of their own, by uPlot; dots mark the playhead.

import { loadScript } from "../shared/plotly.js";
import { penOf } from "../shared/pens.js";
import { swatch } from "../shared/theme.js";
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

const CALM_CURVES = 120;

function curveOptions(panel, width, height) {
  const { board, spec, pens } = panel;
  const { theme, size } = board;
  const axis = { ...axisLook(theme, size), incrs: INCREMENTS };
  const numbers = (_, values) =>
    values.map((v) => (Number.isInteger(v) && Math.abs(v) < 1e5 ? String(v) : tickText(v)));
  const span = (_, low, high) => panel.span(low, high);
  return {
    ...chartFrame(width, height, Math.round(size.font * 1.5), () => panel.place()),
    scales: {
      x: { time: false, range: () => panel.reach() },
      y: spec.log
        ? { distr: 3, range: (_, low, high) => logRange(panel.spec.low ?? low, panel.spec.high ?? high) }
        : { range: span },
    },
    axes: [
      {
        ...axis,
        size: size.font * 1.6,
        space: size.font * 4.5,
        label: spec.x_label || null,
        labelSize: size.font * 1.5,
        labelGap: 0,
        labelFont: `${Math.round(size.font * 0.95)}px ${theme.font}`,
        values: numbers,
      },
      {
        ...axis,
        size: size.font * 3.6,
        ...(spec.log ? logTicks(height, size) : { values: numbers }),
      },
    ],
    series: [
      {},
      ...spec.series.map((one, i) => ({
        stroke: pens[i].colour,
        width: board.size.line * 0.75,
        dash: one.dashed ? [6, 4] : pens[i].dash,
        points: { show: false },
        spanGaps: Boolean(one.x),
      })),
    ],
  };
}

export class CurvesPanel {
  constructor(board) {
    this.board = board;
    this.title = node("div", { class: "ov-chart-title" });
    this.key = node("div", { class: "ov-key" });
    this.line = node("div", { class: "ov-playline" });
    this.note = node("div", { class: "ov-chart-note" });
    this.room = node("div", { class: "ov-chart-plot" }, this.line);
    this.root = node(
      "figure",
      { class: "ov-panel ov-chart" },
      node("div", { class: "ov-panel-head" }, this.title, this.key),
      this.room,
      this.note,
    );
    this.dots = [];
    this.room.addEventListener("click", (event) => this.seek(event));
    this.ready = loadScript("uplot.min.js");
    this.ready.catch(() => board.toast("The chart library did not load. Reload the page."));
  }

  get costed() {
    return this.spec.series.some((one) => one.x);
  }

  // Where each step lies, if all curves agree about that; a cost of its own for each curve has no common playhead.
  findPlaces() {
    const columns = this.spec.series.map((one) => one.x || ascending(one.y.length));
    const longest = columns.reduce((a, b) => (b.length > a.length ? b : a), []);
    const agree = columns.every((x) => !x.length || x[x.length - 1] === longest[x.length - 1]);
    this.places = this.costed && agree ? longest : null;
  }

  seek(event) {
    const { player } = this.board;
    if (!this.chart || (this.costed && !this.places) || !player.last) return;
    player.pause();
    const wanted = this.chart.posToVal(event.clientX - this.chart.over.getBoundingClientRect().left, "x");
    const later = this.places ? this.places.findIndex((x) => x >= wanted) : Math.round(wanted);
    player.seek(later < 0 ? player.last : later);
  }

  update(spec) {
    this.spec = spec;
    this.findPlaces();
    this.pens = spec.series.map((one) => penOf(one.look, this.board));
    this.title.textContent = spec.title;
    this.showKey();
    this.drawSoon();
  }

  showKey() {
    const { spec, pens, board } = this;
    const shape = JSON.stringify([spec.series.map((one) => [one.name, one.look, one.dashed]), board.theme.background]);
    if (shape === this.keyShape) return;
    this.keyShape = shape;
    const entries = spec.legend ? spec.series.filter((one) => one.name) : [];
    this.key.replaceChildren(
      ...entries.map((one) =>
        node(
          "span",
          { class: "ov-key-entry" },
          swatch({ ...pens[spec.series.indexOf(one)], ...(one.dashed ? { dash: [6, 4] } : {}) }, board.theme),
          one.name,
        )
      ),
    );
    for (const dot of this.dots) dot.remove();
    this.dots = pens.map((pen) => node("div", { class: "ov-dot", style: `background:${pen.colour}` }));
    this.room.append(...this.dots);
  }

  // The planes come first; while a slider is dragged the curves follow a little calmer.
  drawSoon() {
    if (this.owed) return;
    this.owed = true;
    const rest = Math.max(0, CALM_CURVES - (performance.now() - (this.drawnAt || 0)));
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.owed = false;
        this.drawnAt = performance.now();
        if (!this.gone) this.ready.then(() => this.draw());
      }, rest)
    );
  }

  table() {
    const { series, log } = this.spec;
    const columns = series.map((one) => plottable(one.y, log, one.y.length));
    if (!this.costed) {
      const length = Math.max(2, this.board.player.last + 1, ...columns.map((c) => c.length));
      return [ascending(length), ...columns.map((c) => c.concat(new Array(length - c.length).fill(null)))];
    }
    return window.uPlot.join(series.map((one, i) => [Array.from(one.x || ascending(columns[i].length)), columns[i]]));
  }

  reach() {
    if (!this.costed) {
      return [
        0,
        Math.max(
          1,
          this.board.player.last,
          ...this.spec.series.map((one) => one.y.length - 1),
        ),
      ];
    }
    return [0, Math.max(1, ...this.spec.series.map((one) => (one.x ? one.x[one.x.length - 1] : one.y.length - 1)))];
  }

  span(low, high) {
    const { spec } = this;
    if (!(high >= low)) [low, high] = [0, 1];
    const pad = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
    return [spec.low ?? low - pad, spec.high ?? high + pad];
  }

  draw() {
    const { width, height } = (this.measured ||= { width: this.room.clientWidth, height: this.room.clientHeight });
    if (width < 40 || height < 40) return;
    const { spec, board } = this;
    const data = this.table();
    const empty = data.slice(1).every((column) => column.every((v) => v == null));
    this.note.textContent = empty && spec.series.length ? spec.empty : "";
    const shape = [this.keyShape, board.size.font, spec.log, spec.x_label, width, height].join();
    if (this.chart && this.shape === shape) this.chart.setData(data);
    else {
      this.chart?.destroy();
      this.chart = new window.uPlot(curveOptions(this, width, height), data, this.room);
      this.shape = shape;
    }
    this.move();
  }

  place() {
    if (this.chart?.over) this.offset = [this.chart.over.offsetLeft, this.chart.over.offsetTop];
    this.move();
  }

  move() {
    const { chart, board, spec, offset } = this;
    const there = Boolean(chart && offset && board.player.last);
    this.line.hidden = !there || (this.costed && !this.places);
    if (!there) {
      for (const dot of this.dots) dot.hidden = true;
      return;
    }
    this.line.style.transform = `translateX(${
      offset[0] +
      chart.valToPos(
        this.places ? this.places[Math.min(board.player.step, this.places.length - 1)] : board.player.time,
        "x",
      )
    }px)`;
    spec.series.forEach((one, i) => {
      const at = Math.min(board.player.step, one.y.length - 1);
      const value = one.y[at];
      const shown = Number.isFinite(value) && (!spec.log || value > 0) && (one.x || at === board.player.step);
      this.dots[i].hidden = !shown;
      if (shown) {
        this.dots[i].style.transform = `translate(${offset[0] + chart.valToPos(one.x ? one.x[at] : at, "x")}px, ${
          offset[1] + chart.valToPos(value, "y")
        }px)`;
      }
    });
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.room;
    if (this.measured && this.measured.width === width && this.measured.height === height) return;
    this.measured = null;
    if (this.spec) this.drawSoon();
  }

  dispose() {
    this.gone = true;
    this.chart?.destroy();
  }
}
