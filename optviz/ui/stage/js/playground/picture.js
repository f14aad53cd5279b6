// The picture: Plotly's still layer below, a canvas of marks and a canvas of moving paths above.

import { clearedContext, fitCanvas } from "../canvas/context.js";
import { drawArrows, drawLevelLabels, drawMinima, drawStart } from "../shared/marks.js";
import { drawGhosts, drawRuns } from "../shared/paths.js";
import { deepFigure, flatFigure, zoomed } from "./figures.js";
import { CONFIG, plotlyFor, purge, surfaceFigure } from "../shared/plotly.js";
import { deepProjection, flatProjection, pixels } from "../shared/project.js";
import { node } from "../shared/text.js";
import { contextOf } from "../shared/theme.js";

/** @import { Camera, Context, Extent, Mode, PlotElement, Point } from "../shared/types.js" */
/** @import { Projection, RunView, Track } from "../shared/types.js" */
/** @import { Stage } from "./stage.js" */
/** @typedef {[x: Point, y: Point]} Window  what a flat picture shows */

/** An empty element for Plotly; it has Plotly's `on` once that has drawn in it. */
const plotElement = () => /** @type {PlotElement} */ (/** @type {HTMLElement} */ (node("div", { class: "ov-plotly" })));

/**
 * @param {RunView} run
 * @returns {import("../shared/board_types.js").PathLayer}
 */
function arrowed({ data, memory, look, name, track, status }) {
  const { x, y, value } = data;
  const at = (/** @type {string} */ key) => data[key] ?? [];
  const [memory_x, memory_y] = [at(`state.${memory}.0`), at(`state.${memory}.1`)];
  const [probe_x, probe_y] = [at("q.probe.0"), at("q.probe.1")];
  const arrows = { grad_x: at("q.grad.0"), grad_y: at("q.grad.1"), memory_x, memory_y, probe_x, probe_y };
  const pen = look;
  return { kind: "path", x, y, value, look: "ink", pen, name, status: [status.kind, 0], chosen: true, arrows, track };
}

