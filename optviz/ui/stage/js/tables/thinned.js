// Tables short enough to be read: at most fifty rows, spread over what there is, the first and the last among them.

import { digits } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { Floats } from "../shared/types.js" */
/** @typedef {{ caption: string, head: string[], rows: string[][], note: string }} DataTable */

export const MOST_ROWS = 50;

/**
 * So many of the numbers 0 … count − 1, spread evenly, the first and the last among them.
 * @type {(count: number, most?: number) => number[]}
 */
export function spread(count, most = MOST_ROWS) {
  if (count <= most) return Array.from({ length: Math.max(0, count) }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

/** @type {(shown: number, whole: number, what?: string) => string} */
const noteOf = (shown, whole, what = "rows") =>
  shown < whole ? t("{shown} of {whole} {what}, evenly spread.", { shown, whole, what }) : "";

/**
 * A table, none where it would be empty, its rows thinned; `whole`: how many there were. A row's first cell heads it.
 * @type {(caption: string, head: string[], rows: string[][], whole?: number) => DataTable[]}
 */
export function tableOf(caption, head, rows, whole = rows.length) {
  if (!rows.length) return [];
  const kept = spread(rows.length).map((i) => rows[i]);
  return [{ caption, head, rows: kept, note: noteOf(kept.length, whole) }];
}

/**
 * Columns of a row a step, from the start to step `horizon`; `whole`: known to its end before.
 * @type {(caption: string, columns: { name: string, values: Floats, whole?: boolean }[], horizon: number)
 *   => DataTable[]}
 */
export function stepColumns(caption, columns, horizon) {
  const length = (/** @type {typeof columns[0]} */ { values, whole }) =>
    whole ? values.length : Math.min(values.length, horizon + 1);
  const count = Math.max(0, ...columns.map(length));
  const rows = spread(count).map((step) => [
    String(step),
    ...columns.map((column) => (step < length(column) ? digits(column.values[step]) : "")),
  ]);
  return tableOf(caption, ["step", ...columns.map(({ name }) => name)], rows, count).map((table) => ({
    ...table,
    note: noteOf(rows.length, count, "steps"),
  }));
}

/**
 * How often each category occurs; numbers that are no category's are `others`.
 * @type {(caption: string, names: string[], numbers: ArrayLike<number>, others?: string) => DataTable[]}
 */
export function shares(caption, names, numbers, others = "none") {
  const counts = new Array(names.length + 1).fill(0);
  for (let i = 0; i < numbers.length; i++) counts[names[numbers[i]] === undefined ? names.length : numbers[i]] += 1;
  const rows = [...names, others].map((name, i) => [name, `${((100 * counts[i]) / numbers.length).toFixed(1)} %`]);
  return tableOf(caption, ["outcome", "share"], rows.filter((_, i) => i < names.length || counts[i]));
}
