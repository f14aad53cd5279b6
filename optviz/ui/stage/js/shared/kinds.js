// The kinds of panels and of controls that a board may have, as Python calls them, each in a file of its name.

import { ButtonControl } from "../controls/button.js";
import { ChoiceControl } from "../controls/choice.js";
import { HiddenControl } from "../controls/hidden.js";
import { LinkControl } from "../controls/link.js";
import { MatrixControl } from "../controls/matrix.js";
import { OwnDataControl } from "../controls/own_data.js";
import { OwnFormulaControl } from "../controls/own_formula.js";
import { PointControl } from "../controls/point.js";
import { PointsControl } from "../controls/points.js";
import { RacersControl } from "../controls/racers.js";
import { RandomizeControl } from "../controls/randomize.js";
import { SeedControl } from "../controls/seed.js";
import { SliderControl } from "../controls/slider.js";
import { SwitchControl } from "../controls/switch.js";
import { TextInputControl } from "../controls/text_input.js";
import { AxesPanel } from "../panels/axes.js";
import { ChartPanel } from "../panels/chart.js";
import { CodePanel } from "../panels/code.js";
import { ConfusionMatrixPanel } from "../panels/confusion_matrix.js";
import { FormulaPanel } from "../panels/formula.js";
import { GraphPanel } from "../panels/graph.js";
import { ImageGridPanel } from "../panels/image_grid.js";
import { MetricsPanel } from "../panels/metrics.js";
import { NetworkDiagramPanel } from "../panels/network_diagram.js";
import { StandingsPanel } from "../panels/standings.js";
import { Surface3DPanel } from "../panels/surface_3d.js";
import { TablePanel } from "../panels/table.js";
import { TextLinesPanel } from "../panels/text_lines.js";
import { TimerPanel } from "../panels/timer.js";
import { WafflePanel } from "../panels/waffle.js";

/** @import { BoardContext, Control, ControlValue, Panel } from "./board_types.js" */
/** @typedef {{ kind: string, new (board: BoardContext): Panel }} PanelClass */
/**
 * `text`: a value as a link has it, undefined to leave it out; a button has none. `stays`: with any other spec too.
 * @typedef {{ kind: string, new (spec: never, board: BoardContext): Control, stays?: boolean,
 *   text?(value: ControlValue): string | string[] | undefined }} ControlClass
 */

/**
 * What finds the class of a kind; it throws for an unknown one.
 * @template {{ kind: string }} C
 * @param {string} what they are
 * @param {C[]} classes
 * @returns {(kind: string) => C}
 */
export function byKind(what, classes) {
  const table = new Map(classes.map((each) => [each.kind, each]));
  return (kind) => {
    const matching = table.get(kind);
    if (!matching) throw new Error(`unknown ${what} kind: ${kind}`);
    return matching;
  };
}

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
  NetworkDiagramPanel,
  StandingsPanel,
  Surface3DPanel,
  TablePanel,
  TextLinesPanel,
  TimerPanel,
  WafflePanel,
];

/** The class of a kind of panel. */
export const panelClass = byKind("panel", PANELS);

/** @type {ControlClass[]} */
const CONTROLS = [
  ButtonControl,
  ChoiceControl,
  HiddenControl,
  LinkControl,
  MatrixControl,
  OwnDataControl,
  OwnFormulaControl,
  PointControl,
  PointsControl,
  RacersControl,
  RandomizeControl,
  SeedControl,
  SliderControl,
  SwitchControl,
  TextInputControl,
];

/** The class of a kind of control. */
export const controlClass = byKind("control", CONTROLS);
