// Every form of an answer, by its kind.

import { byKind } from "../shared/kinds.js";
import { ChoiceAnswer } from "./choice.js";
import { NumberAnswer } from "./number.js";
import { PasteAnswer } from "./paste.js";
import { RangeAnswer } from "./range.js";
import { RankingAnswer } from "./ranking.js";
import { RouteAnswer } from "./route.js";
import { SettingsAnswer } from "./settings.js";
import { TargetAnswer } from "./target.js";

export const answerClass = byKind("answer", [
  ChoiceAnswer,
  NumberAnswer,
  PasteAnswer,
  RangeAnswer,
  RankingAnswer,
  RouteAnswer,
  SettingsAnswer,
  TargetAnswer,
]);
