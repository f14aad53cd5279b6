// A multilayer perceptron drawn: each unit with the picture of what it computes on the plane, each weight as a line.
// The unit under the mouse, or chosen by keys or a tap, is shown large on the plane beside it.

import { clearedContext, fitCanvas, paintedCanvas } from "../canvas/context.js";
import { patch } from "../canvas/key.js";
import { drawNames, drawWeights, inputName, layoutNetwork, MOST_UNITS } from "../canvas/network.js";
import { paintSquare, scaleOf, shades } from "../canvas/network.js";
import { frameAt } from "../shared/frames.js";
import { penOf, rgbOf } from "../shared/pens.js";
import { gridPoints, layersAt, valuesOf } from "../shared/mlp.js";
import { digits, node } from "../shared/text.js";
import { TitledPanel } from "./titled.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, NetworkDiagramSpec, Print } from "../shared/board_types.js" */
/** @import { Context, Extent } from "../shared/types.js" */
/** @import { NetworkLayout } from "../canvas/network.js" */
/** @import { MlpLayer } from "../shared/mlp.js" */
/** @typedef {[column: number, unit: number]} Unit */

const SIDE = 24;
const LARGE = 64;
const SMALLEST = 60;
const BOUNDED = new Set(["tanh", "sigmoid"]);

