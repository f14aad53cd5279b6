// Panels of words and numbers that follow the playhead: tables, programs, formulas, readings.

import { setMath } from "../shared/math.js";
import { penOf } from "../shared/pens.js";
import { digits, latexNumber, node } from "../shared/text.js";

const CALM_FORMULA = 120;

export const titled = (name) => {
  const title = node("div", { class: "ov-chart-title" });
  const room = node("div", { class: `ov-sheet-room ov-${name}` });
  return { title, room, root: node("section", { class: "ov-panel" }, title, room) };
};

export const setTitle = (title, text) => {
  title.hidden = !text;
  if (title.textContent !== text) title.textContent = text;
};

// Text with mathematics between dollar signs.
export function setMixed(element, text) {
  if (element.dataset.mixed === text) return;
  element.dataset.mixed = text;
  element.replaceChildren(
    ...text.split("$").map((part, i) => {
      const span = document.createElement("span");
      if (i % 2) setMath(span, part);
      else span.textContent = part;
      return span;
    }),
  );
}

export class TablePanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, titled("table-room"));
    this.head = node("tr");
    this.body = node("tbody");
    this.room.append(node("table", { class: "ov-standings ov-table" }, node("thead", {}, this.head), this.body));
    this.lines = [];
  }

  update(spec) {
    this.spec = spec;
    setTitle(this.title, spec.title);
    this.root.classList.toggle("ov-mono", spec.mono);
    this.head.replaceChildren(...spec.head.map((text) => {
      const cell = node("th", { scope: "col" });
      setMixed(cell, text);
      return cell;
    }));
    this.fit();
    this.move();
  }

  // As many lines as the room holds; a plain table shows all of them.
  fit() {
    const { spec, board } = this;
    const room = Math.max(3, Math.floor(this.room.clientHeight / (board.size.font * 2)) - 1);
    const count = spec.follow ? Math.min(spec.rows.length, room) : spec.rows.length;
    if (this.lines.length === count && this.width === spec.head.length) return;
    this.width = spec.head.length;
    this.lines = Array.from({ length: count }, () => node("tr", {}, ...spec.head.map(() => node("td"))));
    this.body.replaceChildren(...this.lines);
  }

  move() {
    const { spec, lines } = this;
    const now = Math.min(this.board.player.step, spec.rows.length - 1);
    const first = spec.follow
      ? Math.min(Math.max(0, now - Math.floor(lines.length / 2)), spec.rows.length - lines.length)
      : 0;
    lines.forEach((line, i) => {
      spec.rows[first + i].forEach((text, j) => setMixed(line.children[j], text));
      line.classList.toggle("ov-picked", spec.follow && first + i === now);
    });
  }

  resized() {
    if (!this.spec) return;
    this.fit();
    this.move();
  }
}

export class CodePanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, titled("code-room"));
  }

  update(spec) {
    this.spec = spec;
    setTitle(this.title, spec.title);
    this.root.classList.toggle("ov-mono", !spec.latex);
    const text = spec.lines.join("\n");
    if (this.text !== text) {
      this.lines = spec.lines.map((line) => {
        const row = node("div", { class: "ov-code-line" });
        if (spec.latex) setMixed(row, line);
        else row.textContent = line || " ";
        return row;
      });
      this.room.replaceChildren(...this.lines);
    }
    this.text = text;
    this.move();
  }

  move() {
    const { at } = this.spec;
    const lit = at.length ? at[Math.min(this.board.player.step, at.length - 1)] : -1;
    this.lines.forEach((line, i) => line.classList.toggle("ov-lit", i === lit));
  }
}

const vectorText = (
  numbers,
) => (numbers.length === 1
  ? latexNumber(numbers[0])
  : `\\begin{pmatrix}${numbers.map((v) => latexNumber(v)).join("\\\\")}\\end{pmatrix}`);

function numbersAt(column, step) {
  if (typeof column === "number") return [column];
  if (column == null) return [NaN];
  const [rows, width = 1] = column.shape;
  const row = Math.min(step, rows - 1);
  return Array.from({ length: width }, (_, i) => column[row * width + i]);
}

export class FormulaPanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, titled("worked"));
    this.rows = [];
  }

  update(spec) {
    this.spec = spec;
    setTitle(this.title, spec.title);
    if (this.rows.length !== spec.lines.length) {
      this.rows = spec.lines.map(
        () => [node("div", { class: "ov-math" }), node("div", { class: "ov-math ov-numbers" })],
      );
      this.room.replaceChildren(...this.rows.map((pair) => node("div", { class: "ov-worked-line" }, ...pair)));
    }
    spec.lines.forEach(([symbols], i) => setMath(this.rows[i][0], symbols, true));
    this.draw();
  }

  move() {
    const wait = CALM_FORMULA - (performance.now() - (this.drawn || 0));
    if (wait <= 0) this.draw();
    else this.later ||= setTimeout(() => this.draw(), wait);
  }

  draw() {
    clearTimeout(this.later);
    this.later = null;
    this.drawn = performance.now();
    const { lines, columns } = this.spec;
    const { step } = this.board.player;
    lines.forEach(([, template], i) => {
      const fill = (_, name, at) => {
        const text = vectorText(numbersAt(columns[name], step));
        return at > 0 && text.startsWith("-") ? `(${text})` : text;
      };
      setMath(this.rows[i][1], template.replace(/<<(\w+)>>/g, fill), true);
      this.rows[i][1].hidden = !template;
    });
  }

  dispose() {
    clearTimeout(this.later);
  }
}

export class ReadingsPanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, titled("readings"));
    this.cells = [];
  }

  update(spec) {
    this.spec = spec;
    setTitle(this.title, spec.title);
    if (this.cells.length !== spec.metrics.length) {
      this.cells = spec.metrics.map(
        () => [node("span", { class: "ov-reading-label" }), node("span", { class: "ov-reading" })],
      );
      this.room.replaceChildren(...this.cells.map((pair) => node("div", { class: "ov-reading-cell" }, ...pair)));
    }
    spec.metrics.forEach(({ label, look }, i) => {
      setMixed(this.cells[i][0], label);
      this.cells[i][1].style.color = look === "ink" ? "" : penOf(look, this.board).colour;
    });
    this.move();
  }

  move() {
    const { step } = this.board.player;
    this.spec.metrics.forEach(({ values }, i) => {
      const value = typeof values === "string" || typeof values === "number" || values === null
        ? values
        : values[Math.min(step, values.length - 1)];
      // Not computed yet, or not defined at this step.
      const text = typeof value === "string" ? value : Number.isNaN(value) ? "—" : digits(value);
      setMixed(this.cells[i][1], text);
    });
  }
}
