// What panels drawn by Plotly share: title and key, the plot with two canvases over it (what stands still, what moves),
// the tip beside the mouse, and that Plotly draws again only when it has to.

import { clearedContext, fitCanvas } from "../canvas/context.js";
import { hideTip, pixelOf, showTip } from "../canvas/hover.js";
import { updateKey } from "../canvas/key.js";
import { prepare, shownLayers } from "../canvas/layers.js";
import { seenUntil } from "../shared/playhead.js";
import { tipAt } from "../canvas/tip.js";
import { plotlyFor, purge } from "../shared/plotly.js";
import { node } from "../shared/text.js";
import { printPlot } from "./plotly_print.js";

/** @import { BoardContext, Press, Print, Viewport } from "../shared/board_types.js" */
/** @import { Layer } from "../shared/layer_types.js" */
/** @import { Context, Extent, Field, Mode, PlotElement, Projection, Trace } from "../shared/types.js" */
/** @import { Told } from "../canvas/tip.js" */
/** @typedef {Record<string, unknown>} Settings */
/** @typedef {{ data: Trace[], layout: Settings, config: Settings }} PlotlyFigure */

const SMALLEST = 40;
const EVENTS = ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"];

/** @param {PlotlyPanel} panel */
function zoomButtons(panel) {
  /** @type {(text: string, title: string, label: string, onclick: () => void) => HTMLButtonElement} */
  const button = (text, title, label, onclick) =>
    node("button", { type: "button", text, title, "aria-label": label, onclick });
  const stop = (/** @type {Event} */ event) => event.stopPropagation(); // a press on them is none on the picture
  return node(
    "div",
    { class: "ov-segments ov-zoom", role: "group", "aria-label": "Zoom", onpointerdown: stop, onmousedown: stop },
    button("+", "Zoom in (wheel)", "Zoom in", () => panel.zoom(0.6)),
    button("−", "Zoom out (wheel)", "Zoom out", () => panel.zoom(1 / 0.6)),
    button("Fit", "Show the whole window (F)", "Fit", () => panel.fit()),
  );
}

export class PlotlyPanel {
  /**
   * @param {BoardContext} board
   * @param {Mode} mode
   * @param {string} label what a picture without a title is called
   */
  constructor(board, mode, label) {
    this.board = board;
    this.mode = mode;
    this.label = label;
    this.title = node("div", { class: "ov-chart-title" });
    this.key = node("div", { class: "ov-key" });
    this.plot = /** @type {PlotElement} */ (/** @type {HTMLElement} */ (node("div", {
      class: "ov-plotly",
      "aria-hidden": "true",
    })));
    this.still = node("canvas", { class: "ov-layer" });
    this.live = node("canvas", { class: "ov-layer", role: "img", "aria-label": label, "data-says": true });
    this.tip = node("div", { class: "ov-tip", "aria-hidden": "true" });
    this.note = node("div", { class: "ov-chart-note", text: "Loading the picture…" });
    this.closer = zoomButtons(this);
    this.slot = node(
      "div",
      { class: "ov-plane-room" },
      this.plot,
      this.still,
      this.live,
      this.tip,
      this.note,
      this.closer,
    );
    /** @type {HTMLElement} */
    this.root = node(
      "figure",
      { class: "ov-panel ov-plane" },
      node("div", { class: "ov-panel-head" }, this.title, this.key),
      this.slot,
    );
    /** @type {Extent | null} */
    this.measured = null;
    /** @type {Viewport | null} what is to be looked at when the first picture is drawn */
    this.wanted = null;
    this.drawnKey = "";
    this.attempts = 0;
    this.updated = false;
    this.reveal = "";
    this.disposed = false;
    /** @type {Promise<unknown> | undefined} */
    this.drawing = undefined;
    this.held = false;
    this.slot.addEventListener("pointermove", (event) => this.hover(event));
    for (const name of ["pointerdown", "pointerleave", "wheel"]) {
      this.slot.addEventListener(name, () => hideTip(this.tip), { passive: true });
    }
  }

  // ---- what each kind of panel says -----------------------------------------------------------------

  /**
   * The heights that are drawn; null or undefined where there are none.
   * @returns {Field | null | undefined}
   */
  get field() {
    return null;
  }

  /** Is everything there that the figure needs? */
  get ready() {
    return true;
  }

  /**
   * What Plotly draws.
   * @type {(_size: Extent) => PlotlyFigure}
   */
  figure(_size) {
    throw new Error("A panel says what Plotly draws in it.");
  }

  /**
   * What that depends on besides the field, the theme and the size.
   * @returns {unknown[]}
   */
  facts() {
    return [];
  }

  /**
   * How points become pixels in what Plotly has drawn; null before.
   * @returns {Projection | null}
   */
  projection() {
    return null;
  }

