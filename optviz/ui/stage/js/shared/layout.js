// Where a board's panels stand, as settings of a CSS grid.

/**
 * Rows of panels' keys as areas of the grid; a key may stand in several places side by side.
 * @param {string[][]} rows
 */
export const areas = (rows) => rows.map((row) => `"${row.join(" ")}"`).join(" ");

/**
 * The sizes of `count` rows or columns: their shares of the whole, 1 where none is given; 0 is as large as its content.
 * @type {(sizes: number[], count: number, least?: string) => string}
 */
export const tracks = (sizes, count, least = "0") =>
  Array.from({ length: count }, (_, i) => (sizes[i] === 0 ? "auto" : `minmax(${least}, ${sizes[i] ?? 1}fr)`)).join(" ");

/**
 * The rows in which a panel stands.
 * @type {(rows: string[][], key: string) => number[]}
 */
export const rowsOf = (rows, key) => rows.flatMap((row, i) => (row.includes(key) ? [i] : []));
