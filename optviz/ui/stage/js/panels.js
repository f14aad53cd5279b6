// The kinds of panels a board may have; each has a root, update(spec), move() and, where needed, resized() and leave().

import { CellsPanel, PicturesPanel } from "./cells.js";
import { CurvesPanel } from "./curves.js";
import { GraphPanel } from "./graph.js";
import { LinesPanel } from "./lines.js";
import { PlanePanel } from "./plane.js";
import { ReliefPanel } from "./relief.js";
import { CodePanel, FormulaPanel, ReadingsPanel, TablePanel } from "./sheets.js";

const KINDS = { plane: PlanePanel, chart: CurvesPanel, table: TablePanel, code: CodePanel, formula: FormulaPanel, readings: ReadingsPanel, graph: GraphPanel, lines: LinesPanel, relief: ReliefPanel, cells: CellsPanel, pictures: PicturesPanel };

export const makePanel = (kind, board) => new KINDS[kind](board);
