// Data of one's own: rows pasted or typed, or a file. What was read stands below, what cannot be read as well, and why.

import { textButton } from "../shared/icons.js";
import { Refused } from "../shared/room_request.js";
import { node } from "../shared/text.js";
import { kept, lend } from "../tables/lending.js";
import { counted, MAX_CHARACTERS, readTable, TableError, tableText } from "../tables/reading.js";
import { t } from "../shared/words.js";

/** @import { BoardContext } from "../shared/board_types.js" */
/** @import { ReadTable } from "../tables/reading.js" */
/**
 * `roles`: what the columns stand for; `value`: nothing, a small table itself, or the name of a large one.
 * @typedef {{ kind: "own_data", key: string, label: string, roles: string[], longest: number,
 *   value: string }} OwnDataSpec
 */

const EXAMPLE = [["0,2", "0,90", "0"], ["0,4", "1,27", "1"]];
const NAME = /^[0-9a-f]{24}$/;
const MOST_NAMED = 6;
const MOST_IN_FIELD = 20_000;
/** @param {string[]} roles */
const hint = (roles) =>
  t("From a spreadsheet: columns for {roles}, with or without a header. Decimal commas are understood.", {
    roles: roles.join(", "),
  });
const AWAY = "The server cannot be reached just now. Your rows are still here: use them again in a moment.";
const NOT_HERE = "These data are not in this browser. Load the file again to see them.";
const ELSEWHERE = "These data were loaded in another browser; the server still remembers them.";

/**
 * The text of a file: UTF-8, UTF-16 as spreadsheets save it, or the old coding of Windows.
 * @param {ArrayBuffer} buffer
 */
export function fileText(buffer) {
  const [first, second] = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(buffer);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer);
  } catch {
    return new TextDecoder("windows-1252").decode(buffer);
  }
}

/**
 * What was read, in a sentence or two.
 * @type {(table: ReadTable, roles: string[]) => string}
 */
export function described({ rows, names, columns, leftOut }, roles) {
  const named = roles.map((role, i) =>
    `${role} is ${names[columns[i]] ? `“${names[columns[i]]}”` : `column ${columns[i] + 1}`}`
  );
  const whole = `${counted(rows.length)} rows: ${named.join(", ")}.`;
  if (!leftOut.length) return whole;
  const few = leftOut.slice(0, MOST_NAMED).map(counted).join(", ");
  const more = leftOut.length > MOST_NAMED ? ` and ${counted(leftOut.length - MOST_NAMED)} more` : "";
  const [row, is] = leftOut.length === 1 ? ["Row", "is"] : ["Rows", "are"];
  return `${whole} ${row} ${few}${more} ${is} left out, as a cell is missing.`;
}

export class OwnDataControl {
  static kind = "own_data";

  /** @param {string} value */
  static text(value) {
    return value || undefined;
  }

  /**
   * @param {OwnDataSpec} spec
   * @param {BoardContext} board
   */
  constructor(spec, board) {
    this.spec = spec;
    this.board = board;
    /** @type {string | undefined} what is said belongs to this value */
    this.value = undefined;
    this.raw = { text: "", title: "" };
    this.count = 0;
    const said = `ov-said-${spec.key}`;
    this.field = node("textarea", {
      rows: 5,
      spellcheck: "false",
      autocomplete: "off",
      placeholder: [spec.roles, ...EXAMPLE.map((row) => row.slice(0, spec.roles.length))].map((r) => r.join(";")).join(
        "\n",
      ),
      "aria-describedby": said,
      onpaste: (/** @type {ClipboardEvent} */ event) => this.paste(event),
    });
    /** @type {HTMLInputElement} */
    this.file = node("input", {
      type: "file",
      hidden: true,
      "aria-label": "A file with a table",
      accept: ".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values",
      onchange: () => this.load(this.file.files?.[0]),
    });
    this.columns = node("div", { class: "ov-own-columns" });
    this.said = node("p", { class: "ov-own-said", id: said, "aria-live": "polite" });
    this.root = node(
      "div",
      {
        class: "ov-control ov-control-wide ov-own-data",
        "data-control": spec.key,
        ondragover: (/** @type {DragEvent} */ event) => event.preventDefault(),
        ondrop: (/** @type {DragEvent} */ event) => this.drop(event),
      },
      node("label", {}, node("span", { class: "ov-control-label", text: spec.label }), this.field),
      node(
        "div",
        { class: "ov-own-buttons" },
        textButton("Use these rows", () => this.take(this.field.value, "rows that were pasted")),
        textButton("Load a file…", () => this.file.click(), "A CSV or text file, or one dropped here"),
        this.file,
        this.columns,
      ),
      this.said,
    );
  }

