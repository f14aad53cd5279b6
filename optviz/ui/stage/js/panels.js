// The kinds of panels a board may have; each has a root, update(spec), move() and, where needed, resized() and leave().

import { CurvesPanel } from "./curves.js";
import { PlanePanel } from "./plane.js";
import { CodePanel, FormulaPanel, ReadingsPanel, TablePanel } from "./sheets.js";

const KINDS = { plane: PlanePanel, chart: CurvesPanel, table: TablePanel, code: CodePanel, formula: FormulaPanel, readings: ReadingsPanel };

export const makePanel = (kind, board) => new KINDS[kind](board);
