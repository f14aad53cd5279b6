// A picture with x and y axes: Plotly draws the axes and the level lines, two canvases the layers.

import { listenDrag, onRing } from "../canvas/drag.js";
import { DragHint } from "../canvas/drag_hint.js";
import { pixelOf } from "../canvas/hover.js";
import { drawLayers, drawOver } from "../canvas/layers.js";
import { drawLevelLabels, drawLines } from "../canvas/marks.js";
import { RingKeys } from "../canvas/ring_keys.js";
import { listenTaken } from "../canvas/take.js";
import { aroundTrace } from "../shared/around.js";
import { axis, CONFIG, contourTrace, forgetRanges } from "../shared/plotly.js";
import { flatProjection } from "../shared/project.js";
import { axisSettings, labelRoom, plotlyRange, tickCount, zoomed } from "./axis_settings.js";
import { PlotlyPanel } from "./plotly_panel.js";

/** @import { AxesSpec, BoardContext, Taker, Viewport } from "../shared/board_types.js" */
/** @import { Context, Extent, FlatProjection, PlotlyAxis, Point } from "../shared/types.js" */
/** @import { PlotlyFigure } from "./plotly_panel.js" */

const NO_FIELD = { type: "scatter", x: [], y: [], hoverinfo: "none" };

/** @param {[x: number[], y: number[]]} ends */
const ranges = ([x, y]) => ({ "xaxis.range": x, "yaxis.range": y });

