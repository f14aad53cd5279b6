// Where a board's panels stand, as settings of a CSS grid.

/**
 * Rows of panels' keys as areas of the grid; a key may stand in several places side by side.
 * @param {string[][]} rows
 */
export const areas = (rows) => rows.map((row) => `"${row.join(" ")}"`).join(" ");

/**
 * The sizes of `count` rows or columns: their shares of the whole, 1 where none is given; 0 is as large as its content.
 * @type {(sizes: number[], count: number) => string}
 */
export const tracks = (sizes, count) =>
  Array.from({ length: count }, (_, i) => (sizes[i] === 0 ? "auto" : `minmax(0, ${sizes[i] ?? 1}fr)`)).join(" ");