  /**
   * What the mouse is told of, besides the board and the projection.
   * @returns {Pick<Told, "layers" | "labels" | "plane">}
   */
  told() {
    return { layers: [], labels: ["x", "y"] };
  }

  /** Can a person look closer? */
  get zoomable() {
    return false;
  }

  /** @param {number} _factor below 1: closer */
  zoom(_factor) {}

  /** Shows the whole picture. */
  fit() {}

  /** @param {Context} _context */
  drawStill(_context) {}

  /** @param {Context} _context */
  drawLive(_context) {}

  /** Called when a person has zoomed, panned or turned the picture: the address says so. */
  looked() {
    this.draw();
    this.board.addressBar.writeSoon();
  }

  /**
   * Called when the library that draws the picture is not to be had.
   * @param {Error} error what to tell the reader
   */
  without({ message }) {
    this.note.textContent = message;
  }

  // ---- what they share --------------------------------------------------------------------------------

  /** @type {(title: string, layers: Layer[]) => void} */
  updateHead(title, layers) {
    this.updated = true;
    this.title.textContent = title;
    this.title.hidden = !title;
    this.closer.hidden = !this.zoomable;
    prepare(layers, this.board);
    updateKey(this.key, shownLayers(layers, { horizon: seenUntil(this.board.shownView) }), this.board);
  }

  measure() {
    return { width: this.slot.clientWidth, height: this.slot.clientHeight };
  }

  async refresh() {
    const { theme, size: { font }, revision } = this.board;
    const size = (this.measured ||= this.measure());
    if (!this.ready || size.width < SMALLEST || size.height < SMALLEST) return;
    const key = JSON.stringify([this.facts(), this.field?.key, theme.dark, theme.background, font, size]);
    if (key !== this.drawnKey && !(await this.react(key, size))) return;
    this.draw();
    this.root.dataset.drawn = String(revision);
  }

  /**
   * Lets Plotly draw; false if that came too late: the panel is gone, or another figure is wanted by now.
   * @type {(key: string, size: Extent) => Promise<boolean>}
   */
  async react(key, size) {
    const attempt = ++this.attempts;
    const Plotly = await plotlyFor(this.mode).catch((/** @type {Error} */ error) => this.without(error));
    if (attempt !== this.attempts || this.disposed) return false;
    if (!Plotly) return true;
    const first = !this.plot._fullLayout;
    const { data, layout, config } = this.figure(size);
    this.drawing = Plotly.react(this.plot, data, layout, config);
    await this.drawing;
    if (this.disposed) return false;
    this.drawnKey = key;
    this.note.textContent = "";
    for (const canvas of [this.still, this.live]) fitCanvas(canvas, size);
    if (first) { for (const event of EVENTS) this.plot.on(event, () => this.looked()); }
    return true;
  }

  /** Draws on both canvases. What the tip told of may be elsewhere by now. */
  draw() {
    if (this.disposed || !this.projection()) return;
    hideTip(this.tip);
    this.reveal = this.revealed();
    this.drawStill(clearedContext(this.still));
    this.drawLive(clearedContext(this.live));
  }

  // What may be seen by now of what stands still.
  revealed() {
    const { player } = this.board;
    return [shownLayers(this.told().layers, player).length, player.toldAll].join();
  }

  move() {
    if (this.disposed || !this.projection()) return;
    if (this.revealed() !== this.reveal) return this.draw();
    hideTip(this.tip);
    this.drawLive(clearedContext(this.live));
  }

  /** @param {PointerEvent} event */
  hover(event) {
    const view = this.projection();
    const busy = this.held || (event.pointerType === "mouse" && event.buttons > 0);
    const pixel = pixelOf(this.slot, event);
    const { layers, ...told } = this.told();
    const seen = shownLayers(layers, this.board.player);
    const tip = busy || !view ? null : tipAt({ ...told, layers: seen, board: this.board, view }, pixel);
    if (tip) showTip(this.tip, this.slot, tip.text, tip.colour ?? "var(--st-primary-color)", pixel);
    else hideTip(this.tip);
  }

  /**
   * Lets Plotly look elsewhere, if it has drawn.
   * @param {Record<string, unknown>} changes of its layout
   */
  async look(changes) {
    if (this.plot._fullLayout) await (await plotlyFor(this.mode)).relayout(this.plot, changes);
  }

  /** @type {(press: Press) => Promise<Print>} */
  print(press) {
    return printPlot(this, press);
  }

  resized() {
    const size = this.measure();
    if (this.measured?.width === size.width && this.measured.height === size.height) return;
    this.measured = size;
    if (this.updated) this.refresh();
  }

  // Plotly stumbles over a picture that is taken away while it draws.
  dispose() {
    this.disposed = true;
    Promise.resolve(this.drawing).catch(() => {}).then(() => purge(this.mode, this.plot));
  }
}
