// The kinds of panels that a board may have, each in a file of its name; see optviz/figures/board/panels.

import { AxesPanel } from "../panels/axes.js";
import { ChartPanel } from "../panels/chart.js";
import { CodePanel } from "../panels/code.js";
import { ConfusionMatrixPanel } from "../panels/confusion_matrix.js";
import { FormulaPanel } from "../panels/formula.js";
import { GraphPanel } from "../panels/graph.js";
import { ImageGridPanel } from "../panels/image_grid.js";
import { MetricsPanel } from "../panels/metrics.js";
import { StandingsPanel } from "../panels/standings.js";
import { Surface3DPanel } from "../panels/surface_3d.js";
import { TablePanel } from "../panels/table.js";
import { TextLinesPanel } from "../panels/text_lines.js";
import { byKind } from "./kinds.js";

/** @import { BoardContext, Panel } from "../shared/board_types.js" */
/** @typedef {{ kind: string, new (board: BoardContext): Panel }} PanelClass */

/** @type {PanelClass[]} */
const PANELS = [
  AxesPanel,
  ChartPanel,
  CodePanel,
  ConfusionMatrixPanel,
  FormulaPanel,
  GraphPanel,
  ImageGridPanel,
  MetricsPanel,
  StandingsPanel,
  Surface3DPanel,
  TablePanel,
  TextLinesPanel,
];

/** The class of a kind of panel. */
export const panelClass = byKind("panel", PANELS);
