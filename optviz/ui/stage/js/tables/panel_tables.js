// The numbers behind any picture of a board, by its panel's kind.

import { frameAt } from "../shared/frames.js";
import { shownAt } from "../shared/keyframes.js";
import { layersAt } from "../shared/mlp.js";
import { digits } from "../shared/text.js";
import { t } from "../shared/words.js";
import { fieldTable, layersTables, pathTables } from "./layer_tables.js";
import { stepColumns, tableOf } from "./thinned.js";

/** @import { ChartSpec, GraphSpec, ImageGridSpec, NetworkDiagramSpec, PanelSpec } from "../shared/board_types.js" */
/** @import { Surface3DSpec } from "../shared/board_types.js" */
/** @import { Field } from "../shared/types.js" */
/** @import { Now } from "./layer_tables.js" */
/** @import { DataTable } from "./thinned.js" */

/** @type {(spec: ChartSpec, now: Now) => DataTable[]} */
function chartTables({ series, title, x_label: xLabel }, { horizon }) {
  const columns = series.flatMap(({ name, x, y, known }, i) => {
    const called = t(name || title) || t("curve {number}", { number: i + 1 });
    const places = x ? [{ name: `${called}: ${t(xLabel)}`, values: x, whole: known }] : [];
    return [...places, { name: called, values: y, whole: known }];
  });
  return stepColumns(title || "Curves", columns, horizon);
}

/** @type {(spec: Surface3DSpec, now: Now, fields: Record<string, Field>) => DataTable[]} */
function surfaceTables({ paths, marks, field, x_label: x, y_label: y }, now, fields) {
  /** @type {[string, string]} */
  const labels = [x, y];
  const seen = paths.filter(({ since }) => since <= now.horizon);
  const ground = fields[field] ? fieldTable(fields[field], labels) : [];
  const spots = layersTables(marks, labels, now, fields);
  return [...pathTables(seen, labels, now), ...spots, ...ground];
}

/** @type {(spec: GraphSpec, now: Now) => DataTable[]} */
function graphTables({ title, nodes }, { step }) {
  const shown = (/** @type {GraphSpec["nodes"][0]["lines"]} */ lines) =>
    lines.flatMap((keyframes) => shownAt(keyframes, step) ?? []).join("; ");
  return tableOf(title || "Nodes of the graph", ["node", "says"], nodes.map((each) => [each.title, shown(each.lines)]));
}

/** @type {(spec: NetworkDiagramSpec, now: Now) => DataTable[]} */
function networkTables({ theta, sizes }, now) {
  const layers = layersAt(theta, sizes, frameAt(now, theta.shape[1]));
  return layers.flatMap(({ inputs, outputs, weights, bias }, k) => {
    const from = Array.from({ length: inputs }, (_, i) => t("from {unit}", { unit: i + 1 }));
    const head = ["unit", ...from, "bias"];
    const rows = Array.from({ length: outputs }, (_, j) => [
      String(j + 1),
      ...Array.from({ length: inputs }, (_, i) => digits(weights[i * outputs + j], 3)),
      digits(bias[j], 3),
    ]);
    return tableOf(t("Weights of layer {layer}", { layer: k + 1 }), head, rows);
  });
}

/** @type {(spec: ImageGridSpec, now: Now) => DataTable[]} */
function imageTables({ title, captions, which }, now) {
  const [frames, count] = which.shape;
  const frame = frameAt(now, frames);
  const shown = captions[frame].filter((_, k) => which[frame * count + k] >= 0);
  return tableOf(title || "Pictures", ["picture", "says"], shown.map((text, k) => [String(k + 1), text]));
}

/**
 * What a picture shows, up to what may be seen now, as tables; none where the panel is words and numbers itself.
 * @type {(spec: PanelSpec, now: Now, fields: Record<string, Field>) => DataTable[]}
 */
export function panelTables(spec, now, fields) {
  switch (spec.kind) {
    case "axes":
      return "layers" in spec ? layersTables(spec.layers, [spec.x.label, spec.y.label], now, fields) : [];
    case "chart":
      return "series" in spec ? chartTables(spec, now) : [];
    case "surface_3d":
      return "paths" in spec ? surfaceTables(spec, now, fields) : [];
    case "graph":
      return "nodes" in spec ? graphTables(spec, now) : [];
    case "network_diagram":
      return "theta" in spec ? networkTables(spec, now) : [];
    case "image_grid":
      return "captions" in spec ? imageTables(spec, now) : [];
    case "waffle":
      return "done" in spec
        ? stepColumns(spec.title || "Count", [{ name: spec.unit, values: spec.done }], now.horizon)
        : [];
    default:
      return [];
  }
}
