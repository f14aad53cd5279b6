// A pasted table as rows of numbers, or a sentence on why it is none: nothing is cut off or changed silently. The same
// rules on the server: optviz/core/tables/reading.py. Examples for both: tests/golden/tables.json.

import { cleanName, decimalMark, isNumber, MISSING, separatorOf, shown, splitLine, trimmed } from "./cells.js";
import { valueOf, WORD } from "./cells.js";

/** @import { Mark } from "./cells.js" */

export const MAX_ROWS = 10_000;
const MAX_COLUMNS = 50;
export const MAX_CHARACTERS = 2_000_000;
/** @type {Record<number, string>} */
const COUNTS = { 2: "Two", 3: "Three" };

/** A text is no table of numbers; its message is a sentence for whoever pasted it. */
export class TableError extends Error {}

/** @typedef {{ row: number, cells: string[] }} Line  a line of the text, the first is row 1, and its cells */
/** @typedef {{ hasNumbers: boolean, values: (number | string | null)[], fault: string }} Column */
/**
 * A table that was read. `names`: of all columns, empty where there is no header; `numeric`: the places of those that
 * hold numbers; `columns`: of those that were taken; `rows`: the numbers in these; `leftOut`: which rows of the text
 * were left out, as a cell of theirs is missing.
 * @typedef {{ names: string[], numeric: number[], columns: number[], rows: number[][], leftOut: number[] }} ReadTable
 */

/** @param {number} count */
export const counted = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/**
 * `width` columns of a pasted table: those named by `columns`, or the first that hold numbers. Throws TableError.
 * @type {(text: string, width?: number, columns?: number[]) => ReadTable}
 */
export function readTable(text, width = 2, columns = []) {
  const { lines, mark } = linesOf(text);
  const first = lines[0].cells;
  const hasHeader = !first.some((cell) => isNumber(cell, mark)) && first.some((cell) => !MISSING.has(cell));
  const body = hasHeader ? lines.slice(1) : lines;
  checkShape(body, first.length);
  const names = first.map((cell) => (hasHeader ? cleanName(cell) : ""));
  const found = first.map((_, place) => column(body, place, mark));
  const numeric = [...found.keys()].filter((place) => found[place].hasNumbers);
  const taken = takenOf(numeric, width, columns);
  for (const place of taken) if (found[place].fault) throw new TableError(found[place].fault);
  const { rows, leftOut } = rowsOf(body, taken.map((place) => found[place].values));
  if (rows.length < 2) throw new TableError("At least two rows without a missing cell are needed.");
  return { names, numeric, columns: taken, rows, leftOut };
}

/** @type {(text: string) => { lines: Line[], mark: Mark }} */
function linesOf(text) {
  if ([...text].length > MAX_CHARACTERS) {
    throw new TableError(`This is more text than can be read: at most ${counted(MAX_CHARACTERS)} characters.`);
  }
  const every = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).map((line, i) => ({ row: i + 1, line }));
  const some = every.filter(({ line }) => trimmed(line));
  const separator = separatorOf(some.map(({ line }) => line));
  const lines = some.map(({ row, line }) => ({ row, cells: splitLine(line, separator) })).filter((l) => l.cells.length);
  if (!lines.length) throw new TableError("There is nothing to read here.");
  return { lines, mark: decimalMark(lines.map(({ cells }) => cells), separator) };
}

/** @type {(body: Line[], width: number) => void} */
function checkShape(body, width) {
  if (body.length > MAX_ROWS) {
    const most = counted(MAX_ROWS);
    throw new TableError(`The table has ${counted(body.length)} rows; at most ${most} can be taken. None was cut off.`);
  }
  if (width > MAX_COLUMNS) {
    throw new TableError(`The table has ${counted(width)} columns; at most ${MAX_COLUMNS} can be read.`);
  }
  for (const { row, cells } of body) {
    if (cells.length <= width) continue;
    const more = "more cells than the first row, which has";
    throw new TableError(`Row ${row} has ${more} ${width}; it begins with ${shown(cells[0])}.`);
  }
}

/**
 * What a column holds: whether mostly numbers, its values, and a sentence about its first cell that is neither a number
 * nor missing.
 * @type {(body: Line[], place: number, mark: Mark) => Column}
 */
function column(body, place, mark) {
  const values = body.map(({ cells }) => (place < cells.length ? valueOf(cells[place], mark) : null));
  const wrong = values.findIndex((value) => typeof value === "string");
  const words = values.filter((value) => typeof value === "string" && value.endsWith(WORD)).length;
  const numbers = values.filter((value) => value !== null).length - words;
  const fault = wrong < 0 ? "" : `Row ${body[wrong].row}, column ${place + 1}: ${values[wrong]}.`;
  return { hasNumbers: numbers > 0 && numbers >= words, values, fault };
}

/** @type {(numeric: number[], width: number, columns: number[]) => number[]} */
function takenOf(numeric, width, columns) {
  if (columns.length && columns.every((place) => numeric.includes(place))) return columns;
  if (numeric.length < width) {
    const there = numeric.length === 1 ? "there is one" : `there are ${["none", "", "two"][numeric.length]}`;
    throw new TableError(`${COUNTS[width]} columns of numbers are needed; ${there}.`);
  }
  return numeric.slice(0, width);
}

/** @type {(body: Line[], columns: Column["values"][]) => { rows: number[][], leftOut: number[] }} */
function rowsOf(body, columns) {
  /** @type {number[][]} */
  const rows = [];
  /** @type {number[]} */
  const leftOut = [];
  body.forEach(({ row }, i) => {
    const values = columns.map((each) => each[i]);
    if (values.includes(null)) leftOut.push(row);
    else rows.push(/** @type {number[]} */ (values));
  });
  return { rows, leftOut };
}

/**
 * A table as plain text, a row a line, with its header where a column has a name.
 * @type {(names: string[], rows: number[][]) => string}
 */
export function tableText(names, rows) {
  const header = names.some(Boolean) ? [names.map((name) => name || "?").join()] : [];
  return [...header, ...rows.map((row) => row.join())].join("\n");
}
