// A path from a given start: drawn with mouse, pen or finger, clicked point by point, or typed.

import { digits, node } from "../shared/text.js";
import { textButton } from "../shared/icons.js";
import { axesOf, axisNames, lineAlong, PlaceFields, planeOf, rounded } from "./drawn.js";
import { t } from "../shared/words.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AnswerContext, AxesContext, RouteForm } from "../shared/board_types.js" */
/** @import { Layer } from "../shared/layer_types.js" */

const MOST = 40;
const CLICK = 5; // pixels: who goes no further has clicked
const FINEST = 0.7; // pixels that a line may be off

/** @type {(point: Point, a: Point, b: Point) => number} */
function fromSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1) : 0;
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/**
 * The places of at most `most` points that keep a line's shape (Ramer 1972, Douglas and Peucker 1973): the ends, then
 * always the point that is furthest from the line so far, as long as that is further than `finest`.
 * @type {(line: Point[], most?: number, finest?: number) => number[]}
 */
export function simplified(line, most = MOST, finest = FINEST) {
  const kept = [0, line.length - 1];
  /** @type {(from: number, to: number) => { at: number, off: number }} the furthest of the points between two */
  const furthest = (from, to) => {
    const best = { at: -1, off: finest };
    for (let i = from + 1; i < to; i++) {
      const off = fromSegment(line[i], line[from], line[to]);
      if (off > best.off) Object.assign(best, { at: i, off });
    }
    return best;
  };
  const gaps = [furthest(0, line.length - 1)];
  while (kept.length < most) {
    const k = gaps.reduce((a, _, i) => (gaps[i].off > gaps[a].off ? i : a), 0);
    const { at } = gaps[k];
    if (at < 0) break;
    gaps.splice(k, 1, furthest(kept[k], at), furthest(at, kept[k + 1]));
    kept.splice(k + 1, 0, at);
  }
  return kept;
}

export class RouteAnswer {
  static kind = "route";

  /**
   * @param {RouteForm} form
   * @param {AnswerContext} context
   */
  constructor(form, { view, changed }) {
    this.form = form;
    this.view = view;
    this.changed = changed;
    this.panel = form.panel;
    this.draws = true;
    /** @type {Point[]} */
    this.points = [form.start];
    /** @type {Point[]} what is being drawn, until it is let go */
    this.stroke = [];
    const add = () => this.type();
    this.add = textButton("Add point", add, "Go on to this point");
    this.axes = axesOf(view, form.panel);
    this.fields = new PlaceFields(axisNames(this.axes), (place) => {
      this.add.disabled = !place;
    });
    this.back = textButton("Take back", () => this.set(this.points.slice(0, -1)), "Without the last point");
    this.again = textButton("Draw again", () => this.set([form.start]), "From the start anew");
    this.said = node("span", { class: "ov-answer-end", role: "status" });
    this.fields.root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.type();
    });
    this.root = node(
      "div",
      { class: "ov-answer ov-answer-place" },
      node("span", { text: "Draw the path on the picture, or click its points: " }),
      this.fields.root,
      this.add,
      this.back,
      this.again,
      this.said,
    );
    this.locked = false;
    this.taker = this;
    this.add.disabled = true;
    this.tell();
  }

  get value() {
    return this.points.length < 2 ? null : this.points.map((place) => place.join()).join(";");
  }

  /** @param {string} text */
  show(text) {
    this.points = text.split(";").map((part) => /** @type {Point} */ (part.split(",").map(Number)));
    planeOf(this.view, this.panel)?.move?.();
    this.tell();
  }

  tell() {
    const { points, back, again, said } = this;
    back.disabled = again.disabled = points.length < 2;
    const [x, y] = points[points.length - 1].map((value) => digits(value));
    said.textContent = points.length < 2 ? "" : t("{count} points, to ({x}, {y})", { count: points.length, x, y });
  }

  /** @param {Point[]} points */
  set(points) {
    const plane = planeOf(this.view, this.panel);
    const pixels = points.map((place) => (plane?.view ? plane.view.point(...place) : place));
    this.points = points.length > 2 ? simplified(pixels).map((i) => points[i]) : points;
    this.points = [this.form.start, ...this.points.slice(1).map((place) => rounded(place, this.axes))];
    plane?.move?.();
    this.tell();
    this.changed();
  }

  // The point that stands in the fields.
  type() {
    const { fields, points } = this;
    if (fields.place) this.set([...points, fields.place]);
    fields.show(null);
    this.add.disabled = true;
    fields.fields[0].focus();
  }

  // ---- on the plane ---------------------------------------------------------------------------------

  /** @returns {Layer[]} */
  get layers() {
    const line = [...this.points, ...this.stroke];
    return line.length > 1 ? [lineAlong(line)] : [];
  }

  grips() {
    return true;
  }

  /** @param {Point} place */
  down(place) {
    this.stroke = [place];
  }

  /** @type {(place: Point, plane: AxesContext) => void} */
  move(place, plane) {
    this.stroke.push(place);
    plane.move?.();
  }

  /** @param {AxesContext} plane */
  up({ view }) {
    const { stroke, points } = this;
    const pixels = stroke.map((place) => view.point(...place));
    const far = pixels.some(([x, y]) => Math.hypot(x - pixels[0][0], y - pixels[0][1]) > CLICK);
    this.stroke = [];
    this.set([...points, ...(far ? stroke : stroke.slice(0, 1))]);
  }
}
