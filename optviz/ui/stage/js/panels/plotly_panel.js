// A plane panel: Plotly draws the axes and the level lines, two canvases the layers: those that stand and those that
// move.

import { updateKey } from "../canvas/key.js";
import { drawLayers, prepare } from "../canvas/layers.js";
import { drawLevelLabels } from "../shared/marks.js";
import { listenDrag } from "../canvas/drag.js";
import { axis, CONFIG, contourTrace, plotlyFor, purge } from "../shared/plotly.js";
import { flatProjection } from "../shared/project.js";
import { node } from "../shared/text.js";

const ends = ({ low, high, log }) => (log ? [Math.log10(low), Math.log10(high)] : [low, high]);

export class PlanePanel {
  constructor(board) {
    this.board = board;
    this.title = node("div", { class: "ov-chart-title" });
    this.key = node("div", { class: "ov-key" });
    this.plot = node("div", { class: "ov-plotly" });
    this.still = node("canvas", { class: "ov-layer" });
    this.live = node("canvas", { class: "ov-layer", role: "img", "aria-label": "Picture" });
    this.tip = node("div", { class: "ov-tip", role: "tooltip" });
    this.room = node("div", { class: "ov-plane-room" }, this.plot, this.still, this.live, this.tip);
    this.root = node(
      "figure",
      { class: "ov-panel ov-plane" },
      node("div", { class: "ov-panel-head" }, this.title, this.key),
      this.room,
    );
    this.disposer = listenDrag(this, this.room, this.tip);
  }

  update(spec) {
    this.spec = spec;
    this.title.textContent = spec.title;
    this.title.hidden = !spec.title;
    this.live.setAttribute("aria-label", `${spec.title || "Picture"}. ${this.board.shownView.summary}`);
    prepare(spec.layers, this.board);
    updateKey(this.key, spec.layers, this.board);
    this.room.classList.toggle("ov-grabbed", Boolean(spec.grab));
    this.show();
  }

  get field() {
    const contour = this.spec.layers.find((layer) => layer.kind === "contour");
    return contour ? this.board.fields[contour.field] : null;
  }

  layout() {
    const { spec, board } = this;
    const { theme, size } = board;
    const { font } = size;
    const look = (one, more) =>
      axis(one.label, theme, font, {
        range: ends(one),
        type: one.log ? "log" : "linear",
        showgrid: !this.field,
        fixedrange: true,
        exponentformat: "power",
        nticks: 7,
        ...(one.log && one.high / one.low > 20 ? { dtick: Math.ceil(Math.log10(one.high / one.low) / 7) } : {}),
        ...more,
      });
    return {
      margin: { l: font * 4, r: font * 1.2, t: 6, b: font * 3.5 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, size: font, color: theme.text },
      dragmode: false,
      hovermode: false,
      showlegend: false,
      xaxis: look(spec.x, spec.equal ? { constrain: "domain" } : {}),
      yaxis: look(spec.y, spec.equal ? { scaleanchor: "x", constrain: "domain" } : {}),
      width: this.measured.width,
      height: this.measured.height,
    };
  }

  // Plotly draws again only for other axes, another ground, theme or size.
  async show() {
    const { spec, board, field } = this;
    this.measured ||= { width: this.room.clientWidth, height: this.room.clientHeight };
    const { width, height } = this.measured;
    if (width < 40 || height < 40) return;
    const shape = JSON.stringify([
      spec.x,
      spec.y,
      spec.equal,
      field?.key,
      board.theme.dark,
      board.theme.background,
      board.size.font,
      width,
      height,
    ]);
    if (shape !== this.shape) {
      const turn = (this.turn = (this.turn || 0) + 1);
      const Plotly = await plotlyFor("2d");
      if (turn !== this.turn || this.gone) return;
      const data = field ? [contourTrace(field, board.theme)] : [{ type: "scatter", x: [], y: [], hoverinfo: "none" }];
      await Plotly.react(this.plot, data, this.layout(), { ...CONFIG, scrollZoom: false, staticPlot: true });
      if (this.gone) return;
      this.shape = shape;
      for (const canvas of [this.still, this.live]) this.fitCanvas(canvas);
    }
    this.view = flatProjection(this.plot);
    this.drawStill();
    this.drawLive();
    this.root.dataset.drawn = board.revision;
  }

  fitCanvas(canvas) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(this.measured.width * ratio);
    canvas.height = Math.round(this.measured.height * ratio);
  }

  context(canvas) {
    const ratio = window.devicePixelRatio || 1;
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.measured.width, this.measured.height);
    return context;
  }

  drawStill() {
    const { board, field, view } = this;
    const context = this.context(this.still);
    if (field) drawLevelLabels(context, field, view, board.theme, board.size);
    drawLayers(context, this, "still");
  }

  drawLive() {
    if (this.view) drawLayers(this.context(this.live), this, "live");
  }

  move() {
    this.drawLive();
  }

  // The ring follows the knobs at once, before the answer comes.
  valuesChanged() {
    this.drawLive();
  }

  resized() {
    const size = { width: this.room.clientWidth, height: this.room.clientHeight };
    if (this.measured && size.width === this.measured.width && size.height === this.measured.height) return;
    this.measured = size;
    if (this.spec) this.show();
  }

  dispose() {
    this.gone = true;
    this.disposer();
    purge("2d", this.plot);
  }
}