  /** @type {(text: string, wrong?: boolean) => void} */
  say(text, wrong = false) {
    this.said.textContent = text;
    this.root.classList.toggle("ov-wrong", wrong);
  }

  // What is pasted is used at once, instead of the rows that are in use already.
  /** @param {ClipboardEvent} event */
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\r\n]/.test(text.trim()) || this.field.value.trim() !== this.raw.text.trim()) return;
    event.preventDefault();
    this.field.value = text;
    this.take(text, "rows that were pasted");
  }

  /** @param {DragEvent} event */
  drop(event) {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    this.load(file);
  }

  /** @param {File | undefined} file */
  async load(file) {
    this.file.value = ""; // the same file may be chosen again, changed meanwhile
    if (!file) return;
    const most = counted(MAX_CHARACTERS);
    if (file.size > 4 * MAX_CHARACTERS) {
      return this.say(t("This file is larger than can be read: at most {most} characters.", { most }), true);
    }
    const text = fileText(await file.arrayBuffer());
    this.field.value = text.length > MOST_IN_FIELD ? "" : text;
    await this.take(text, file.name);
  }

  /** @type {(text: string, title: string, columns?: number[]) => Promise<void>} */
  async take(text, title, columns) {
    const { key, roles, longest } = this.spec;
    const number = ++this.count;
    try {
      const table = readTable(text, roles.length, columns);
      const plain = tableText(table.columns.map((place) => table.names[place]), table.rows);
      const short = plain.replaceAll("\n", "_");
      const value = [...short].length <= longest ? short : await lend(plain, title);
      if (number !== this.count) return;
      this.raw = { text, title };
      this.value = value;
      this.offer(table);
      this.say(described(table, roles));
      this.board.set({ [key]: value });
    } catch (error) {
      if (number !== this.count) return;
      if (!(error instanceof TableError || error instanceof Refused)) return this.say(AWAY, true);
      this.say(error.message, true);
    }
  }

  /**
   * Where a table has more columns of numbers than are needed: which of them to take.
   * @param {ReadTable} table
   */
  offer({ names, numeric, columns }) {
    const { roles } = this.spec;
    if (numeric.length <= roles.length) return this.columns.replaceChildren();
    const { text, title } = this.raw;
    /** @type {HTMLSelectElement[]} */
    const menus = roles.map((role, i) => {
      const options = numeric.map((place) => {
        const label = names[place] || t("column {number}", { number: place + 1 });
        return node("option", { value: place, text: label, selected: place === columns[i] });
      });
      const change = () => this.take(text, title, menus.map(({ value }) => Number(value)));
      return node("select", { class: "ov-add", "aria-label": `${role} is`, onchange: change }, ...options);
    });
    this.columns.replaceChildren(...menus.flatMap((menu, i) => [`${roles[i]}: `, menu, " "]));
  }

  /** @param {string} value */
  show(value) {
    if (value === this.value) return;
    this.value = value;
    this.count += 1;
    this.columns.replaceChildren();
    if (NAME.test(value)) return void this.tell(value);
    const text = value.replaceAll("_", "\n");
    this.raw = { text, title: "rows of this link" };
    if (text || document.activeElement !== this.field) this.field.value = text;
    this.say(text ? described(readTable(text, this.spec.roles.length), this.spec.roles) : hint(this.spec.roles));
  }

  // What is known here of a large table.
  /** @param {string} name */
  async tell(name) {
    const table = await kept(name);
    if (this.value !== name) return;
    const here = table && readTable(table.text, this.spec.roles.length);
    this.raw = { text: "", title: table?.title ?? "" };
    this.field.value = "";
    if (here) this.say(`${described(here, this.spec.roles)} From this browser: ${table.title}.`);
    else this.say(this.board.shownView.lacks ? NOT_HERE : ELSEWHERE, Boolean(this.board.shownView.lacks));
  }
}
