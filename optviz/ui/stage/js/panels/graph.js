// A graph of boxes and arrows that follows the playhead: boxes are HTML, arrows an SVG below them.
// On a narrow screen it runs from top to bottom instead of from left to right.

import { loadMath } from "../shared/math.js";
import { node } from "../shared/text.js";
import { setMixed, setTitle, titled } from "./table.js";
import { arrowHead, edgePath, layoutGraph } from "../canvas/edges.js";

const SVG = "http://www.w3.org/2000/svg";

const svg = (tag, attributes) => {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

// What a story tells at a step: the last of its (step, text) pairs that is not later; null before the first.
const told = (story, step) => story.reduce((found, [from, text]) => (from <= step ? text : found), null);

// The longest of a story's texts: its place is kept from the beginning, so that nothing moves.
const longest = (story) =>
  story.map(([, text]) => text).reduce((a, b) => (String(b).length > String(a).length ? b : a), "");

function setValue(element, text) {
  const shape = JSON.stringify(text);
  if (element.dataset.told === shape) return;
  element.dataset.told = shape;
  const vector = Array.isArray(text);
  element.classList.toggle("ov-vector", vector);
  delete element.dataset.mixed;
  if (vector) element.replaceChildren(...text.map((one) => node("span", { text: one })));
  else setMixed(element, text);
}

export class GraphPanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, titled("graph"));
    this.arrows = svg("svg", { class: "ov-wires", "aria-hidden": "true" });
    this.layer = node("div", { class: "ov-boxes" });
    this.room.append(this.arrows, this.layer);
    this.boxes = [];
    this.wires = [];
  }

  update(spec) {
    const shape = JSON.stringify([
      spec.nodes.map((
        { key, title, notes, column, row, lines },
      ) => [key, title, notes, column, row, lines.map((s) => [s.length, longest(s).length])]),
      spec.edges,
      this.board.size.font,
    ]);
    this.spec = spec;
    setTitle(this.title, spec.title);
    if (this.shape !== shape) this.build();
    this.shape = shape;
    this.settle();
    // Formulas take their room only when KaTeX and its letters are here.
    loadMath().then(() => document.fonts.ready).then(() => requestAnimationFrame(() => this.settle(true)), () => {});
  }

  build() {
    const { spec } = this;
    this.boxes = spec.nodes.map((box, i) => {
      const head = [box.title, ...box.notes].map((text, k) => {
        const part = node("div", { class: k ? "ov-box-note" : "ov-box-title" });
        setMixed(part, text);
        return part;
      });
      const lines = box.lines.map((_, k) =>
        node("div", { class: `ov-box-line${box.backs.includes(k) ? " ov-backward" : ""}` })
      );
      const root = node(
        "button",
        {
          type: "button",
          class: `ov-box${box.leaf ? " ov-leaf" : ""}`,
          "data-box": box.key,
          "aria-label": `${box.title.replace(/[$\\{}]/g, "")}: go to its step`,
          onclick: () => this.visit(i),
        },
        node("div", { class: "ov-box-part" }, ...head),
        node("div", { class: "ov-box-part" }, ...lines),
      );
      return { root, lines };
    });
    this.wires = spec.edges.map(() => ({
      line: svg("path", { class: "ov-wire" }),
      tip: svg("path", { class: "ov-wire-tip" }),
      label: node("span", { class: "ov-wire-label" }),
    }));
    this.arrows.replaceChildren(...this.wires.flatMap(({ line, tip: head }) => [line, head]));
    this.layer.replaceChildren(...this.boxes.map((box) => box.root), ...this.wires.map((wire) => wire.label));
  }

  visit(i) {
    const { key } = this.spec.nodes[i];
    const step = this.spec.highlights.findIndex((highlight) => highlight.nodes.includes(key));
    if (step < 0) return;
    this.board.player.pause();
    this.board.player.seek(step);
  }

  // All texts of this step; or, to measure, the longest of all steps.
  fill(all = false) {
    const { step } = this.board.player;
    const say = (element, story) => {
      const now = all ? longest(story) : told(story, step);
      element.classList.toggle("ov-untold", now === null);
      setValue(element, now ?? longest(story));
    };
    this.spec.nodes.forEach((box, i) => box.lines.forEach((story, k) => say(this.boxes[i].lines[k], story)));
    this.spec.edges.forEach((wire, i) => {
      this.wires[i].label.hidden = !wire.label.length;
      say(this.wires[i].label, wire.label);
    });
  }

  settle(done = false) {
    if (!this.spec || !this.root.isConnected) return;
    this.place();
    this.move();
    if (done) this.root.dataset.drawn = this.board.revision;
  }

  place() {
    const { room, spec } = this;
    const width = room.clientWidth;
    if (width < 40) return;
    this.fill(true);
    const down = width < 600;
    this.room.classList.toggle("ov-down", down);
    const area = layoutGraph(spec, this.boxes, this.wires, this.layer, {
      width,
      height: spec.tall ? Infinity : room.clientHeight,
      down,
    });
    this.layer.style.height = down || spec.tall ? `${area.height}px` : "";
    this.arrows.setAttribute("width", width);
    this.arrows.setAttribute("height", area.height);
    spec.nodes.forEach((_, i) =>
      Object.assign(this.boxes[i].root.style, {
        left: `${area.centres[i][0]}px`,
        top: `${area.centres[i][1]}px`,
        width: `${area.sizes[i][0]}px`,
        height: `${area.sizes[i][1]}px`,
      })
    );
    this.draw(area);
  }

  draw(area) {
    this.wires.forEach((wire, i) => {
      const path = edgePath(this.spec, i, area);
      wire.line.setAttribute("d", path.d);
      wire.ends = path.ends;
      const middle = wire.line.getPointAtLength(wire.line.getTotalLength() / 2);
      Object.assign(wire.label.style, { left: `${middle.x}px`, top: `${middle.y}px` });
    });
    this.down = area.down;
  }

  move() {
    const { highlights, nodes } = this.spec;
    this.fill();
    const last = highlights.length - 1;
    const now = highlights[Math.min(this.board.player.step, last)] || { nodes: [], edges: [], back: false };
    this.room.classList.toggle("ov-back", now.back);
    nodes.forEach(({ key }, i) => this.boxes[i].root.classList.toggle("ov-lit", now.nodes.includes(key)));
    this.wires.forEach((wire, i) => {
      const lit = now.edges.includes(i);
      for (const part of [wire.line, wire.tip, wire.label]) part.classList.toggle("ov-lit", lit);
      if (wire.ends) wire.tip.setAttribute("d", arrowHead(wire.ends, lit && now.back, this.down));
    });
  }

  resized() {
    if (this.spec) this.settle();
  }
}
