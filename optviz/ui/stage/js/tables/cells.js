// Cells of a pasted table: how lines fall into cells, and which cells are numbers, missing, or words. The same rules
// on the server: optviz/core/tables/cells.py. Examples for both: tests/golden/tables.json.

const BLANK = "[ \\t\\u00a0\\u2009\\u202f\\ufeff]+";
const ENDS = new RegExp(`^${BLANK}|${BLANK}$`, "g");
export const MISSING = new Set(
  ["", "-", "–", "—", "?", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "#N/A", "#NV"],
);
/** What is wrong with a cell of words. */
export const WORD = "is not a number";

const LARGEST = 1e50;
const SMALLEST = 1e-50;
const LONGEST_NAME = 24;
const LONGEST_SHOWN = 20;
const EXPONENT = "([eE][+-]?[0-9]+)?";
/** @typedef {"." | ","} Mark  the decimal mark */
/** @type {Record<Mark, RegExp>} */
const NUMBERS = {
  ".": new RegExp(`^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)${EXPONENT}$`),
  ",": new RegExp(`^[+-]?([0-9]+,?[0-9]*|,[0-9]+)${EXPONENT}$`),
};
const WITH_COMMA = new RegExp(`^[+-]?([0-9]+,[0-9]*|,[0-9]+)${EXPONENT}$`);
const THOUSANDS = /^[+-]?[0-9]{1,3}([.,' \u00a0\u2009\u202f][0-9]{3})+([.,][0-9]+)?$/;
const UNSEEN_RANGES = "\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069";
const UNSEEN = new RegExp(`[${UNSEEN_RANGES}]`, "g");
const BAD_IN_NAMES = new RegExp(`[<>&"'\`=\\\\{}$,;_|${UNSEEN_RANGES}]`, "g");

/** @param {string} text */
export const trimmed = (text) => text.replace(ENDS, "");

/** @type {(text: string, most: number) => string} */
const cut = (text, most) => [...text].slice(0, most).join("");

/**
 * A cell as a sentence has it: short, in quotation marks, without what cannot be seen.
 * @param {string} text
 */
export function shown(text) {
  const visible = text.replace(UNSEEN, "·");
  return `“${[...visible].length <= LONGEST_SHOWN ? visible : `${cut(visible, LONGEST_SHOWN)}…`}”`;
}

/**
 * A column's name without what would be markup, mathematics or a separator elsewhere.
 * @param {string} text
 */
export function cleanName(text) {
  const name = trimmed(cut(trimmed(text.replace(BAD_IN_NAMES, " ")), LONGEST_NAME));
  return MISSING.has(name) || isNumber(name, ".") || isNumber(name, ",") ? "" : name;
}

/** @param {string} cell */
const plain = (cell) => cell.replaceAll("\u2212", "-");

/** @type {(line: string) => boolean} */
const hasSpacedCommas = (line) => {
  const cells = splitLine(line, " ");
  return cells.length > 1 && !cells.some((cell) => cell.startsWith(",") || cell.endsWith(","));
};

/**
 * What parts the cells: a tab, a semicolon, a comma or blanks.
 * @param {string[]} lines
 */
export function separatorOf(lines) {
  const bare = lines.map((line) => line.replace(/"[^"]*"/g, ""));
  const [tabs, semicolons, commas] = ["\t", ";", ","].map((mark) => bare.filter((line) => line.includes(mark)).length);
  if (tabs && tabs >= semicolons) return "\t";
  if (semicolons) return ";";
  return !commas || bare.every(hasSpacedCommas) ? " " : ",";
}

/**
 * The cells of a line, without the empty ones at its end; quotation marks keep a cell together.
 * @type {(line: string, separator: string) => string[]}
 */
export function splitLine(line, separator) {
  if (separator === " ") return trimmed(line).split(/[ \u00a0\u2009\u202f]+/).filter(Boolean);
  const cells = (line.includes('"') ? quotedCells(line, separator) : line.split(separator)).map(trimmed);
  while (cells.length && !cells[cells.length - 1]) cells.pop();
  return cells;
}

/** @type {(line: string, separator: string) => string[]} */
function quotedCells(line, separator) {
  const cells = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"') {
      if (quoted && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = !quoted;
    } else if (line[i] === separator && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += line[i];
  }
  return [...cells, cell];
}

/**
 * The decimal mark of all numbers: a comma if a cell has one that parts no cells.
 * @type {(grid: string[][], separator: string) => Mark}
 */
export const decimalMark = (grid, separator) =>
  separator !== "," && grid.some((cells) => cells.some((cell) => WITH_COMMA.test(plain(cell)))) ? "," : ".";

/** @type {(cell: string, mark: Mark) => boolean} */
export const isNumber = (cell, mark) => NUMBERS[mark].test(plain(cell));

/**
 * The number in a cell, null where it is missing, or what is wrong with it.
 * @type {(cell: string, mark: Mark) => number | string | null}
 */
export function valueOf(cell, mark) {
  if (MISSING.has(cell)) return null;
  const text = plain(cell);
  if (NUMBERS[mark].test(text)) {
    const value = Number(text.replaceAll(",", "."));
    const size = Math.abs(value);
    if (size > LARGEST) return `${shown(cell)} is beyond 1e50`;
    return size > 0 && size < SMALLEST ? `${shown(cell)} is nearer to 0 than 1e-50` : value;
  }
  if (isNumber(cell, mark === "," ? "." : ",")) {
    const [here, elsewhere] = mark === "," ? ["point", "comma"] : ["comma", "point"];
    return `${shown(cell)} has a decimal ${here}, other numbers have a decimal ${elsewhere}`;
  }
  if (THOUSANDS.test(text)) return `${shown(cell)} has marks between its thousands: leave them out`;
  return `${shown(cell)} ${WORD}`;
}
