// A graph of nodes and edges that follows the playhead: nodes are HTML, edges an SVG below them.
// On a narrow screen it runs from top to bottom instead of from left to right.

import { arrowHead, edgePath, layoutGraph } from "../canvas/edges.js";
import { loadMath } from "../shared/math.js";
import { node } from "../shared/text.js";
import { setMixed, TitledPanel } from "./titled.js";

/** @import { BoardContext, GraphSpec, Highlight, Keyframes } from "../shared/board_types.js" */
/** @import { GraphLayout } from "../canvas/edges.js" */
/** @import { Point } from "../shared/types.js" */
/** @typedef {{ root: HTMLElement, lines: HTMLElement[] }} NodeElements */
/**
 * `ends`: where the edge's line starts and ends, once it is drawn.
 * @typedef {{ line: SVGPathElement, tip: SVGPathElement, label: HTMLElement,
 *   ends: [Point, Point] | null }} EdgeElements
 */

const SVG = "http://www.w3.org/2000/svg";
const SMALLEST = 40;
const NARROW = 600;
/** @type {Highlight} */
const NOTHING = { nodes: [], edges: [], back: false };

/**
 * @template {"svg" | "path"} K
 * @param {K} tag
 * @param {Record<string, string>} attributes
 */
function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/**
 * What is shown at a step: the text of the last keyframe that is not later; null before the first.
 * @type {(keyframes: Keyframes, step: number) => string | string[] | null}
 */
export const shownAt = (keyframes, step) => keyframes.findLast(([from]) => from <= step)?.[1] ?? null;

/**
 * The longest of all texts: its place is kept from the beginning, so that nothing moves.
 * @param {Keyframes} keyframes
 */
export const longest = (keyframes) =>
  keyframes.map(([, text]) => text).reduce((a, b) => (String(b).length > String(a).length ? b : a), "");

/**
 * @param {HTMLElement} element
 * @param {string | string[]} text a list is shown as a vector
 */
function setValue(element, text) {
  const shape = JSON.stringify(text);
  if (element.dataset.shown === shape) return;
  element.dataset.shown = shape;
  element.classList.toggle("ov-vector", Array.isArray(text));
  delete element.dataset.mixed;
  if (Array.isArray(text)) element.replaceChildren(...text.map((entry) => node("span", { text: entry })));
  else setMixed(element, text);
}

/**
 * What the places of nodes and edges depend on: all texts by their lengths.
 * @type {(spec: GraphSpec, font: number) => string}
 */
const shapeOf = (spec, font) =>
  JSON.stringify([
    spec.nodes.map(({ key, title, notes, column, row, lines }) => [
      key,
      title,
      notes,
      column,
      row,
      lines.map((line) => [line.length, longest(line).length]),
    ]),
    spec.edges,
    font,
  ]);

