// What panels drawn by Plotly share: title and key, the plot with a canvas over it, and that Plotly draws again only
// when it has to.

import { updateKey } from "../canvas/key.js";
import { prepare } from "../canvas/layers.js";
import { plotlyFor, purge } from "../shared/plotly.js";
import { node } from "../shared/text.js";

/** @import { BoardContext, Layer } from "../shared/board_types.js" */
/** @import { Extent, Field, Mode, PlotElement, Trace } from "../shared/types.js" */
/** @typedef {Record<string, unknown>} Settings */
/** @typedef {{ data: Trace[], layout: Settings, config: Settings }} PlotlyFigure */

const SMALLEST = 40;

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
    this.plot = /** @type {PlotElement} */ (/** @type {HTMLElement} */ (node("div", { class: "ov-plotly" })));
    this.live = node("canvas", { class: "ov-layer", role: "img", "aria-label": label });
    this.slot = node("div", { class: "ov-plane-room" }, this.plot, this.live);
    /** @type {HTMLElement} */
    this.root = node(
      "figure",
      { class: "ov-panel ov-plane" },
      node("div", { class: "ov-panel-head" }, this.title, this.key),
      this.slot,
    );
    /** @type {Extent | null} */
    this.measured = null;
    this.drawnKey = "";
    this.attempts = 0;
    this.updated = false;
    this.disposed = false;
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
   * @param {Extent} _size
   * @returns {PlotlyFigure}
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
   * What is left to do when Plotly has drawn.
   * @param {Extent} _size
   * @param {boolean} _first
   */
  plotted(_size, _first) {}

  /** Draws on the canvases. */
  draw() {}

  // ---- what they share --------------------------------------------------------------------------------

  /**
   * @param {string} title
   * @param {Layer[]} layers
   */
  updateHead(title, layers) {
    this.updated = true;
    this.title.textContent = title;
    this.title.hidden = !title;
    this.live.setAttribute("aria-label", `${title || this.label}. ${this.board.shownView.summary}`);
    prepare(layers, this.board);
    updateKey(this.key, layers, this.board);
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
   * @param {string} key
   * @param {Extent} size
   */
  async react(key, size) {
    const attempt = ++this.attempts;
    const Plotly = await plotlyFor(this.mode);
    if (attempt !== this.attempts || this.disposed) return false;
    const first = !this.plot._fullLayout;
    const { data, layout, config } = this.figure(size);
    await Plotly.react(this.plot, data, layout, config);
    if (this.disposed) return false;
    this.drawnKey = key;
    this.plotted(size, first);
    return true;
  }

  resized() {
    const size = this.measure();
    if (this.measured?.width === size.width && this.measured.height === size.height) return;
    this.measured = size;
    if (this.updated) this.refresh();
  }

  dispose() {
    this.disposed = true;
    purge(this.mode, this.plot);
  }
}
