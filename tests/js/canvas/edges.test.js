// How the arrows of a graph run between its boxes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowHead, edgePath } from "../../../optviz/ui/stage/js/canvas/edges.js";

/** @import { GraphLayout } from "../../../optviz/ui/stage/js/canvas/edges.js" */
/** @import { GraphEdge, GraphNode, GraphSpec } from "../../../optviz/ui/stage/js/shared/board_types.js" */
/** @import { Point } from "../../../optviz/ui/stage/js/shared/types.js" */

/**
 * @param {string} key
 * @param {number} column
 * @param {number} row
 * @returns {GraphNode}
 */
const box = (key, column, row) => ({ key, column, row, title: key, lines: [], backs: [], notes: [], leaf: false });

/**
 * @param {string} start
 * @param {string} end
 * @param {[number, number][]} via
 * @returns {GraphEdge}
 */
const edge = (start, end, via = []) => ({ start, end, label: [], via });

/**
 * @param {GraphNode[]} nodes
 * @param {GraphEdge[]} edges
 * @returns {GraphSpec}
 */
const graph = (nodes, edges) => ({ kind: "graph", key: "g", title: "", nodes, edges, highlights: [], tall: false });

/**
 * Boxes of 40 × 20 pixels; columns 100 pixels apart, rows 50.
 * @param {GraphSpec} spec
 * @param {boolean} down
 * @returns {GraphLayout}
 */
function layoutOf(spec, down = false) {
  /** @type {GraphLayout["at"]} */
  const at = (column, row) => (down ? [50 * row, 100 * column] : [100 * column, 50 * row]);
  return {
    down,
    sizes: spec.nodes.map(() => /** @type {Point} */ ([40, 20])),
    extents: [40, 40, 40],
    height: 100,
    at,
    centres: spec.nodes.map(({ column, row }) => at(column, row)),
  };
}

test("an edge leaves the right side of its box and meets the left side of the next", () => {
  const spec = graph([box("a", 0, 1), box("b", 1, 1)], [edge("a", "b")]);
  assert.deepEqual(edgePath(spec, 0, layoutOf(spec)).ends, [[21, 50], [79, 50]]);
});

test("on a narrow screen it leaves the lower side and meets the upper side", () => {
  const spec = graph([box("a", 0, 1), box("b", 1, 1)], [edge("a", "b")]);
  assert.deepEqual(edgePath(spec, 0, layoutOf(spec, true)).ends, [[50, 11], [50, 89]]);
});

test("an edge is one smooth curve that sets out and arrives along the graph's way", () => {
  const spec = graph([box("a", 0, 0), box("b", 1, 1)], [edge("a", "b")]);
  assert.equal(edgePath(spec, 0, layoutOf(spec)).d, "M21,0 C50,0 50,50 79,50");
});

test("an edge that passes a column goes straight through it at its own row", () => {
  const spec = graph([box("a", 0, 0), box("b", 2, 0)], [edge("a", "b", [[1, 1]])]);
  const curves = edgePath(spec, 0, layoutOf(spec)).d.split("C").slice(1).map((curve) => curve.trim().split(" ").at(-1));
  assert.deepEqual(curves, ["80,50", "120,50", "179,0"]);
});

test("edges that meet at a box arrive in the order of where they come from, spread around its middle", () => {
  const spec = graph([box("low", 0, 2), box("high", 0, 0), box("end", 1, 1)], [
    edge("low", "end"),
    edge("high", "end"),
  ]);
  const [low, high] = [0, 1].map((i) => edgePath(spec, i, layoutOf(spec)).ends[1][1]);
  assert.deepEqual([high, low], [44, 56]);
});

test("an arrow's head points on where the edge ends, and back where it starts", () => {
  assert.match(arrowHead([[0, 0], [100, 30]], false, false), /^M100 30 l-7 /);
  assert.match(arrowHead([[0, 0], [100, 30]], true, false), /^M0 0 l7 /);
  assert.match(arrowHead([[0, 0], [100, 30]], false, true), /^M100 30 l-4\.2 -7 /);
});
