// The layers of a plane or a chart, as optviz/figures/board/layers.py sends them. Types alone.

/** @import { Floats, LookCode, PackedArray, PackedBytes, Pen, Point, Track } from "./types.js" */

/** @typedef {{ label: string, look: LookCode }} Category */
/** @typedef {{ categories: Category[], pens: Pen[] }} Categorized  `pens` are set by `prepare` (canvas/layers.js) */
/** @typedef {{ look: LookCode, name: string, pen: Pen }} Named  `pen` is set by `prepare` (canvas/layers.js) */
/** @typedef {{ painted?: string, picture?: HTMLCanvasElement }} Painted  what was painted last, and for what */
/** @typedef {{ since: number }} Since  the step from which a layer is shown */
/** @typedef {{ kind: "contour", field: string, bar: boolean }} ContourLayer */
/**
 * @typedef {{ kind: "category_map", number: PackedArray, x: Point, y: Point, alpha: number } & Categorized
 *   & Painted} CategoryMapLayer
 */
/**
 * @typedef {{ kind: "ramp_map", value: PackedArray, x: Point, y: Point, low: number, high: number, label: string,
 *   ramp: "strong" | "diverging", beyond: string } & Painted} RampMapLayer
 */
/**
 * @typedef {{ kind: "outcome_map", number: PackedBytes, level: PackedBytes, x: Point, y: Point, measured: number,
 *   low: number, high: number, label: string, log: boolean, key: string } & Categorized & Painted} OutcomeMapLayer
 */
/** @typedef {{ kind: "regions", value: PackedArray, x: Point, y: Point } & Categorized & Painted} RegionsLayer */
/** @typedef {{ kind: "strip", number: PackedArray } & Categorized & Painted} StripLayer */
/**
 * @typedef {{ kind: "line", x: Floats, y: Floats, width: number, dashed: boolean, over: boolean,
 *   by_step: boolean } & Named} LineLayer
 */
/**
 * @typedef {{ kind: "moving_line", x: Floats, y: PackedArray, width: number, dashed: boolean } & Named} MovingLineLayer
 */
/**
 * What is drawn at a path's head. `probe`: where the gradient was taken, if not at the head; it and `memory` may be
 * empty.
 * @typedef {{ grad_x: Floats, grad_y: Floats, memory_x: Floats, memory_y: Floats, probe_x?: Floats,
 *   probe_y?: Floats }} PathArrows
 */
/**
 * @typedef {{ kind: "path", x: Floats, y: Floats, status: [string, number], value: Floats | null, chosen: boolean,
 *   arrows: PathArrows | null, fan: string, pale: boolean, track?: Track, trackKey?: string } & Named} PathLayer
 */
/**
 * @typedef {{ kind: "points", x: Floats, y: Floats, mark: string | string[], labels: string[], hover: string[],
 *   looks: LookCode[], lit: PackedArray | null, size: number } & Named} PointsLayer
 */
/**
 * @typedef {{ kind: "swarm", x: PackedArray, y: PackedArray, number: Floats,
 *   trail: boolean, arrival: Floats | null } & Categorized} SwarmLayer
 */
/**
 * @typedef {{ kind: "bundle", x: PackedArray, y: PackedArray, share: Floats, low: number, high: number,
 *   label: string }} BundleLayer
 */
/**
 * @typedef {{ kind: "arrows", x: Floats, y: Floats, dx: PackedArray, dy: PackedArray, scale: "true" | "fit",
 *   reach: number, width: number, head: boolean, dashed: boolean, group: string,
 *   longest?: number } & Named} ArrowsLayer
 */
/**
 * @typedef {{ kind: "conics", x: Floats, y: Floats, gx: Floats, gy: Floats, hxx: Floats, hxy: Floats, hyy: Floats,
 *   levels: PackedArray, width: number, dashed: boolean } & Named} ConicsLayer
 */
/** @typedef {{ kind: "outline", x: PackedArray, y: PackedArray, width: number, trail: number } & Named} OutlineLayer */
/** @typedef {{ kind: "fog", x: Floats, y: Floats, step: Floats, radius: number }} FogLayer */
/** @typedef {{ kind: "area", x: Floats, y: Floats, look: LookCode, pen: Pen, alpha: number }} AreaLayer */
/** @typedef {{ kind: "climber", at: Floats, x: Floats, y: Floats, look: LookCode, pen: Pen }} ClimberLayer */
/** @typedef {{ kind: "labels", x: Floats, y: Floats, texts: string[], look: LookCode, pen: Pen }} LabelsLayer */
/**
 * @typedef {(ContourLayer | CategoryMapLayer | RampMapLayer | OutcomeMapLayer | RegionsLayer | StripLayer | LineLayer
 *   | MovingLineLayer | ConicsLayer | OutlineLayer | FogLayer
 *   | PathLayer | PointsLayer | SwarmLayer | BundleLayer | ArrowsLayer | LabelsLayer | AreaLayer
 *   | ClimberLayer) & Since} Layer
 */

export {};
