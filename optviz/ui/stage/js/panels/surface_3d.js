// A field of the background as a surface in three dimensions by Plotly, the runs' paths on a canvas over it.

import { shownLayers } from "../canvas/layers.js";
import { drawGhostPaths, drawPaths } from "../canvas/paths.js";
import { drawSpots } from "../canvas/spots.js";
import { drawStart } from "../canvas/marks.js";
import { CONFIG, surfaceFigure } from "../shared/plotly.js";
import { deepProjection } from "../shared/project.js";
import { PlotlyPanel } from "./plotly_panel.js";

/** @import { BoardContext, Surface3DSpec, Viewport } from "../shared/board_types.js" */
/** @import { Camera, Context, DeepProjection, Extent, Point } from "../shared/types.js" */
/** @import { PlotlyFigure } from "./plotly_panel.js" */

const NARROW = 500;
const FARTHER = 1.18;
// Milliseconds after the camera's last event in which it may still glide.
const GLIDE = [30, 120];

export class Surface3DPanel extends PlotlyPanel {
  static kind = "surface_3d";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "3d", "Surface");
    this.slot.classList.add("ov-relief-room");
    // What is shown, and how points become pixels, once it is drawn.
    /** @type {Surface3DSpec} */
    this.spec;
    /** @type {DeepProjection} */
    this.view;
  }

  /** @param {Surface3DSpec} spec */
  update(spec) {
    this.spec = spec;
    this.updateHead(spec.title, this.layers);
    this.refresh();
  }

  get layers() {
    return [...this.spec.paths, ...this.spec.marks];
  }

  /** @override */
  get field() {
    return this.board.fields[this.spec.field];
  }

  /** @override */
  get ready() {
    return Boolean(this.field);
  }

  /** @override */
  told() {
    const { x_label, y_label } = this.spec;
    return { layers: this.layers, labels: /** @type {[string, string]} */ ([x_label, y_label]) };
  }

  /** @override @type {(size: Extent) => PlotlyFigure} */
  figure(size) {
    const { spec, board, field } = this;
    /** @type {[string, string, string]} */
    const labels = [spec.x_label, spec.y_label, spec.z_label];
    const camera = this.viewport ?? this.camera();
    const { data, layout } = surfaceFigure(field, board.theme, board.size.font, labels, camera);
    return { data, layout: { ...layout, ...size }, config: CONFIG };
  }

  /**
   * Where the camera stands until a person turns it.
   * @returns {Camera}
   */
  camera() {
    // Without a start, paths go from low x and y, where the value is high, towards the eye.
    const { x, y } = this.spec.start ? { x: -1.28, y: -1.52 } : { x: 1.35, y: 1.45 };
    // On a phone the labels of the axes need more room beside the surface.
    const factor = this.slot.clientWidth < NARROW ? FARTHER : 1;
    return { eye: { x: x * factor, y: y * factor, z: 1.45 * factor }, center: { x: 0, y: 0, z: -0.16 } };
  }

  /** @returns {Camera | null} */
  get viewport() {
    const camera = this.plot._fullLayout?.scene?._scene?.getCamera?.();
    return camera ?? (this.wanted && "eye" in this.wanted ? this.wanted : null);
  }

  /** @param {Viewport | null} viewport */
  set viewport(viewport) {
    this.wanted = viewport;
    if (viewport && "eye" in viewport) this.look({ "scene.camera": viewport });
  }

  /** @override */
  get zoomable() {
    return true;
  }

  /**
   * @override
   * @param {number} factor below 1: closer
   */
  zoom(factor) {
    const camera = this.viewport;
    if (!camera) return;
    const [x, y, z] = [camera.eye.x, camera.eye.y, camera.eye.z].map((part) => part * factor);
    this.look({ "scene.camera": { ...camera, eye: { x, y, z } } });
  }

  /** @override */
  fit() {
    this.look({ "scene.camera": this.camera() });
  }

  // The camera may glide on after the last event: look again in the next frames.
  /** @override */
  looked() {
    this.draw();
    for (const wait of GLIDE) setTimeout(() => this.draw(), wait);
  }

  /** @override */
  projection() {
    const { field, plot } = this;
    if (!field?.rows || !plot._fullLayout?.scene?._scene?.glplot?.cameraParams) return null;
    this.view = deepProjection(plot, field);
    return this.view;
  }

  /** @override @type {(context: Context) => void} */
  drawStill(context) {
    const { player } = this.board;
    if (player.all) drawGhostPaths(context, this.spec.paths, this);
    for (const marks of shownLayers(this.spec.marks, player)) drawSpots(context, this, marks);
  }

  /** @override @type {(context: Context) => void} */
  drawLive(context) {
    const { spec, board } = this;
    const start = /** @type {Point | undefined} */ (board.values[spec.start]);
    if (start) drawStart(context, start, this.view, board.theme, board.size);
    drawPaths(context, spec.paths, this);
  }

  valuesChanged(/** @type {string[]} */ keys) {
    if (keys.includes(this.spec.start)) this.move();
  }
}
