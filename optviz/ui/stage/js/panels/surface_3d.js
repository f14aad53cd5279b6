// A field of the background as a surface in three dimensions by Plotly, the runs' paths on a canvas over it.

import { shownLayers } from "../canvas/layers.js";
import { drawGhostPaths, drawPaths } from "../canvas/paths.js";
import { drawSpots } from "../canvas/spots.js";
import { drawStart } from "../canvas/marks.js";
import { clearedContext } from "../canvas/context.js";
import { listenTurn } from "../canvas/turn.js";
import { CONFIG, purge, surfaceFigure, webGLLost } from "../shared/plotly.js";
import { deepProjection } from "../shared/project.js";
import { AxesPanel } from "./axes.js";
import { PlotlyPanel } from "./plotly_panel.js";

/** @import { AxesSpec, BoardContext, Press, Print, Surface3DSpec, Viewport } from "../shared/board_types.js" */
/** @import { Camera, Context, DeepProjection, Extent, Point } from "../shared/types.js" */
/** @import { PlotlyFigure } from "./plotly_panel.js" */

const NARROW = 34; // times the type
const FARTHER = 1.18;
// Milliseconds after the camera's last event in which it may still glide.
const GLIDE = [30, 120];
// So often within so many milliseconds a lost context is replaced; then the surface is shown from above.
const MOST_LOSSES = 3;
const MINUTE = 60_000;
const LOST = "The browser took the 3-D picture away: seen from above.";

/** @type {(a: Camera, b: Camera) => boolean} */
const sameCamera = (a, b) =>
  (/** @type {const} */ (["eye", "center", "up"])).every((part) => {
    const [p, q] = [a[part], b[part]];
    return !p || !q || Math.hypot(p.x - q.x, p.y - q.y, p.z - q.z) < 1e-3;
  });

/**
 * The surface from above, where there is no third dimension to be had.
 * @type {(spec: Surface3DSpec, x: Point, y: Point) => AxesSpec}
 */
const fromAbove = ({ key, field, marks, paths, start, x_label, y_label }, x, y) => ({
  kind: "axes",
  key,
  title: "",
  layers: [{ kind: "contour", field, bar: true, since: 0 }, ...marks, ...paths],
  x: { label: x_label, low: x[0], high: x[1], log: false, whole: false },
  y: { label: y_label, low: y[0], high: y[1], log: false, whole: false },
  equal: false,
  drag: start ? { x: "", y: "", ring: true, points: "", brush: "", at: start } : null,
  zoom: false,
  around: 1,
});

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
    /** @type {Camera | null} where the camera stood when the picture was drawn whole */
    this.whole = null;
    /** @type {AxesPanel | null} in its place, where there is no 3-D */
    this.flat = null;
    /** @type {number[]} when its context was lost */
    this.losses = [];
    listenTurn(this.slot, () => this.looked());
  }

  /** @param {Surface3DSpec} spec */
  update(spec) {
    this.spec = spec;
    this.updateHead(spec.title, this.layers);
    this.refresh();
    this.updateFlat();
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
    const camera = { ...this.camera(), ...this.viewport };
    this.whole = this.camera();
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
    const factor = this.slot.clientWidth < NARROW * this.board.size.font ? FARTHER : 1;
    return { eye: { x: x * factor, y: y * factor, z: 1.45 * factor }, center: { x: 0, y: 0, z: -0.16 } };
  }

  // The camera, if a person has moved it.
  /** @returns {Camera | null} */
  get viewport() {
    const { whole, wanted } = this;
    const camera = this.plot._fullLayout?.scene?._scene?.getCamera?.();
    if (camera && whole) return sameCamera(camera, whole) ? null : camera;
    return wanted && "eye" in wanted ? wanted : null;
  }

  /** @param {Viewport | null} viewport */
  set viewport(viewport) {
    this.wanted = viewport;
    if (viewport && "eye" in viewport) this.look({ "scene.camera": viewport });
  }

  /** @override */
  get zoomable() {
    return !this.flat;
  }

  /**
   * @override
   * @param {number} factor below 1: closer
   */
  zoom(factor) {
    const camera = this.viewport ?? this.whole;
    if (!camera) return;
    const [x, y, z] = [camera.eye.x, camera.eye.y, camera.eye.z].map((part) => part * factor);
    this.look({ "scene.camera": { ...camera, eye: { x, y, z } } });
  }

  /** @override */
  fit() {
    this.wanted = null;
    this.whole = this.camera();
    this.look({ "scene.camera": this.whole });
  }

  // The camera may glide on after the last event: look again in the next frames.
  /** @override */
  looked() {
    super.looked();
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
    this.flat?.valuesChanged(keys);
  }

  // ---- without WebGL ----------------------------------------------------------------------------------

  /** @override @type {(key: string, size: Extent) => Promise<boolean>} */
  async react(key, size) {
    if (this.losses.length > MOST_LOSSES) return true;
    if (!(await super.react(key, size))) return false;
    const scene = this.plot._fullLayout?.scene?._scene;
    // Plotly would wait for the same context to come back, and the paths would float in the air.
    if (scene) scene.recoverContext = () => setTimeout(() => this.lost());
    if (scene && this.flat) this.dropFlat();
    return true;
  }

  /** The context of WebGL is lost: the picture is drawn in another one, or from above. */
  lost() {
    if (this.disposed || !this.plot._fullLayout) return;
    const now = performance.now();
    this.losses = [...this.losses.filter((time) => now - time < MINUTE), now];
    this.wanted = this.viewport;
    purge(this.mode, this.plot);
    webGLLost();
    this.drawnKey = "";
    for (const canvas of [this.still, this.live]) clearedContext(canvas);
    if (this.losses.length > MOST_LOSSES) this.without(new Error(LOST));
    else this.refresh();
  }

  /** @override @param {Error} error */
  without(error) {
    super.without(error);
    if (this.disposed) return;
    if (!this.flat) {
      this.flat = new AxesPanel(this.board);
      this.flat.slot.classList.add("ov-from-above");
      this.slot.append(this.flat.slot);
    }
    this.closer.hidden = true;
    this.updateFlat();
  }

  updateFlat() {
    if (this.flat && this.field) this.flat.update(fromAbove(this.spec, this.field.x, this.field.y));
  }

  dropFlat() {
    this.flat?.dispose();
    this.flat?.slot.remove();
    this.flat = null;
    this.closer.hidden = false;
  }

  /** @override */
  move() {
    super.move();
    this.flat?.move();
  }

  /** @override */
  resized() {
    super.resized();
    this.flat?.resized();
  }

  /** @override @type {(press: Press) => Promise<Print>} */
  print(press) {
    return this.flat ? this.flat.print(press) : super.print(press);
  }

  /** @override */
  dispose() {
    super.dispose();
    this.flat?.dispose();
  }
}