export class AxesPanel extends PlotlyPanel {
  static kind = "axes";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "2d", "Picture");
    // What is shown, and how points become pixels, once it is drawn.
    /** @type {AxesSpec} */
    this.spec;
    /** @type {FlatProjection} */
    this.view;
    /** @type {Point | null} */
    this.ring = null;
    /** @type {HTMLCanvasElement | null} */
    this.lent = null;
    /** @type {string[]} what it is */
    this.lentLines = [];
    /** @type {[x: Point, y: Point] | null} what the whole picture showed when it was drawn last */
    this.whole = null;
    /** The field whose surroundings were asked for. */
    this.asked = "";
    /** @type {Taker | null} whose presses on it are, instead of the knobs' */
    this.taker = null;
    this.hint = new DragHint();
    this.slot.append(this.hint.root);
    this.ringKeys = new RingKeys(this);
    this.stopListening = [listenDrag(this, this.slot), listenTaken(this, this.slot)];
  }

  /** @param {AxesSpec} spec */
  update(spec) {
    this.spec = spec;
    this.updateHead(spec.title, spec.layers);
    this.lookTaken();
    this.refresh();
  }

  /** @param {Taker | null} taker an answer or a guess, which the picture is for; null: for looking at again */
  take(taker) {
    if (taker === this.taker) return;
    this.taker?.over?.remove();
    this.taker = taker;
    if (taker?.over) this.slot.append(taker.over);
    this.lookTaken();
    this.draw();
  }

  lookTaken() {
    const { spec, taker, slot } = this;
    slot.classList.toggle("ov-grabbed", Boolean((spec.drag && !this.board.source.recorded) || taker));
    slot.classList.toggle("ov-drawn-on", Boolean(taker?.draws));
    this.ringKeys.sync();
    this.closer.hidden = !spec.zoom || Boolean(taker && !taker.zooms);
  }

  /** @type {(picture: HTMLCanvasElement | null, lines: string[]) => void} */
  lend(picture, lines) {
    if (picture === this.lent) return; // there may be nothing to show yet
    this.lent = picture;
    this.lentLines = lines;
    this.root.dataset.lent = lines[0] ?? "";
    this.move();
  }

  get contour() {
    return this.spec.layers.find((layer) => layer.kind === "contour");
  }

  /** @override */
  get field() {
    return this.contour && this.board.fields[this.contour.field];
  }

  // The same heights round the window, once a person has looked there.
  get around() {
    return this.contour && this.board.fields[`${this.contour.field}_around`];
  }

  /** @override */
  facts() {
    const { x, y, equal, zoom } = this.spec;
    return [x, y, equal, zoom, this.contour?.bar, this.around?.key];
  }

  /** @override */
  told() {
    const { layers, x, y } = this.spec;
    return { layers, labels: /** @type {[string, string]} */ ([x.label, y.label]), plane: this };
  }

  /** @override @type {(size: Extent) => PlotlyFigure} */
  figure(size) {
    const { spec, field, contour } = this;
    const { theme, size: { font } } = this.board;
    const window = this.viewport;
    this.whole = [plotlyRange(spec.x), plotlyRange(spec.y)];
    forgetRanges(this.plot);
    /** @type {(name: "x" | "y", equal: Record<string, unknown>) => PlotlyAxis} */
    const look = (name, equal) =>
      axis(spec[name].label, theme, font, {
        ...axisSettings(spec[name]),
        ...(window ? { range: window[name === "x" ? 0 : 1] } : {}),
        fixedrange: !spec.zoom,
        ...(field && spec.zoom ? this.farthest(name) : {}),
        showgrid: !field,
        ...(spec.equal ? { constrain: "domain", ...equal } : {}),
      });
    const margin = this.margins(size, font);
    const layout = {
      margin,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, size: font, color: theme.text },
      dragmode: spec.zoom ? "pan" : false,
      hovermode: false,
      showlegend: false,
      xaxis: { ...look("x", {}), nticks: tickCount(size.width - margin.l - margin.r, font), tickangle: 0 },
      yaxis: look("y", { scaleanchor: "x" }),
      ...size,
    };
    const around = field && this.around ? [aroundTrace(this.around, field, theme)] : [];
    return {
      data: [...around, field ? contourTrace(field, theme, contour?.bar ? font : 0) : NO_FIELD],
      layout,
      config: { ...CONFIG, scrollZoom: spec.zoom, staticPlot: !spec.zoom },
    };
  }

  /**
   * How far a person can go from where there is ground to be seen.
   * @param {"x" | "y"} name
   */
  farthest(name) {
    const [low, high] = zoomed(plotlyRange(this.spec[name]), this.spec.around);
    return { minallowed: low, maxallowed: high };
  }

  /**
   * The room beside the axes. Where a unit is as long on both, what is over of the width is left free on both sides, so
   * that the colour bar stands beside the picture.
   * @type {(size: Extent, font: number) => { l: number, r: number, t: number, b: number }}
   */
  margins(size, font) {
    const { spec, contour } = this;
    const room = { l: font * labelRoom(spec.y), r: font * (contour?.bar ? 4.4 : 1.2), t: 6, b: font * 3.1 };
    const [[x0, x1], [y0, y1]] = [plotlyRange(spec.x), plotlyRange(spec.y)];
    const [width, height] = [size.width - room.l - room.r, size.height - room.t - room.b];
    const over = spec.equal && contour?.bar ? Math.max(0, width - (height * (x1 - x0)) / (y1 - y0)) / 2 : 0;
    return { ...room, l: room.l + over, r: room.r + over };
  }

  /** @override */
  looked() {
    super.looked();
    const { viewport, whole, field, spec } = this;
    const beyond = viewport?.some(([low, high], i) => {
      const [from, to] = whole?.[i] ?? [-Infinity, Infinity];
      return Math.max(from - low, high - to) > (high - low) / 1000; // a link rounds finer than that
    });
    if (this.around) this.asked = "";
    else if (spec.around > 1 && beyond && field && this.asked !== field.key) {
      this.asked = field.key;
      this.board.ask({ query: this.board.address, keeps: true });
    }
  }

  // The ranges of Plotly's axes, if a person has changed them.
  /** @returns {[x: Point, y: Point] | null} */
  get viewport() {
    const { plot: { _fullLayout: layout }, whole, wanted } = this;
    if (!layout || !whole) return Array.isArray(wanted) ? wanted : null;
    /** @type {[x: Point, y: Point]} */
    const now = [[...layout.xaxis.range], [...layout.yaxis.range]];
    const same = now.every((ends, i) =>
      ends.every((end, k) => Math.abs(end - whole[i][k]) < 1e-6 * Math.abs(whole[i][1] - whole[i][0]))
    );
    return same ? null : now;
  }

  /** @param {Viewport | null} viewport */
  set viewport(viewport) {
    this.wanted = viewport;
    if (Array.isArray(viewport)) this.look(ranges(viewport));
  }

  /** @override */
  get zoomable() {
    return this.spec.zoom;
  }

  /**
   * @override
   * @param {number} factor below 1: closer
   */
  zoom(factor) {
    const shown = this.viewport ?? this.whole;
    if (shown) this.look(ranges([zoomed(shown[0], factor), zoomed(shown[1], factor)]));
  }

  /** @override */
  fit() {
    this.look(ranges([plotlyRange(this.spec.x), plotlyRange(this.spec.y)]));
  }

  /** @override */
  projection() {
    if (this.plot._fullLayout) this.view = flatProjection(this.plot);
    return this.view ?? null;
  }

  /** @override @type {(context: Context) => void} */
  drawStill(context) {
    const { board, field, view } = this;
    if (field) drawLevelLabels(context, field, view, board.theme, board.size);
    drawLayers(context, this, "still");
  }

  /** @override @type {(context: Context) => void} */
  drawLive(context) {
    drawLayers(context, this, "live");
    this.hint.place(this);
    const { board: { theme, size: { font } }, view: { box } } = this;
    if (this.taker) drawOver(context, this, this.taker.layers);
    if (this.lent) drawLines(context, this.lentLines, [box.left + 8, box.top + 6], font, theme);
  }

  learned() {
    this.hint.learned();
  }

  // The ring follows the knobs at once, before the answer comes.
  valuesChanged(/** @type {string[]} */ keys) {
    const { x, y, at } = this.spec.drag ?? {};
    if (keys.some((key) => key === x || key === y || key === at)) this.move();
  }

  // What lies beyond the playhead is drawn on the picture that stands still.
  pathsMoved() {
    if (!this.spec?.layers.some((layer) => layer.kind === "path" && layer.fan)) return;
    if (this.board.player.all) this.draw();
    else this.move();
  }

  /** @override @type {(event: PointerEvent) => void} */
  hover(event) {
    super.hover(event);
    const near = this.held || onRing(this, pixelOf(this.slot, event));
    this.slot.classList.toggle("ov-hold", near && this.spec.zoom && !this.taker && !this.board.source.recorded);
  }

  /** @override */
  dispose() {
    super.dispose();
    for (const stop of this.stopListening) stop();
  }
}
