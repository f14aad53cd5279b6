// The picture: Plotly's still layer below, a canvas of marks and a canvas of moving paths above.

import { drawArrows, drawLevelLabels, drawMinima, drawStart } from "../shared/marks.js";
import { drawGhosts, drawRuns } from "../shared/paths.js";
import { CONFIG, contourFigure, plotlyFor, surfaceFigure } from "../shared/plotly.js";
import { deepProjection, flatProjection, pixels } from "../shared/project.js";
import { node } from "../shared/text.js";

const NARROW = 500;

// On a phone the labels of the axes need more room beside the surface.
const stepBack = (eye) =>
  Object.keys(eye).forEach((axis) => {
    eye[axis] *= 1.18;
  });

export class Picture {
  constructor(stage, parent) {
    this.stage = stage;
    this.plots = { "2d": node("div", { class: "ov-plotly" }), "3d": node("div", { class: "ov-plotly" }) };
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
    this.drawn = {};
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
    const plot = this.plots[mode];
    if (this.drawn[mode] !== key) {
      const turn = (this.turn = (this.turn || 0) + 1);
      const Plotly = await plotlyFor(mode);
      if (turn !== this.turn) return;
      await this.drawStill(Plotly, plot, mode, key);
    }
    for (const [name, element] of Object.entries(this.plots)) {
      element.style.visibility = name === this.mode ? "visible" : "hidden";
    }
    this.shownMode = this.mode;
    this.waiting.hidden = true;
    this.resize();
  }

  async drawStill(Plotly, plot, mode, key) {
    const { grid, theme, size } = this.stage;
    const figure = (mode === "2d" ? contourFigure : surfaceFigure)(grid, theme, size.font);
    const same = this.surface?.[mode] === grid.surface;
    const saved = same ? this.viewOf(mode) : this.stage.savedView?.[`${grid.surface}:${mode}`];
    if (this.stage.coarse && mode === "2d") figure.layout.dragmode = false; // a finger scrolls the page
    if (saved && mode === "2d") [figure.layout.xaxis.range, figure.layout.yaxis.range] = saved;
    if (mode === "3d" && this.root.clientWidth < NARROW) stepBack(figure.layout.scene.camera.eye);
    if (saved && mode === "3d") figure.layout.scene.camera = saved;
    Object.assign(figure.layout, { width: this.root.clientWidth, height: this.root.clientHeight });
    const first = !plot._fullLayout;
    await Plotly.react(plot, figure.data, figure.layout, CONFIG);
    this.drawn[mode] = key;
    this.surface = { ...this.surface, [mode]: grid.surface };
    if (first) {
      plot.on("plotly_relayouting", () => this.moved());
      plot.on("plotly_relayout", () => this.moved());
      plot.on("plotly_afterplot", () => this.moved());
    }
  }

  viewOf(mode) {
    const layout = this.plots[mode]._fullLayout;
    if (!layout) return null;
    return mode === "2d"
      ? [[...layout.xaxis.range], [...layout.yaxis.range]]
      : layout.scene?._scene?.getCamera?.() ?? null;
  }

  // The camera may glide on after the last event: look again in the next frames.
  moved() {
    this.stage.redraw();
    if (this.mode === "3d") { for (const wait of [30, 120]) setTimeout(() => this.stage.redraw(), wait); }
  }

  // Asking for a size makes the browser lay the page out: it is asked when the size has changed, not at every picture.
  measure() {
    this.measured = { width: this.root.clientWidth, height: this.root.clientHeight };
  }

  resize() {
    if (!this.measured) this.measure();
    const { width, height } = this.measured;
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.labels, this.still, this.live]) {
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        this.seen = this.labelled = null;
      }
    }
    const layout = this.plot._fullLayout;
    if (layout && (layout.width !== width || layout.height !== height)) {
      plotlyFor(this.mode).then((Plotly) => Plotly.relayout(this.plot, { width, height }));
    }
  }

  projection() {
    if (!this.plot._fullLayout || this.surface?.[this.mode] !== this.stage.grid.surface || !this.stage.grid.rows) {
      return null;
    }
    if (this.mode === "2d") return flatProjection(this.plot);
    return this.plot._fullLayout.scene?._scene?.glplot?.cameraParams
      ? deepProjection(this.plot, this.stage.grid)
      : null;
  }

  context(canvas) {
    const context = canvas.getContext("2d");
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.lineJoin = "round";
    context.lineCap = "round";
    return context;
  }

  // Tracks in pixels are kept until the paths, the zoom or the camera change.
  update() {
    const projection = this.projection();
    if (!projection) return false;
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
    if (key === this.seen) return true;
    this.seen = key;
    this.view = projection;
    for (const run of stage.runs) run.track = pixels(run, projection);
    this.drawLabels();
    this.drawMarks();
    return true;
  }

  // Level labels belong to the surface: new paths leave them alone.
  drawLabels() {
    const { stage, view } = this;
    const key = [this.mode, view.deep || view.key, stage.grid.key, stage.theme.dark, stage.size.font].join();
    if (key === this.labelled) return;
    this.labelled = key;
    const context = this.context(this.labels);
    if (!view.deep) drawLevelLabels(context, stage.grid, view, stage.theme, stage.size);
  }

  drawMarks() {
    const { stage, view } = this;
    const context = this.context(this.still);
    const { box } = view;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    drawGhosts(context, stage.runs, stage.size);
    context.restore();
    drawMinima(context, stage.grid, view, stage.theme, stage.size);
  }

  // One frame of film.
  draw() {
    if (!this.update()) return;
    const { stage, view } = this;
    const context = this.context(this.live);
    const { theme, size, runs } = stage;
    const { time } = stage.player;
    this.startPixel = drawStart(context, stage.scene.start, stage.grid, view, theme, size);
    drawRuns(context, { runs, time, theme, size, picked: stage.scene.pick, box: view.box });
    const chosen = stage.picked();
    if (chosen) drawArrows(context, chosen, time, view, theme, size);
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

  zoom(factor) {
    if (this.mode !== "2d" || !this.view) return;
    const grow = ([a, b]) => [(a + b) / 2 - ((b - a) / 2) * factor, (a + b) / 2 + ((b - a) / 2) * factor];
    const [x, y] = this.viewOf("2d");
    plotlyFor("2d").then((Plotly) => Plotly.relayout(this.plot, { "xaxis.range": grow(x), "yaxis.range": grow(y) }));
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
    const context = canvas.getContext("2d");
    context.fillStyle = this.stage.theme.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of [image, this.labels, this.still, this.live]) {
      context.drawImage(layer, 0, 0, canvas.width, canvas.height);
    }
    node("a", { href: canvas.toDataURL("image/png"), download: `optviz-${this.stage.scene.surface}.png` }).click();
  }
}
