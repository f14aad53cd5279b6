// What answers on a picture share: how they are drawn, as optviz/figures/prediction.py draws them once they are given,
// and the fields in which a point is typed.

import { numberField, numberOf } from "../shared/fields.js";
import { between, node } from "../shared/text.js";

/** @import { Point } from "../shared/types.js" */
/** @import { AxesContext, AxesSpec, AxisSpec, BoardContext } from "../shared/board_types.js" */
/** @import { Layer } from "../shared/layer_types.js" */

const NEVER = { colour: "", dash: [], marker: /** @type {const} */ ("circle") }; // until `prepare` sets the pen
const SHARED = { look: "accent", name: "", pen: NEVER, since: 0 };

/** @type {(place: Point, look?: { mark?: string, size?: number }) => Layer} */
export const markAt = ([x, y], { mark = "diamond", size = 1.6 } = {}) => ({
  ...SHARED,
  kind: "points",
  x: [x],
  y: [y],
  mark,
  labels: [],
  hover: [],
  looks: [],
  lit: null,
  size,
});

/** @type {(points: Point[], width?: number) => Layer} */
export const lineAlong = (points, width = 1.8) => ({
  ...SHARED,
  kind: "line",
  x: points.map(([x]) => x),
  y: points.map(([, y]) => y),
  width,
  dashed: true,
  over: true,
  by_step: false,
});

/** @type {(x: number, axes: AxesSpec) => Layer} */
export const uprightAt = (x, { y: { low, high } }) => lineAlong([[x, low], [x, high]], 1.4);

/** @type {(value: number, axis: AxisSpec) => number} */
function roundedOn(value, { low, high, log }) {
  if (log) return Number(value.toPrecision(4));
  const decimals = between(3 - Math.floor(Math.log10(high - low)), 0, 20);
  return Number(Number(value.toFixed(decimals)).toPrecision(4)) + 0; // no −0
}

/**
 * A point as an answer has it: at most four significant digits, and none finer than a thousandth of the axes.
 * @type {(place: Point, axes: Pick<AxesSpec, "x" | "y">) => Point}
 */
export const rounded = ([x, y], axes) => [roundedOn(x, axes.x), roundedOn(y, axes.y)];

/**
 * A number of an answer for a field.
 * @param {number} value
 */
const fieldText = (value) => String(value).replace("-", "−");

/**
 * The plane on which a question is answered, as it is on the board now; undefined where it is not (yet).
 * @type {(view: BoardContext, key: string) => (AxesContext & { slot: HTMLElement }) | undefined}
 */
export function planeOf(view, key) {
  const panel = view.panels.of(key);
  return panel && "taker" in panel ? /** @type {never} */ (panel) : undefined;
}

/**
 * The axes of a plane.
 * @type {(view: Pick<BoardContext, "shownView">, key: string) => Pick<AxesSpec, "x" | "y">}
 */
export function axesOf({ shownView }, key) {
  const spec = shownView.panels.find((panel) => panel.key === key);
  if (spec && "equal" in spec) return spec;
  throw new Error(`A question is asked on ${key}, which is no plane of this board.`);
}

/** @type {(axes: Pick<AxesSpec, "x" | "y">) => string[]} */
export const axisNames = ({ x, y }) => [x.label || "x", y.label || "y"];

/** A field for each coordinate of a point, or for the first alone. */
export class PlaceFields {
  /**
   * @param {string[]} names
   * @param {(place: Point | null) => void} typed called with what stands there now; null while that is no point
   */
  constructor(names, typed) {
    const oninput = () => typed(this.place);
    this.fields = names.map(() => numberField({ size: 7, oninput }, () => {}));
    const labels = names.map((name, i) => node("label", {}, `${name} = `, this.fields[i]));
    this.root = node("span", { class: "ov-place" }, ...labels);
  }

  /** @returns {Point | null} */
  get place() {
    const [x, y = 0] = this.fields.map(({ value }) => numberOf(value));
    return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
  }

  /** @param {Point | null} place */
  show(place) {
    this.fields.forEach((field, i) => {
      field.value = place ? fieldText(place[i]) : "";
    });
  }
}
