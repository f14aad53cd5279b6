// The kinds of controls that a section may have, each in a file of its name; see optviz/lecture/controls.

import { ChoiceControl } from "../controls/choice.js";
import { HiddenControl } from "../controls/hidden.js";
import { MatrixControl } from "../controls/matrix.js";
import { PointControl } from "../controls/point.js";
import { PointsControl } from "../controls/points.js";
import { RacersControl } from "../controls/racers.js";
import { RandomizeControl } from "../controls/randomize.js";
import { SeedControl } from "../controls/seed.js";
import { SliderControl } from "../controls/slider.js";
import { SwitchControl } from "../controls/switch.js";
import { TextInputControl } from "../controls/text_input.js";
import { byKind } from "./kinds.js";

/** @import { BoardContext, Control, ControlSpec, ControlValue } from "../shared/board_types.js" */
/**
 * `text`: a value as a link has it, undefined to leave it out; a button has none. `stays`: with any other spec too.
 * @typedef {{ kind: string, new (spec: never, board: BoardContext): Control, stays?: boolean,
 *   text?(value: ControlValue): string | string[] | undefined }} ControlClass
 */

/** @type {ControlClass[]} */
const CONTROLS = [
  ChoiceControl,
  HiddenControl,
  MatrixControl,
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
