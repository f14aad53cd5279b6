// A field of the background as a surface in three dimensions by Plotly, the runs' paths on a canvas over it.

import { clearedContext, fitCanvas } from "../canvas/context.js";
import { drawGhosts, drawRuns } from "../shared/paths.js";
import { CONFIG, surfaceFigure } from "../shared/plotly.js";
import { deepProjection, pixels } from "../shared/project.js";
import { PlotlyPanel } from "./plotly_panel.js";

/** @import { BoardContext, Surface3DSpec } from "../shared/board_types.js" */
/** @import { DeepProjection, DrawnRun, Extent } from "../shared/types.js" */

const NARROW = 500;
const FARTHER = 1.18;
// Milliseconds after the camera's last event in which it may still glide.
const GLIDE = [30, 120];
const CAMERA_EVENTS = ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"];

export class Surface3DPanel extends PlotlyPanel {
  static kind = "surface_3d";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "3d", "Surface");
    this.slot.classList.add("ov-relief-room");
    /** @type {DrawnRun[]} */
    this.runs = [];
    this.runsKey = "";
    /** @type {Surface3DSpec} */
    this.spec;
  }

  /** @param {Surface3DSpec} spec */
  update(spec) {
    this.spec = spec;
    this.updateHead(spec.title, spec.paths);
    this.runsKey = "";
    this.refresh();
  }

  /** @override */
  get field() {
    return this.board.fields[this.spec.field];
  }

  /** @override */
  get ready() {
    return Boolean(this.field);
  }

  /**
   * @override
   * @param {Extent} size
   */
  figure(size) {
    const { spec, board, field } = this;
    const { data, layout } = surfaceFigure(field, board.theme, board.size.font);
    const { scene } = layout;
    scene.xaxis.title.text = spec.x_label;
    scene.yaxis.title.text = spec.y_label;
    scene.zaxis.title.text = spec.z_label;
    // Paths go from low a and b, where the loss is high, towards the eye; on a phone the labels need more room.
    const factor = size.width < NARROW ? FARTHER : 1;
    scene.camera.eye = { x: 1.35 * factor, y: 1.45 * factor, z: scene.camera.eye.z * factor };
    const camera = this.plot._fullLayout?.scene?._scene?.getCamera?.();
    if (camera) scene.camera = camera;
    return { data, layout: { ...layout, ...size }, config: CONFIG };
  }

  /**
   * @override
   * @param {Extent} size
   * @param {boolean} first
   */
  plotted(size, first) {
    if (first) { for (const event of CAMERA_EVENTS) this.plot.on(event, () => this.turned()); }
    fitCanvas(this.live, size);
  }

  // The camera may glide on after the last event: look again in the next frames.
  turned() {
    this.draw();
    for (const wait of GLIDE) setTimeout(() => this.draw(), wait);
  }

  /** @param {DeepProjection} view */
  runsSeen(view) {
    const key = `${view.key},${this.board.revision}`;
    if (this.runsKey !== key) {
      this.runs = this.spec.paths.map((path, slot) => ({
        slot,
        steps: path.x.length - 1,
        look: path.pen,
        status: { kind: path.status[0], step: path.status[1] },
        track: pixels({ data: { x: path.x, y: path.y, value: path.value } }, view),
      }));
    }
    this.runsKey = key;
    return this.runs;
  }

  /** @override */
  draw() {
    const { board, field, plot } = this;
    if (this.disposed || !field?.rows || !plot._fullLayout?.scene?._scene?.glplot?.cameraParams) return;
    const view = deepProjection(plot, field);
    const context = clearedContext(this.live);
    const runs = this.runsSeen(view);
    const { theme, size, player } = board;
    drawGhosts(context, runs, size);
    drawRuns(context, { runs, time: player.time, theme, size, picked: -1, box: view.box });
  }

  move() {
    this.draw();
  }
}
