// A count that fills a grid of cells: a waffle chart.

import { clearedContext, fitCanvas } from "../canvas/context.js";
import { penOf } from "../shared/pens.js";
import { between, node } from "../shared/text.js";
import { TitledPanel } from "./titled.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, Print, WaffleSpec } from "../shared/board_types.js" */
/** @import { Context, Extent } from "../shared/types.js" */

const MOST_CELLS = 1000;
const GAP = 0.14;

/** @param {number} number */
const grouped = (number) => Math.floor(number).toLocaleString("en-US");

/**
 * How many cells there are, and how many things each stands for.
 * @param {number} total
 */
export function cellsOf(total) {
  const each = Math.ceil(total / MOST_CELLS);
  return { cells: Math.ceil(total / each), each };
}

/**
 * How many columns let so many square cells fill a place best.
 * @type {(cells: number, size: Extent) => number}
 */
export function columnsFor(cells, { width, height }) {
  const side = (/** @type {number} */ columns) => Math.min(width / columns, height / Math.ceil(cells / columns));
  let best = 1;
  for (let columns = 1; columns <= cells; columns++) if (side(columns) > side(best)) best = columns;
  return best;
}

/**
 * How many things are done of this round at a time between two steps. A grid that fills within a step is full.
 * @type {(spec: Pick<WaffleSpec, "total" | "done">, time: number) => number}
 */
export function filledAt({ total, done }, time) {
  const i = between(Math.floor(time), 0, done.length - 1);
  const next = done[Math.min(i + 1, done.length - 1)];
  const now = done[i] + (next - done[i]) * (time - i);
  const rounds = Math.floor(now / total + 1e-9);
  const quick = i > 0 ? done[i] - done[i - 1] >= total : time > 0 && next - done[i] >= total;
  const whole = now > 0 && (quick || now - rounds * total < 1e-9 * total);
  return whole ? total : now - rounds * total;
}

/** @extends {TitledPanel<WaffleSpec>} */
export class WafflePanel extends TitledPanel {
  static kind = "waffle";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "waffle-room");
    this.picture = node("canvas", { class: "ov-layer", role: "img" });
    this.note = node("div", { class: "ov-waffle-note" });
    this.slot.append(this.picture);
    this.root.append(this.note);
    /** @type {Extent | null} */
    this.measured = null;
  }

  /** @override @param {WaffleSpec} spec */
  update(spec) {
    super.update(spec);
    this.move();
  }

  move() {
    const { spec, board } = this;
    const filled = filledAt(spec, board.player.time);
    const { each } = cellsOf(spec.total);
    const count = t("{filled} of {total} {unit}", {
      filled: grouped(filled + 1e-6),
      total: grouped(spec.total),
      unit: spec.unit,
    });
    const text = each > 1 ? t("{count}; a cell is {each}", { count, each: grouped(each) }) : count;
    if (this.note.textContent !== text) {
      this.note.textContent = text;
      this.picture.setAttribute("aria-label", text);
    }
    const extent = (this.measured ||= { width: this.slot.clientWidth, height: this.slot.clientHeight });
    if (!(extent.width > 0 && extent.height > 0)) return;
    fitCanvas(this.picture, extent);
    this.paint(clearedContext(this.picture), extent);
    this.root.dataset.drawn = String(board.revision);
  }

  /** @type {(context: Context, extent: Extent) => void} */
  paint(context, extent) {
    const { spec, board } = this;
    const { cells, each } = cellsOf(spec.total);
    const columns = columnsFor(cells, extent);
    const side = Math.min(extent.width / columns, extent.height / Math.ceil(cells / columns));
    const full = filledAt(spec, board.player.time) / each;
    const { colour } = penOf(spec.look, board);
    const inner = side * (1 - GAP);
    for (let i = 0; i < cells; i++) {
      const [x, y] = [(i % columns) * side, Math.floor(i / columns) * side];
      const share = between(full - i, 0, 1);
      context.fillStyle = board.theme.rule;
      context.fillRect(x, y, inner, inner);
      context.fillStyle = colour;
      if (share > 0) context.fillRect(x, y + inner * (1 - share), inner, inner * share);
    }
  }

  /** @returns {Promise<Print>} */
  print() {
    const extent = this.measured;
    if (!extent) return Promise.reject(new Error("There is no picture yet."));
    return Promise.resolve({ paint: (context) => this.paint(context, extent) });
  }

  resized() {
    this.measured = null;
    if (this.spec) this.move();
  }
}
