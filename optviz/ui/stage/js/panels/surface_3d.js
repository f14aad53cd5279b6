// A relief panel: the ground's field as a surface in three dimensions by Plotly, the runs' paths on a canvas over it.

import { updateKey } from "../canvas/key.js";
import { prepare } from "../canvas/layers.js";
import { drawGhosts, drawRuns } from "../shared/paths.js";
import { CONFIG, plotlyFor, purge, surfaceFigure } from "../shared/plotly.js";
import { deepProjection, pixels } from "../shared/project.js";
import { node } from "../shared/text.js";

const SLIM = 500;
const GLIDE = [30, 120];

export class ReliefPanel {
  constructor(board) {
    this.board = board;
    this.title = node("div", { class: "ov-chart-title" });
    this.key = node("div", { class: "ov-key" });
    this.plot = node("div", { class: "ov-plotly" });
    this.live = node("canvas", { class: "ov-layer", role: "img", "aria-label": "Relief" });
    this.room = node("div", { class: "ov-plane-room ov-relief-room" }, this.plot, this.live);
    this.root = node(
      "figure",
      { class: "ov-panel ov-plane" },
      node("div", { class: "ov-panel-head" }, this.title, this.key),
      this.room,
    );
  }

  update(spec) {
    this.spec = spec;
    this.title.textContent = spec.title;
    this.live.setAttribute("aria-label", `${spec.title || "Relief"}. ${this.board.shownView.summary}`);
    prepare(spec.paths, this.board);
    updateKey(this.key, spec.paths, this.board);
    this.seen = null;
    this.show();
  }

  get field() {
    return this.board.fields[this.spec.field];
  }

  figure() {
    const { spec, board, field, measured } = this;
    const figure = surfaceFigure(field, board.theme, board.size.font);
    const { scene } = figure.layout;
    [scene.xaxis.title.text, scene.yaxis.title.text, scene.zaxis.title.text] = [
      spec.x_label,
      spec.y_label,
      spec.z_label,
    ];
    // Paths go from low a and b, where the loss is high, towards the eye.
    Object.assign(scene.camera.eye, { x: 1.35, y: 1.45 });
    if (measured.width < SLIM) { for (const side of Object.keys(scene.camera.eye)) scene.camera.eye[side] *= 1.18; }
    const camera = this.plot._fullLayout?.scene?._scene?.getCamera?.();
    if (camera) scene.camera = camera;
    return { data: figure.data, layout: { ...figure.layout, ...measured } };
  }

  // Plotly draws again only for another ground, theme or size.
  async show() {
    const { board, field } = this;
    this.measured ||= { width: this.room.clientWidth, height: this.room.clientHeight };
    const { width, height } = this.measured;
    if (!field || width < 40 || height < 40) return;
    const shape = JSON.stringify([field.key, board.theme.dark, board.theme.background, board.size.font, width, height]);
    if (shape !== this.shape) {
      const turn = (this.turn = (this.turn || 0) + 1);
      const Plotly = await plotlyFor("3d");
      if (turn !== this.turn || this.gone) return;
      const first = !this.plot._fullLayout;
      const { data, layout } = this.figure();
      await Plotly.react(this.plot, data, layout, CONFIG);
      if (this.gone) return;
      this.shape = shape;
      if (first) {
        for (const event of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"]) {
          this.plot.on(event, () => this.turned());
        }
      }
      const ratio = window.devicePixelRatio || 1;
      [this.live.width, this.live.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    }
    this.drawLive();
    this.root.dataset.drawn = board.revision;
  }

  // The camera may glide on after the last event: look again in the next frames.
  turned() {
    this.drawLive();
    for (const wait of GLIDE) setTimeout(() => this.drawLive(), wait);
  }

  runs(view) {
    const key = `${view.key},${this.board.revision}`;
    if (this.seen !== key) {
      this.found = this.spec.paths.map((path, slot) => ({
        slot,
        steps: path.x.length - 1,
        look: path.pen,
        status: { kind: path.status[0], step: path.status[1] },
        track: pixels({ data: { x: path.x, y: path.y, value: path.value } }, view),
      }));
    }
    this.seen = key;
    return this.found;
  }

  drawLive() {
    const { board, field, plot } = this;
    if (this.gone || !field?.rows || !plot._fullLayout?.scene?._scene?.glplot?.cameraParams) return;
    const view = deepProjection(plot, field);
    const ratio = window.devicePixelRatio || 1;
    const context = this.live.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.measured.width, this.measured.height);
    const runs = this.runs(view);
    const { theme, size, player } = board;
    drawGhosts(context, runs, size, view.box);
    drawRuns(context, { runs, time: player.time, theme, size, picked: -1, box: view.box });
  }

  move() {
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
    purge("3d", this.plot);
  }
}
