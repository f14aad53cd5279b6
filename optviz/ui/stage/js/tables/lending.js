// Large tables: this browser keeps them, and lends them to the server, which holds them in memory by the name of their
// content. Where the server has forgotten one, it is sent again: see shared/source.js.

import { streamlitRoot } from "../shared/plotly.js";
import { json, Refused } from "../shared/room_request.js";

/** @typedef {{ name: string, text: string, title: string, time: number }} KeptTable  `title`: where it came from */

const STORE = "tables";
const MOST_KEPT = 20;
const TOO_MANY = 429;
const REST = 3000; // milliseconds in which a server that forgets a table again is not sent it once more

/** @type {Map<string, KeptTable>} where this browser has no database of its own, as long as the page is open */
const here = new Map();
/** @type {Map<string, number>} when a table was last sent again */
const sentAgain = new Map();

/**
 * The result of a request to the browser's database.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransactionMode} mode */
async function store(mode) {
  const opening = indexedDB.open("optviz", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "name" });
  const database = await done(opening);
  return { database, tables: database.transaction(STORE, mode).objectStore(STORE) };
}

/**
 * Keeps a table, and of all of them the latest.
 * @param {KeptTable} table
 */
async function keep(table) {
  here.set(table.name, table);
  try {
    const { database, tables } = await store("readwrite");
    await done(tables.put(table));
    /** @type {KeptTable[]} */
    const all = await done(tables.getAll());
    all.sort((a, b) => b.time - a.time);
    await Promise.all(all.slice(MOST_KEPT).map(({ name }) => done(tables.delete(name))));
    database.close();
  } catch {
    // A private window may have no database: then the table stays as long as the page is open.
  }
}

/**
 * The table of this name, if it was loaded in this browser.
 * @param {string} name
 * @returns {Promise<KeptTable | undefined>}
 */
export async function kept(name) {
  const open = here.get(name);
  if (open) return open;
  try {
    const { database, tables } = await store("readonly");
    /** @type {KeptTable | undefined} */
    const found = await done(tables.get(name));
    database.close();
    return found;
  } catch {
    return undefined;
  }
}

/**
 * Sends a table; resolves to its name. Throws Refused with the server's sentence, or a fault of the line.
 * @param {string} text
 * @returns {Promise<string>}
 */
async function send(text) {
  const options = { method: "POST", headers: { "Content-Type": "text/plain" }, body: text };
  return (await json(`${streamlitRoot()}optviz/data`, options, true)).data;
}

/**
 * Lends a table to the server and keeps it here; resolves to its name in a link.
 * @type {(text: string, title: string) => Promise<string>}
 */
export async function lend(text, title) {
  const name = await send(text);
  await keep({ name, text, title, time: Date.now() });
  return name;
}

/**
 * Sends a table that the server does not know once more; false where it is not in this browser, or does not help. A
 * fault of the line is thrown.
 * @param {string} name
 */
export async function sendAgain(name) {
  if (Date.now() - (sentAgain.get(name) ?? 0) < REST) return false;
  const table = await kept(name);
  if (!table) return false;
  try {
    return await send(table.text) === name;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Refused && error.status !== TOO_MANY)) return false;
    throw error;
  } finally {
    sentAgain.set(name, Date.now());
  }
}
