// The tables behind pictures: what may be seen now, thinned to what can be read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { panelTables } from "../../../optviz/ui/stage/js/tables/panel_tables.js";
import { MOST_ROWS, shares, spread, stepColumns } from "../../../optviz/ui/stage/js/tables/thinned.js";

/** @import { PanelSpec } from "../../../optviz/ui/stage/js/shared/board_types.js" */

/** @type {(numbers: number[], shape?: number[]) => Float64Array & { shape: number[] }} */
const packed = (numbers, shape = [numbers.length]) => Object.assign(Float64Array.from(numbers), { shape });

/** @type {(step: number, last: number) => { step: number, last: number, horizon: number }} */
const at = (step, last) => ({ step, last, horizon: step });

/** @type {(spec: unknown) => PanelSpec} */
const panel = (spec) => /** @type {PanelSpec} */ (spec);

test("so many of all numbers are taken, the first and the last among them, each once", () => {
  assert.deepEqual(spread(4), [0, 1, 2, 3]);
  assert.deepEqual(spread(0), []);
  const thinned = spread(1001);
  assert.equal(thinned.length, MOST_ROWS);
  assert.deepEqual([thinned[0], thinned.at(-1)], [0, 1000]);
  assert.equal(new Set(thinned).size, MOST_ROWS);
});

test("a column ends at the playhead unless it is known before, and what it lacks is empty", () => {
  const columns = [{ name: "a", values: [1, 2, 3, 4] }, { name: "b", values: [5, 6, 7, 8], whole: true }];
  assert.deepEqual(stepColumns("Curves", columns, 1)[0].rows, [
    ["0", "1", "5"],
    ["1", "2", "6"],
    ["2", "", "7"],
    ["3", "", "8"],
  ]);
});

test("a long run is thinned, and the table says how many of how many steps it has", () => {
  const [table] = stepColumns("Run", [{ name: "f", values: Array.from({ length: 301 }, (_, i) => i) }], 300);
  assert.equal(table.rows.length, MOST_ROWS);
  assert.equal(table.rows.at(-1)?.[0], "300");
  assert.equal(table.note, "50 of 301 steps, evenly spread.");
});

test("shares of regions add up, and what is no region's is told apart", () => {
  assert.deepEqual(shares("Map", ["left", "right"], [0, 0, 1, -1], "not yet")[0].rows, [
    ["left", "50.0 %"],
    ["right", "25.0 %"],
    ["not yet", "25.0 %"],
  ]);
});

const PLANE = panel({
  kind: "axes",
  key: "plane",
  title: "",
  x: { label: "x" },
  y: { label: "y" },
  layers: [
    { kind: "contour", field: "f", since: 0 },
    {
      kind: "path",
      name: "GD",
      x: packed([1, 0.5, 0.25]),
      y: packed([2, 1, 0]),
      value: packed([5, 1.25, 0]),
      since: 0,
    },
    {
      kind: "points",
      name: "minimum",
      x: packed([0]),
      y: packed([0]),
      labels: [],
      hover: ["the minimum\nf = 0"],
      since: 2,
    },
  ],
});
const FIELDS = { f: { key: "f", name: "f", x: [-1, 1], y: [-1, 1], size: 3, z: packed([2, 1, 2, 1, 0, 1, 2, 1, 2]) } };

test("a plane tells its runs up to the playhead, no mark before its step, and the heights from above", () => {
  const fields = /** @type {never} */ (FIELDS);
  const early = panelTables(PLANE, at(1, 2), fields);
  assert.deepEqual(early.map(({ caption }) => caption), ["Where the runs were", "Height f of the surface"]);
  assert.deepEqual(early[0].head, ["step", "GD: x", "GD: y", "GD: f"]);
  assert.deepEqual(early[0].rows, [["0", "1", "2", "5"], ["1", "0.5", "1", "1.25"]]);
  assert.deepEqual(early[1].rows, [["1", "2", "1", "2"], ["0", "1", "0", "1"], ["−1", "2", "1", "2"]]);
  const late = panelTables(PLANE, at(2, 2), fields);
  assert.deepEqual(late.map(({ caption }) => caption), [
    "Where the runs were",
    "minimum",
    "Height f of the surface",
  ]);
  assert.deepEqual(late[1].rows, [["the minimum, f = 0", "0", "0"]]);
});

test("curves over a cost of their own have it beside them", () => {
  const chart = panel({
    kind: "chart",
    key: "loss",
    title: "loss",
    x_label: "gradients",
    series: [{ name: "SGD", x: packed([0, 2, 4]), y: packed([3, 2, Infinity]), known: false }],
  });
  const [table] = panelTables(chart, at(2, 2), {});
  assert.deepEqual(table.head, ["step", "SGD: gradients", "SGD"]);
  assert.deepEqual(table.rows.at(-1), ["2", "4", "∞"]);
});

test("a network's weights are those of the playhead", () => {
  const theta = packed([1, 10, 2, 20, 3, 30], [3, 2]);
  const net = panel({ kind: "network_diagram", key: "net", title: "", theta, sizes: [2, 1], categories: [] });
  assert.deepEqual(panelTables(net, at(0, 1), {})[0].rows, [["1", "1", "2", "3"]]);
  assert.deepEqual(panelTables(net, at(1, 1), {})[0].rows, [["1", "10", "20", "30"]]);
});

test("a panel of words has no table behind it", () => {
  assert.deepEqual(panelTables(panel({ kind: "code", key: "code", title: "", lines: [] }), at(0, 0), {}), []);
});
