// The kinds of panels a board may have; each has a root, update(spec), move() and, where needed, resized() and
// dispose().

import { CellsPanel, PicturesPanel } from "../panels/confusion_matrix.js";
import { CurvesPanel } from "../panels/chart.js";
import { GraphPanel } from "../panels/graph.js";
import { LinesPanel } from "../panels/text_lines.js";
import { PlanePanel } from "../panels/axes.js";
import { ReliefPanel } from "../panels/surface_3d.js";
import { CodePanel, FormulaPanel, ReadingsPanel, TablePanel } from "../panels/table.js";

const KINDS = {
  axes: PlanePanel,
  chart: CurvesPanel,
  table: TablePanel,
  code: CodePanel,
  formula: FormulaPanel,
  metrics: ReadingsPanel,
  graph: GraphPanel,
  text_lines: LinesPanel,
  surface_3d: ReliefPanel,
  confusion_matrix: CellsPanel,
  image_grid: PicturesPanel,
};

export const makePanel = (kind, board) => new KINDS[kind](board);
