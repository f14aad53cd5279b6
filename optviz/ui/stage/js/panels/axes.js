// A picture with x and y axes: Plotly draws the axes and the level lines, two canvases the layers: those that stand
// still and those that move.

import { clearedContext, fitCanvas } from "../canvas/context.js";
import { listenDrag } from "../canvas/drag.js";
import { drawLayers } from "../canvas/layers.js";
import { drawLevelLabels } from "../shared/marks.js";
import { axis, CONFIG, contourTrace } from "../shared/plotly.js";
import { flatProjection } from "../shared/project.js";
import { node } from "../shared/text.js";
import { PlotlyPanel } from "./plotly_panel.js";

/** @import { AxesSpec, AxisSpec, BoardContext } from "../shared/board_types.js" */
/** @import { Extent, FlatProjection, Point } from "../shared/types.js" */

const TICKS = 7;
const NO_FIELD = { type: "scatter", x: [], y: [], hoverinfo: "none" };

/**
 * The range of an axis as Plotly has it: of a logarithmic one, the exponents of ten.
 * @param {AxisSpec} axis
 * @returns {Point}
 */
export const plotlyRange = ({ low, high, log }) => (log ? [Math.log10(low), Math.log10(high)] : [low, high]);

/**
 * The settings of Plotly's that an axis needs besides its label.
 * @param {AxisSpec} spec
 */
export function axisSettings(spec) {
  const decades = Math.log10(spec.high / spec.low);
  return {
    range: plotlyRange(spec),
    type: spec.log ? "log" : "linear",
    fixedrange: true,
    exponentformat: "power",
    nticks: TICKS,
    ...(spec.log && spec.high / spec.low > 20 ? { dtick: Math.ceil(decades / TICKS) } : {}),
  };
}

export class AxesPanel extends PlotlyPanel {
  static kind = "axes";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "2d", "Picture");
    this.still = node("canvas", { class: "ov-layer" });
    this.tip = node("div", { class: "ov-tip", role: "tooltip" });
    this.live.before(this.still);
    this.slot.append(this.tip);
    // What is shown, and how points become pixels, once it is drawn.
    /** @type {AxesSpec} */
    this.spec;
    /** @type {FlatProjection} */
    this.view;
    this.stopListening = listenDrag(this, this.slot, this.tip);
  }

  /** @param {AxesSpec} spec */
  update(spec) {
    this.spec = spec;
    this.updateHead(spec.title, spec.layers);
    this.slot.classList.toggle("ov-grabbed", Boolean(spec.drag));
    this.refresh();
  }

  /** @override */
  get field() {
    for (const layer of this.spec.layers) {
      if (layer.kind === "contour") return this.board.fields[layer.field];
    }
    return null;
  }

  /** @override */
  facts() {
    const { x, y, equal } = this.spec;
    return [x, y, equal];
  }

  /**
   * @override
   * @param {Extent} size
   */
  figure(size) {
    const { spec, field } = this;
    const { theme, size: { font } } = this.board;
    /**
     * @param {AxisSpec} axisSpec
     * @param {Record<string, unknown>} equal
     */
    const look = (axisSpec, equal) =>
      axis(axisSpec.label, theme, font, {
        ...axisSettings(axisSpec),
        showgrid: !field,
        ...(spec.equal ? { constrain: "domain", ...equal } : {}),
      });
    const layout = {
      margin: { l: font * 4, r: font * 1.2, t: 6, b: font * 3.5 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, size: font, color: theme.text },
      dragmode: false,
      hovermode: false,
      showlegend: false,
      xaxis: look(spec.x, {}),
      yaxis: look(spec.y, { scaleanchor: "x" }),
      ...size,
    };
    return {
      data: [field ? contourTrace(field, theme) : NO_FIELD],
      layout,
      config: { ...CONFIG, scrollZoom: false, staticPlot: true },
    };
  }

  /**
   * @override
   * @param {Extent} size
   */
  plotted(size) {
    for (const canvas of [this.still, this.live]) fitCanvas(canvas, size);
  }

  /** @override */
  draw() {
    this.view = flatProjection(this.plot);
    this.drawStill();
    this.drawLive();
  }

  drawStill() {
    const { board, field, view } = this;
    const context = clearedContext(this.still);
    if (field) drawLevelLabels(context, field, view, board.theme, board.size);
    drawLayers(context, this, "still");
  }

  drawLive() {
    if (this.view) drawLayers(clearedContext(this.live), this, "live");
  }

  move() {
    this.drawLive();
  }

  // The ring follows the knobs at once, before the answer comes.
  valuesChanged() {
    this.drawLive();
  }

  /** @override */
  dispose() {
    super.dispose();
    this.stopListening();
  }
}
