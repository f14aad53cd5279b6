// A table of text; the row of the playhead is marked and kept in sight, later rows are blank.

import { textAt } from "../shared/keyframes.js";
import { node } from "../shared/text.js";
import { setMixed, TitledPanel } from "./titled.js";
import { t } from "../shared/words.js";

/** @import { BoardContext, TableSpec } from "../shared/board_types.js" */

const FEWEST = 3;
const BLANK = "\u00a0"; // a row keeps its height
const LINE = 2; // the height of a row, in letters
const DENSE_LINE = 1.65;

/**
 * Which row is the first of `count` lines, so that row `now` is in the middle if it can be.
 * @type {(now: number, count: number, rows: number) => number}
 */
export const firstRow = (now, count, rows) => Math.min(Math.max(0, now - Math.floor(count / 2)), rows - count);

/** @extends {TitledPanel<TableSpec>} */
export class TablePanel extends TitledPanel {
  static kind = "table";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "table-room");
    this.head = node("tr");
    this.body = node("tbody");
    this.part = node("div", { class: "ov-table-part" });
    this.slot.append(
      node("table", { class: "ov-standings ov-table" }, node("thead", {}, this.head), this.body),
      this.part,
    );
    /** @type {HTMLTableCellElement[][]} */
    this.cells = [];
    this.narrowed = ""; // the width and the texts that it was made to fit
  }

  /** @override @param {TableSpec} spec */
  update(spec) {
    super.update(spec);
    this.root.classList.toggle("ov-mono", spec.mono);
    this.root.classList.toggle("ov-dense", spec.dense);
    this.slot.classList.toggle("ov-plain", !spec.follow);
    this.head.replaceChildren(...spec.head.map((text) => {
      const cell = text ? node("th", { scope: "col" }) : node("td");
      setMixed(cell, text);
      return cell;
    }));
    this.fit();
    this.move();
  }

  // As many lines as the slot has room for; a plain table shows all of them.
  fit() {
    const { spec, board } = this;
    const line = board.size.font * (spec.dense ? DENSE_LINE : LINE);
    const most = Math.max(FEWEST, Math.floor(this.slot.clientHeight / line) - 1);
    // Where not all fit, the last line says so.
    const count = !spec.follow || spec.rows.length <= most ? spec.rows.length : most - 1;
    const width = spec.head.length;
    if (this.cells.length === count && (!count || this.cells[0].length === width)) return;
    this.cells = Array.from({ length: count }, () => spec.head.map(() => node("td")));
    this.body.replaceChildren(...this.cells.map((cells) => node("tr", {}, ...cells)));
  }

  move() {
    const { spec, cells, board: { player } } = this;
    const now = Math.min(player.step, spec.rows.length - 1);
    const first = spec.follow ? firstRow(now, cells.length, spec.rows.length) : 0;
    this.part.hidden = cells.length === spec.rows.length;
    this.part.textContent = t("rows {first} to {last} of {of}", {
      first: first + 1,
      last: first + cells.length,
      of: spec.rows.length,
    });
    cells.forEach((line, i) => {
      const hidden = spec.follow && first + i > player.horizon;
      spec.rows[first + i].forEach((text, j) => setMixed(line[j], (!hidden && textAt(text, player.horizon)) || BLANK));
      this.body.rows[i].classList.toggle("ov-picked", spec.follow && first + i === now);
    });
    if (spec.spare) this.narrow();
  }

  // Where a plain table is too wide its last `spare` columns go.
  narrow() {
    const { slot, spec: { spare, head } } = this;
    const key = `${slot.clientWidth} ${slot.textContent}`;
    if (this.narrowed === key) return;
    this.narrowed = key;
    this.show(head.length);
    for (let gone = 1; gone <= spare && slot.scrollWidth > slot.clientWidth; gone++) this.show(head.length - gone);
  }

  /** @param {number} count of columns; the others are hidden */
  show(count) {
    for (const row of [this.head, ...this.body.rows]) {
      [...row.children].forEach((cell, j) => cell.toggleAttribute("hidden", j >= count));
    }
  }

  // Head and rows as they may be known now, those that have no room too.
  cellsNow() {
    const { spec, board: { player: { horizon } } } = this;
    const rows = spec.follow ? spec.rows.slice(0, horizon + 1) : spec.rows;
    return [spec.head, ...rows.map((row) => row.map((text) => textAt(text, horizon) ?? ""))];
  }

  resized() {
    if (!this.spec) return;
    this.fit();
    this.move();
  }
}
