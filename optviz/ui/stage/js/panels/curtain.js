// What a chart hides: its curves to the right of the playhead. Axes, grid and what is known beforehand stay in sight.
// The chart without the other curves is kept as a second picture, and each of the two is cut off at the playhead.

import { node } from "../shared/text.js";
import { contextOf } from "../shared/theme.js";

export class Curtain {
  constructor() {
    this.canvas = node("canvas", { class: "ov-curtain" });
    this.closed = true;
    this.kept = false;
  }

  /**
   * Keeps what has been drawn until now; not while all may be seen.
   * @param {UPlotChart} chart
   */
  keep(chart) {
    const drawn = chart.ctx.canvas;
    if (this.canvas.nextSibling !== drawn) drawn.before(this.canvas);
    this.kept = this.closed;
    if (!this.closed) return;
    const { width, height } = drawn;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, width, height);
    context.drawImage(drawn, 0, 0);
  }

  /**
   * Opens it as far as `left`, in pixels of the page; null: wholly.
   * @type {(chart: UPlotChart, left: number | null) => void}
   */
  open(chart, left) {
    const { style } = chart.ctx.canvas;
    this.closed = left !== null;
    if (this.closed && !this.kept) chart.redraw(false);
    this.canvas.hidden = left === null;
    style.clipPath = left === null ? "" : `inset(0 calc(100% - ${left}px) 0 0)`;
    if (left !== null) this.canvas.style.clipPath = `inset(0 0 0 ${left}px)`;
  }
}
