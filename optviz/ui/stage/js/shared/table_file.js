// Tables as files: comma-separated values, in the encoding that spreadsheets read rightly.

export const UTF8 = "\ufeff"; // without it Excel takes η for two letters of its own

/**
 * A cell as it stands in the file: mathematics without its dollar signs, a number with a hyphen for its minus.
 * @param {string} text
 */
export function cellText(text) {
  const plain = text.replaceAll("$", "").replace(/^−(?=[\d.∞])|(?<=\de)−(?=\d)/g, "-");
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** @param {string[][]} rows */
export const csvOf = (rows) => rows.map((row) => row.map(cellText).join(",")).join("\r\n") + "\r\n";

/**
 * Tables as the text of one file, a blank line between two.
 * @param {string[][][]} tables rows of cells, the heads first
 */
export const tablesCsv = (tables) => UTF8 + tables.map(csvOf).join("\r\n");
