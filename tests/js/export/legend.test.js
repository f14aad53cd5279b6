// The legend below an exported picture: as many names in a row as there is room for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../../optviz/ui/stage/js/export/legend.js";

/** @type {(name: string, width: number) => import("../../../optviz/ui/stage/js/export/legend.js").Entry} */
const entry = (name, width) => ({ name, width, pen: { colour: "#000000", dash: [], marker: "circle" } });

/** @param {import("../../../optviz/ui/stage/js/export/legend.js").Entry[][]} rows */
const named = (rows) => rows.map((row) => row.map(({ name }) => name).join(" "));

test("names that fit stand in one row, others begin a new one", () => {
  const entries = [entry("GD", 100), entry("Adam", 100), entry("NAG", 100)];
  assert.deepEqual(named(rowsOf(entries, 400)), ["GD Adam NAG"]);
  assert.deepEqual(named(rowsOf(entries, 230)), ["GD Adam", "NAG"]);
});

test("a name that is wider than the picture has a row of its own, and no name is lost", () => {
  assert.deepEqual(named(rowsOf([entry("GD", 50), entry("long", 900), entry("NAG", 50)], 200)), ["GD", "long", "NAG"]);
});

test("where nothing is to be named there is no row", () => assert.deepEqual(rowsOf([], 500), []));