/** @extends {TitledPanel<GraphSpec>} */
export class GraphPanel extends TitledPanel {
  static kind = "graph";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "graph");
    this.arrows = svg("svg", { class: "ov-wires", "aria-hidden": "true" });
    this.layer = node("div", { class: "ov-boxes" });
    this.slot.append(this.arrows, this.layer);
    /** @type {NodeElements[]} */
    this.nodes = [];
    /** @type {EdgeElements[]} */
    this.edges = [];
    this.down = false;
    this.shape = "";
  }

  /** @override @param {GraphSpec} spec */
  update(spec) {
    const shape = shapeOf(spec, this.board.size.font);
    super.update(spec);
    if (this.shape !== shape) this.build();
    this.shape = shape;
    this.settle();
    // Formulas take their room only when KaTeX and its letters are here.
    loadMath().then(() => document.fonts.ready).then(() => requestAnimationFrame(() => this.settle(true)), () => {});
  }

  build() {
    const { spec } = this;
    this.nodes = spec.nodes.map((_, i) => this.buildNode(i));
    this.edges = spec.edges.map(() => ({
      line: svg("path", { class: "ov-wire" }),
      tip: svg("path", { class: "ov-wire-tip" }),
      label: node("span", { class: "ov-wire-label" }),
      ends: null,
    }));
    this.arrows.replaceChildren(...this.edges.flatMap(({ line, tip }) => [line, tip]));
    this.layer.replaceChildren(...this.nodes.map(({ root }) => root), ...this.edges.map(({ label }) => label));
  }

  /** @type {(i: number) => NodeElements} */
  buildNode(i) {
    const { key, title, notes, lines: keyframes, backs, leaf } = this.spec.nodes[i];
    const head = [title, ...notes].map((text, k) => {
      const part = node("div", { class: k ? "ov-box-note" : "ov-box-title" });
      setMixed(part, text);
      return part;
    });
    const lines = keyframes.map((_, k) =>
      node("div", { class: `ov-box-line${backs.includes(k) ? " ov-backward" : ""}` })
    );
    const root = node(
      "button",
      {
        type: "button",
        class: `ov-box${leaf ? " ov-leaf" : ""}`,
        "data-box": key,
        title: "Go to its step",
        onclick: () => this.visit(key),
      },
      node("div", { class: "ov-box-part" }, ...head),
      node("div", { class: "ov-box-part" }, ...lines),
    );
    return { root, lines };
  }

  /** @param {string} key of the node to whose first step the playhead goes */
  visit(key) {
    const step = this.spec.highlights.findIndex((highlight) => highlight.nodes.includes(key));
    if (step < 0) return;
    this.board.player.pause();
    this.board.player.seek(step);
  }

  // All texts of this step; or, to measure, the longest of all steps.
  fill(measuring = false) {
    const { step } = this.board.player;
    /** @type {(element: HTMLElement, keyframes: Keyframes) => void} */
    const show = (element, keyframes) => {
      const text = measuring ? longest(keyframes) : shownAt(keyframes, step);
      element.classList.toggle("ov-untold", text === null);
      setValue(element, text ?? longest(keyframes));
    };
    this.spec.nodes.forEach(({ lines }, i) => lines.forEach((line, k) => show(this.nodes[i].lines[k], line)));
    this.spec.edges.forEach(({ label }, i) => {
      this.edges[i].label.hidden = !label.length;
      show(this.edges[i].label, label);
    });
  }

  settle(done = false) {
    if (!this.spec || !this.root.isConnected) return;
    this.place();
    this.move();
    if (done) this.root.dataset.drawn = String(this.board.revision);
  }

  place() {
    const { slot, spec } = this;
    const width = slot.clientWidth;
    if (width < SMALLEST) return;
    this.fill(true);
    const down = width < NARROW;
    slot.classList.toggle("ov-down", down);
    const layout = layoutGraph(spec, this.nodes, this.edges, this.layer, {
      width,
      height: spec.tall ? Infinity : slot.clientHeight,
      down,
    });
    this.layer.style.height = down || spec.tall ? `${layout.height}px` : "";
    this.arrows.setAttribute("width", String(width));
    this.arrows.setAttribute("height", String(layout.height));
    this.nodes.forEach(({ root }, i) => {
      const [[left, top], [wide, high]] = [layout.centres[i], layout.sizes[i]];
      Object.assign(root.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${high}px` });
    });
    this.drawEdges(layout);
  }

  /** @param {GraphLayout} layout */
  drawEdges(layout) {
    this.edges.forEach((edge, i) => {
      const { d, ends } = edgePath(this.spec, i, layout);
      edge.line.setAttribute("d", d);
      edge.ends = ends;
      const middle = edge.line.getPointAtLength(edge.line.getTotalLength() / 2);
      Object.assign(edge.label.style, { left: `${middle.x}px`, top: `${middle.y}px` });
    });
    this.down = layout.down;
  }

  move() {
    const { highlights, nodes } = this.spec;
    this.fill();
    const now = highlights[Math.min(this.board.player.step, highlights.length - 1)] || NOTHING;
    this.slot.classList.toggle("ov-back", now.back);
    nodes.forEach(({ key }, i) => this.nodes[i].root.classList.toggle("ov-lit", now.nodes.includes(key)));
    this.edges.forEach(({ line, tip, label, ends }, i) => {
      const lit = now.edges.includes(i);
      for (const part of [line, tip, label]) part.classList.toggle("ov-lit", lit);
      if (ends) tip.setAttribute("d", arrowHead(ends, lit && now.back, this.down));
    });
  }

  resized() {
    if (this.spec) this.settle();
  }
}
