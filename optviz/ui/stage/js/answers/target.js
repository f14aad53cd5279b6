// A point of a picture: clicked, tapped, dragged, moved by the arrow keys, or typed. On a curve only x counts.

import { placeByKey } from "../canvas/take.js";
import { digits, node } from "../shared/text.js";
import { axesOf, axisNames, markAt, PlaceFields, planeOf, rounded, uprightAt } from "./drawn.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AnswerContext, AxesContext, TargetForm } from "../shared/board_types.js" */
/** @import { Layer } from "../shared/layer_types.js" */

const REACH = 26; // pixels round the mark in which a finger takes hold of it

export class TargetAnswer {
  static kind = "target";

  /**
   * @param {TargetForm} form
   * @param {AnswerContext} context
   */
  constructor(form, { view, changed }) {
    this.form = form;
    this.view = view;
    this.changed = changed;
    this.panel = form.panel;
    /** @type {Point | null} */
    this.place = null;
    this.axes = axesOf(view, form.panel);
    this.names = axisNames(this.axes).slice(0, form.only_x ? 1 : 2);
    this.fields = new PlaceFields(this.names, (place) => this.put(place, true));
    this.said = node("span", { class: "ov-unseen", "aria-live": "polite" });
    this.over = node("div", {
      class: "ov-over",
      tabindex: 0,
      role: "application",
      "aria-label": "Your prediction on the picture: the arrow keys move the mark, with Shift further",
      onkeydown: (event) => this.key(event),
    });
    this.root = node(
      "div",
      { class: "ov-answer ov-answer-place" },
      node("span", { text: "Click the picture: " }),
      this.fields.root,
      this.said,
    );
    this.locked = false;
    this.taker = this;
  }

  get value() {
    return this.place && this.place.join();
  }

  /** @param {string} text */
  show(text) {
    const [x, y] = text.split(",").map(Number);
    this.place = [x, y];
    this.fields.show(this.place);
    planeOf(this.view, this.panel)?.move?.();
  }

  /** @type {(place: Point | null, typed?: boolean) => void} */
  put(place, typed = false) {
    const { form, fields, names } = this;
    this.place = place && rounded(form.only_x ? [place[0], 0] : place, this.axes);
    if (!typed) fields.show(this.place);
    this.said.textContent = this.place ? names.map((name, i) => `${name} = ${digits(this.place?.[i])}`).join(", ") : "";
    planeOf(this.view, this.panel)?.move?.();
    this.changed();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const plane = planeOf(this.view, this.panel);
    if (this.locked || !plane?.view || event.altKey || event.ctrlKey || event.metaKey) return;
    const place = this.shownAt(plane);
    const next = placeByKey(event, place, plane.view);
    if (!next) return;
    event.preventDefault();
    this.put(next);
  }

  /**
   * Where the mark is seen: of one that only has x, at half the height.
   * @param {AxesContext} plane
   * @returns {Point | null}
   */
  shownAt({ view: { box, inverse } }) {
    if (!this.place || !this.form.only_x) return this.place;
    return [this.place[0], inverse(box.left, box.top + box.height / 2)[1]];
  }

  // ---- on the plane ---------------------------------------------------------------------------------

  /** @returns {Layer[]} */
  get layers() {
    const { place, form, view } = this;
    const plane = planeOf(view, this.panel);
    if (!place || !plane) return [];
    return [form.only_x ? uprightAt(place[0], plane.spec) : markAt(place)];
  }

  /** @type {(pixel: Point, plane: AxesContext) => boolean} */
  grips([px, py], plane) {
    if (!this.place) return false;
    const [x, y] = plane.view.point(...this.place);
    return Math.abs(px - x) < REACH && (this.form.only_x || Math.abs(py - y) < REACH);
  }

  /** @param {Point} place */
  down(place) {
    this.over.focus({ preventScroll: true });
    this.put(place);
  }

  /** @param {Point} place */
  move(place) {
    this.put(place);
  }

  up() {}
}