/** @extends {TitledPanel<NetworkDiagramSpec>} */
export class NetworkDiagramPanel extends TitledPanel {
  static kind = "network_diagram";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "network");
    this.key = node("div", { class: "ov-key" });
    const head = node("div", { class: "ov-panel-head" });
    this.title.before(head);
    head.append(this.title, this.key);
    this.picture = node("canvas", { class: "ov-layer", role: "img" });
    this.units = node("div", { role: "group", "aria-label": "Units; arrow up or down goes to the next one" });
    this.slot.append(this.picture, this.units);
    /** @type {HTMLButtonElement[][]} */
    this.buttons = [];
    /** @type {Record<"hovered" | "focused" | "pinned", Unit | null>} */
    this.chosen = { hovered: null, focused: null, pinned: null };
    this.shape = "";
    /** @type {Extent | null} */
    this.size = null;
    /** @type {NetworkLayout | null} */
    this.layout = null;
    this.frame = -1;
    /** @type {MlpLayer[]} of the frame that is shown, and the values of all units on the grid */
    this.layers = [];
    /** @type {Float64Array[][]} */
    this.values = [];
  }

  /** @override @param {NetworkDiagramSpec} spec */
  update(spec) {
    super.update(spec);
    const { theme } = this.board;
    spec.pens = spec.categories.map(({ look }) => penOf(look, this.board));
    this.key.replaceChildren(
      patch(theme.diverging[0], "below 0"),
      patch(theme.diverging[theme.diverging.length - 1], "above 0"),
      node("span", { text: "thicker: larger" }),
    );
    this.picture.setAttribute("aria-label", `${spec.title}. ${this.board.shownView.summary}`);
    const shape = JSON.stringify([spec.sizes, spec.categories, spec.activation]);
    if (shape !== this.shape) this.chosen = { hovered: null, focused: null, pinned: null };
    this.shape = shape;
    this.frame = -1;
    this.settle();
  }

  get unit() {
    const { hovered, focused, pinned } = this.chosen;
    return hovered ?? focused ?? pinned;
  }

  // ---- places ---------------------------------------------------------------------------------------

  settle() {
    const size = { width: this.slot.clientWidth, height: this.slot.clientHeight };
    if (size.width < SMALLEST || size.height < SMALLEST) return;
    this.size = size;
    fitCanvas(this.picture, size);
    const { font } = this.board.size;
    const longest = Math.max(...this.spec.categories.map(({ label }) => label.length));
    this.layout = layoutNetwork(this.spec.sizes, size, font, 1.8 * font, (0.55 * longest + 0.6) * font);
    this.place(this.layout);
    this.move();
    this.root.dataset.drawn = String(this.board.revision);
  }

  /** @param {NetworkLayout} layout */
  place({ columns, side }) {
    const counts = columns.map(({ ys }) => ys.length);
    if (this.buttons.map((column) => column.length).join() !== counts.join()) this.build(counts);
    this.buttons.forEach((column, c) =>
      column.forEach((button, i) => {
        const [left, top] = [columns[c].x - side / 2, columns[c].ys[i] - side / 2];
        Object.assign(button.style, { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` });
        button.setAttribute("aria-label", this.nameOf([c, i]));
      })
    );
  }

  /** @param {number[]} counts */
  build(counts) {
    this.buttons = counts.map((count, c) =>
      Array.from({ length: count }, (_, i) => {
        const choose = (/** @type {"hovered" | "focused"} */ how, /** @type {Unit | null} */ unit) => () =>
          this.choose({ [how]: unit });
        /** @type {HTMLButtonElement} */
        const button = node("button", {
          type: "button",
          class: "ov-unit",
          tabindex: c || i ? -1 : 0,
          onpointerenter: choose("hovered", [c, i]),
          onpointerleave: choose("hovered", null),
          onfocus: choose("focused", [c, i]),
          onblur: choose("focused", null),
          onkeydown: (event) => this.step(event, button),
          onclick: (event) => this.pin([c, i], button, event),
        });
        return button;
      })
    );
    this.units.replaceChildren(...this.buttons.flat());
  }

  /** @type {(event: KeyboardEvent, button: HTMLButtonElement) => void} */
  step(event, button) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const all = this.buttons.flat();
    const next = all[all.indexOf(button) + by];
    if (!next) return;
    for (const each of all) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  }

  /** @type {(unit: Unit, button: HTMLButtonElement, event: MouseEvent) => void} */
  pin(unit, button, event) {
    const same = this.chosen.pinned?.join() === unit.join();
    if (event.detail) button.blur(); // a pressed button would keep the space bar, which plays
    this.choose({ pinned: same ? null : unit });
  }

  /** @param {Partial<NetworkDiagramPanel["chosen"]>} change */
  choose(change) {
    Object.assign(this.chosen, change);
    this.buttons.forEach((column, c) =>
      column.forEach((each, i) => each.setAttribute("aria-pressed", String(this.chosen.pinned?.join() === `${c},${i}`)))
    );
    this.draw();
  }

  // ---- what is drawn --------------------------------------------------------------------------------

  move() {
    const { spec, board, layout } = this;
    if (!spec || !layout) return;
    const frame = frameAt(board.player, spec.theta.shape[1]);
    if (frame !== this.frame) this.turnTo(frame);
    this.root.dataset.frame = String(frame);
    this.draw();
  }

  /** @param {number} frame whose weights are drawn next */
  turnTo(frame) {
    const { theta, sizes } = this.spec;
    this.frame = frame;
    this.layers = layersAt(theta, sizes, frame);
    this.values = this.valuesOn(SIDE);
  }

  /** @param {number} side of the grid */
  valuesOn(side) {
    const { x, y, activation } = this.spec;
    return valuesOf(this.layers, activation, gridPoints(x, y, side));
  }

  draw() {
    if (!this.layout) return;
    this.drawOn(clearedContext(this.picture));
    this.show();
  }

  /**
   * The colours of a unit's values: of an output those of its class, else by sign.
   * @type {(unit: Unit, values: Float64Array) => (value: number) => number[]}
   */
  colours([c, i], values) {
    const { spec, board: { theme } } = this;
    if (c === spec.sizes.length - 1) {
      const colour = rgbOf(spec.pens[i].colour);
      return (value) => [...colour, Math.round(10 + 200 * value)];
    }
    const table = shades(theme);
    const scale = scaleOf(values, c > 0 && BOUNDED.has(spec.activation));
    return (value) => table[Math.round(128 + 128 * Math.min(Math.max(value / scale, -1), 1))];
  }

  /** @param {Context} context */
  drawOn(context) {
    const { layout, layers, board: { theme, size }, unit } = this;
    if (!layout) return;
    drawWeights(context, layout, layers, theme, size.line / 2.4, unit);
    const units = layout.columns.flatMap(({ x, ys }, c) => ys.map((y, i) => ({ c, i, x, y })));
    const pictures = paintedCanvas(SIDE, SIDE * units.length, (data) =>
      units.forEach(({ c, i }, k) => {
        const values = this.values[c][i];
        paintSquare(data, k * SIDE * SIDE, values, SIDE, this.colours([c, i], values));
      }));
    const { side } = layout;
    units.forEach(({ c, i, x, y }, k) => {
      const [left, top] = [x - side / 2, y - side / 2];
      context.fillStyle = theme.background;
      context.fillRect(left, top, side, side);
      context.drawImage(pictures, 0, k * SIDE, SIDE, SIDE, left, top, side, side);
      const chosen = unit?.[0] === c && unit[1] === i;
      context.lineWidth = chosen ? 3 : 1;
      context.strokeStyle = chosen ? theme.accent : theme.frame;
      context.strokeRect(left, top, side, side);
    });
    drawNames(context, layout, this.spec, theme, size.font);
  }

  // ---- the chosen unit ------------------------------------------------------------------------------

  /** @param {Unit} unit */
  nameOf([c, i]) {
    const { sizes, categories } = this.spec;
    if (c === 0) return t("input {name}", { name: inputName(i) });
    if (c === sizes.length - 1) return t("output: probability of {label}", categories[i]);
    return t("hidden layer {layer}, unit {unit}", { layer: c, unit: i + 1 });
  }

  /** @param {Unit} unit */
  numbersOf([c, i]) {
    const values = this.values[c][i];
    const range = t("values {low} to {high}", {
      low: digits(Math.min(...values), 3),
      high: digits(Math.max(...values), 3),
    });
    return c === 0 ? [range] : [t("bias {bias}", { bias: digits(this.layers[c - 1].bias[i], 3) }), range];
  }

  /** @param {Unit} unit */
  weightsOf([c, i]) {
    if (c === 0) return [];
    const { weights, inputs, outputs } = this.layers[c - 1];
    const into = Array.from({ length: Math.min(inputs, MOST_UNITS) }, (_, k) => digits(weights[k * outputs + i], 3));
    return [t("weights {weights}", { weights: into.join(", ") })];
  }

  show() {
    const { unit, layout, spec, board } = this;
    const plane = board.panels.of(spec.plane);
    if (!unit || !layout) {
      plane?.lend?.(null, []);
      return;
    }
    const [c, i] = unit;
    const lines = [this.nameOf(unit), ...this.numbersOf(unit)];
    this.buttons[c][i].setAttribute("aria-label", [...lines, ...this.weightsOf(unit)].join("; "));
    if (!plane?.lend) return;
    const values = this.valuesOn(LARGE)[c][i];
    const colours = this.colours(unit, values);
    plane.lend(paintedCanvas(LARGE, LARGE, (data) => paintSquare(data, 0, values, LARGE, colours)), lines);
  }

  /** @returns {Promise<Print>} */
  print() {
    if (!this.size) return Promise.reject(new Error("There is no picture yet."));
    return Promise.resolve({
      paint: (context) => {
        this.turnTo(frameAt(this.board.player, this.spec.theta.shape[1]));
        this.drawOn(context);
      },
    });
  }

  resized() {
    if (this.spec) this.settle();
  }

  dispose() {
    this.chosen = { hovered: null, focused: null, pinned: null };
    this.board.panels.of(this.spec?.plane)?.lend?.(null, []);
  }
}
