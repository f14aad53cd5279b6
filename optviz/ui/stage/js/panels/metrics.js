// A few numbers or words side by side, at the playhead.

import { textAt } from "../shared/keyframes.js";
import { penOf } from "../shared/pens.js";
import { digits, node } from "../shared/text.js";
import { setMixed, TitledPanel } from "./titled.js";

/** @import { BoardContext, Keyframes, Metric, MetricsSpec } from "../shared/board_types.js" */
/** @import { Playhead } from "../shared/types.js" */

/** @type {(values: Metric["values"]) => values is Keyframes} */
const areKeyframes = (values) => Array.isArray(values) && Array.isArray(values[0]);

/**
 * What a metric reads at the playhead; a dash where it is not computed, not defined or not told yet.
 * @type {(values: Metric["values"], playhead: Pick<Playhead, "step" | "horizon">) => string}
 */
export function readingAt(values, { step, horizon }) {
  if (areKeyframes(values)) return textAt(values, horizon) ?? "—";
  const value = values === null || typeof values === "string" || typeof values === "number"
    ? values
    : values[Math.min(step, values.length - 1)];
  if (typeof value === "string") return value;
  return Number.isNaN(value) ? "—" : digits(value);
}

/**
 * A pen's colour for text, which needs more contrast than a line.
 * @param {string} colour
 */
const readable = (colour) => `color-mix(in srgb, ${colour} 80%, var(--st-text-color))`;

/** @extends {TitledPanel<MetricsSpec>} */
export class MetricsPanel extends TitledPanel {
  static kind = "metrics";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "readings");
    /** @type {{ label: HTMLElement, reading: HTMLElement }[]} */
    this.cells = [];
  }

  /** @override @param {MetricsSpec} spec */
  update(spec) {
    super.update(spec);
    if (this.cells.length !== spec.metrics.length) {
      this.cells = spec.metrics.map(() => ({
        label: node("span", { class: "ov-reading-label" }),
        reading: node("span", { class: "ov-reading" }),
      }));
      const parts = this.cells.map(({ label, reading }) => node("div", { class: "ov-reading-cell" }, label, reading));
      this.slot.replaceChildren(...parts);
    }
    spec.metrics.forEach(({ label, look }, i) => {
      setMixed(this.cells[i].label, label);
      this.cells[i].reading.style.color = look === "ink" ? "" : readable(penOf(look, this.board).colour);
    });
    this.move();
  }

  move() {
    const { player } = this.board;
    this.spec.metrics.forEach(({ values }, i) => setMixed(this.cells[i].reading, readingAt(values, player)));
  }
}
