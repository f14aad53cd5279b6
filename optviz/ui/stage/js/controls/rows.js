// Rows of numbers as text: data points and matrices.

/** @import { PointRows } from "../shared/board_types.js" */

/**
 * Rows as they stand in a link: 1,2_3,4.
 * @param {PointRows} rows
 */
export const rowsText = (rows) => rows.map((row) => row.join()).join("_");