export class Picture {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} parent
   */
  constructor(stage, parent) {
    this.stage = stage;
    this.plots = { "2d": plotElement(), "3d": plotElement() };
    this.labels = node("canvas", { class: "ov-layer" });
    this.still = node("canvas", { class: "ov-layer" });
    this.live = node("canvas", { class: "ov-layer", role: "img" });
    this.tip = node("div", { class: "ov-tip", role: "tooltip" });
    this.waiting = node("div", { class: "ov-waiting", text: "Loading the picture…" });
    this.root = node(
      "div",
      { class: "ov-picture" },
      this.plots["2d"],
      this.plots["3d"],
      this.labels,
      this.still,
      this.live,
      this.tip,
      this.waiting,
    );
    parent.append(this.root);
    // For what Plotly drew each mode, and of which surface.
    /** @type {Partial<Record<Mode, string>>} */
    this.drawn = {};
    /** @type {Partial<Record<Mode, string>>} */
    this.surface = {};
    /** @type {Mode | null} */
    this.shownMode = null;
    this.turn = 0;
    /** @type {(RunView & { track: Track })[]} */
    this.runs = [];
    // For what the tracks and the labels were worked out.
    this.tracksKey = "";
    this.labelsKey = "";
    /** @type {Extent | null} */
    this.measured = null;
    /** @type {Projection | null} */
    this.view = null;
    /** @type {Point | null} */
    this.startPixel = null;
  }

  get mode() {
    return this.stage.scene.view;
  }

  get plot() {
    return this.plots[this.mode];
  }

  get key() {
    const { grid, theme, size } = this.stage;
    return [grid.key, theme.dark, theme.background, size.font].join();
  }

  // Is the still layer in place, so that new paths can be drawn at once?
  get settled() {
    return this.shownMode === this.mode && this.drawn[this.mode] === this.key;
  }

  // Plotly draws again only for a new surface, mode, theme or size of type.
  async show() {
    const { mode, key } = this;
    if (this.drawn[mode] !== key) {
      const turn = (this.turn += 1);
      const Plotly = await plotlyFor(mode);
      if (turn !== this.turn) return;
      await this.drawStill(Plotly, mode, key);
    }
    for (const [name, element] of Object.entries(this.plots)) {
      element.style.visibility = name === this.mode ? "visible" : "hidden";
    }
    this.shownMode = this.mode;
    this.waiting.hidden = true;
    this.resize();
  }

  /**
   * @param {PlotlyLibrary} Plotly
   * @param {Mode} mode
   * @param {string} key
   */
  async drawStill(Plotly, mode, key) {
    const { grid } = this.stage;
    const plot = this.plots[mode];
    const { data, layout } = mode === "2d" ? flatFigure(this) : deepFigure(this);
    Object.assign(layout, { width: this.root.clientWidth, height: this.root.clientHeight });
    const first = !plot._fullLayout;
    await Plotly.react(plot, data, layout, CONFIG);
    this.drawn[mode] = key;
    this.surface[mode] = grid.surface;
    if (first) {
      plot.on("plotly_relayouting", () => this.moved());
      plot.on("plotly_relayout", () => this.moved());
      plot.on("plotly_afterplot", () => this.moved());
    }
  }

  /** @returns {Window | null} */
  get window() {
    const layout = this.plots["2d"]._fullLayout;
    return layout ? [[...layout.xaxis.range], [...layout.yaxis.range]] : null;
  }

  get camera() {
    return this.plots["3d"]._fullLayout?.scene?._scene?.getCamera?.() ?? null;
  }

  /**
   * How the picture is looked at, by surface and mode, for when it comes back.
   * @returns {Record<string, Window | Camera | null>}
   */
  get views() {
    const flat = this.surface["2d"] ? { [`${this.surface["2d"]}:2d`]: this.window } : {};
    return { ...flat, ...(this.surface["3d"] ? { [`${this.surface["3d"]}:3d`]: this.camera } : {}) };
  }

  // The camera may glide on after the last event: look again in the next frames.
  moved() {
    this.stage.redraw();
    if (this.mode === "3d") { for (const wait of [30, 120]) setTimeout(() => this.stage.redraw(), wait); }
  }

  // Asking for a size makes the browser lay the page out: it is asked when the size has changed, not at every picture.
  measure() {
    this.measured = { width: this.root.clientWidth, height: this.root.clientHeight };
    return this.measured;
  }

  resize() {
    const { width, height } = this.measured ?? this.measure();
    for (const canvas of [this.labels, this.still, this.live]) {
      if (fitCanvas(canvas, { width, height })) this.tracksKey = this.labelsKey = "";
    }
    const layout = this.plot._fullLayout;
    if (layout && (layout.width !== width || layout.height !== height)) {
      plotlyFor(this.mode).then((Plotly) => Plotly.relayout(this.plot, { width, height }));
    }
  }

  /** @returns {Projection | null} */
  projection() {
    if (!this.plot._fullLayout || this.surface[this.mode] !== this.stage.grid.surface || !this.stage.grid.rows) {
      return null;
    }
    if (this.mode === "2d") return flatProjection(this.plot);
    return this.plot._fullLayout.scene?._scene?.glplot?.cameraParams
      ? deepProjection(this.plot, this.stage.grid)
      : null;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @returns {Context}
   */
  context(canvas) {
    return Object.assign(clearedContext(canvas), { lineJoin: "round", lineCap: "round" });
  }

  // Tracks in pixels are kept until the paths, the zoom or the camera change.
  update() {
    const projection = this.projection();
    if (!projection) return null;
    const { stage } = this;
    const key = [
      this.mode,
      projection.key,
      stage.revision,
      stage.grid.key,
      stage.theme.dark,
      stage.theme.background,
      stage.size.font,
      stage.scene.pick,
    ].join();
    if (key === this.tracksKey && this.view) return this.view;
    this.tracksKey = key;
    this.view = projection;
    this.runs = stage.runs.map((run) => Object.assign(run, { track: pixels(run, projection) }));
    this.drawLabels(projection);
    this.drawMarks(projection);
    return projection;
  }

  /**
   * Level labels belong to the surface: new paths leave them alone.
   * @param {Projection} view
   */
  drawLabels(view) {
    const { stage } = this;
    const key = [this.mode, view.deep || view.key, stage.grid.key, stage.theme.dark, stage.size.font].join();
    if (key === this.labelsKey) return;
    this.labelsKey = key;
    const context = this.context(this.labels);
    if (!view.deep) drawLevelLabels(context, stage.grid, view, stage.theme, stage.size);
  }

  /** @param {Projection} view */
  drawMarks(view) {
    const { stage } = this;
    const context = this.context(this.still);
    const { box } = view;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    drawGhosts(context, this.runs, stage.size);
    context.restore();
    drawMinima(context, stage.grid.minima, view, stage.theme, stage.size);
  }

  // One frame of film.
  draw() {
    const view = this.update();
    if (!view) return;
    const { stage } = this;
    const context = this.context(this.live);
    const { theme, size } = stage;
    const { time } = stage.player;
    this.startPixel = drawStart(context, stage.scene.start, view, theme, size);
    drawRuns(context, { runs: this.runs, time, theme, size, picked: stage.scene.pick, box: view.box });
    const chosen = stage.pickedRun();
    if (chosen) drawArrows(context, arrowed(chosen), time, view, theme, size);
  }

  fit() {
    const { grid } = this.stage;
    plotlyFor(this.mode).then((
      Plotly,
    ) => (this.mode === "2d"
      ? Plotly.relayout(this.plot, { "xaxis.range": [...grid.x], "yaxis.range": [...grid.y] })
      : Plotly.relayout(this.plot, {
        "scene.camera": surfaceFigure(grid, this.stage.theme, this.stage.size.font).layout.scene.camera,
      }))
    );
  }

  /** @param {number} factor below 1: closer */
  zoom(factor) {
    if (this.mode !== "2d" || !this.view || !this.window) return;
    const [x, y] = this.window.map((ends) => zoomed(ends, factor));
    plotlyFor("2d").then((Plotly) => Plotly.relayout(this.plot, { "xaxis.range": x, "yaxis.range": y }));
  }

  dispose() {
    purge("2d", this.plots["2d"]);
    purge("3d", this.plots["3d"]);
  }

  // Plotly's picture and our layers as one PNG.
  async save() {
    const Plotly = await plotlyFor(this.mode);
    const { clientWidth: width, clientHeight: height } = this.root;
    const image = new Image();
    image.src = await Plotly.toImage(this.plot, { format: "png", width, height, scale: 2 });
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    const context = contextOf(canvas);
    context.fillStyle = this.stage.theme.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of [image, this.labels, this.still, this.live]) {
      context.drawImage(layer, 0, 0, canvas.width, canvas.height);
    }
    node("a", { href: canvas.toDataURL("image/png"), download: `optviz-${this.stage.scene.surface}.png` }).click();
  }
}
