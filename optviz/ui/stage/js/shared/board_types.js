// The shapes of a board: its panels and controls, as optviz/figures/board sends them. Types alone.

/**
 * @import { Camera, Context, FlatProjection, Floats, Knob, LookCode, PackedArray } from "./types.js"
 * @import { Point, RacerView, RunStatus, Shows, Theme } from "./types.js"
 * @import { Categorized, Layer, PathLayer, PointsLayer, Since } from "./layer_types.js"
 */

// ---- boards: see optviz/figures/board ----------------------------------------------------------------

/** @typedef {{ kind: string, key: string, title: string }} PanelBase */
/** @typedef {{ label: string, low: number, high: number, log: boolean, whole: boolean }} AxisSpec */
/** @typedef {{ x: string, y: string, ring: boolean, points: string, brush: string, at: string }} DragTarget */
/**
 * @typedef {PanelBase & { layers: Layer[], x: AxisSpec, y: AxisSpec, equal: boolean, drag: DragTarget | null,
 *   zoom: boolean, around: number }} AxesSpec
 */
/**
 * @typedef {{ name: string, y: Floats, look: LookCode, x: Floats | null, dashed: boolean, chosen: boolean,
 *   known: boolean, pale: boolean }} Series
 */
/**
 * @typedef {PanelBase & { series: Series[], log: boolean, x_label: string, legend: boolean, low: number | null,
 *   high: number | null, empty: string, help: string }} ChartSpec
 */
/** @typedef {string | Keyframes} Text */
/**
 * @typedef {PanelBase & { head: string[], rows: Text[][], follow: boolean, mono: boolean, dense: boolean,
 *   spare: number }} TableSpec
 */
/** @typedef {PanelBase & { lines: string[], at: Floats, latex: boolean, copies: boolean }} CodeSpec */
/** @typedef {PackedArray | number | null} Numbers  a number, a row of numbers a step, or not a number */
/** @typedef {{ parts: Numbers[], shift: number }} Column  a vector of the parts' numbers, `shift` steps later */
/**
 * @typedef {PanelBase & { lines: [string, string][], columns: Record<string, Numbers | Column>, note: string,
 *   counts: boolean }} FormulaSpec
 */
/**
 * @typedef {{ name: string, look: LookCode, slot: number, value: Floats, slope: Floats,
 *   status: RunStatus, settings: string }} Standing
 */
/** @typedef {PanelBase & { runs: Standing[], pick: string }} StandingsSpec */
/**
 * @typedef {{ label: string, values: Floats | string[] | Keyframes | string | number | null, look: LookCode }} Metric
 */
/** @typedef {PanelBase & { metrics: Metric[] }} MetricsSpec */
/** @typedef {[step: number, text: string | string[]][]} Keyframes  what is shown from which step on */
/**
 * @typedef {{ key: string, column: number, row: number, title: string, lines: Keyframes[], backs: number[],
 *   notes: string[], leaf: boolean }} GraphNode
 */
/** @typedef {{ start: string, end: string, label: Keyframes, via: [column: number, row: number][] }} GraphEdge */
/** @typedef {{ nodes: string[], edges: number[], back: boolean }} Highlight */
/**
 * @typedef {PanelBase & { nodes: GraphNode[], edges: GraphEdge[], highlights: Highlight[],
 *   tall: boolean }} GraphSpec
 */
/** @typedef {PanelBase & { frames: string[][], lit: Floats, high: number }} TextLinesSpec */
/** @typedef {PanelBase & { minutes: number }} TimerSpec */
/**
 * @typedef {PanelBase & { field: string, paths: (PathLayer & Since & { value: Floats })[], x_label: string,
 *   y_label: string, z_label: string, start: string, marks: (PointsLayer & Since)[] }} Surface3DSpec
 */
/**
 * @typedef {PanelBase & { value: PackedArray, rows: string[], columns: string[], row_label: string,
 *   column_label: string }} ConfusionMatrixSpec
 */
/**
 * @typedef {PanelBase & { pixels: PackedArray, which: PackedArray, captions: string[][], empty: string }} ImageGridSpec
 */
/** @typedef {PanelBase & { total: number, done: Floats, unit: string, look: LookCode }} WaffleSpec */
/**
 * `theta`: a column of weights and biases a frame; `sizes`: inputs, units of each hidden layer, classes.
 * @typedef {PanelBase & { theta: PackedArray, sizes: number[], activation: "relu" | "tanh" | "sigmoid", x: Point,
 *   y: Point, plane: string } & Categorized} NetworkDiagramSpec
 */
/**
 * @typedef {AxesSpec | ChartSpec | TableSpec | CodeSpec | FormulaSpec | MetricsSpec | GraphSpec | TextLinesSpec
 *   | StandingsSpec | Surface3DSpec | ConfusionMatrixSpec | ImageGridSpec | TimerSpec | WaffleSpec
 *   | NetworkDiagramSpec} PanelSpec
 */

// ---- controls of a board: see optviz/lecture/controls ----------------------------------------------

/** @typedef {number[][]} PointRows  rows of numbers: points x, y (and a class), or a matrix */
/** @typedef {number | string | boolean | PointRows | Point | RacerView[]} ControlValue */
/** @typedef {{ kind: "slider", value: number, fan?: boolean } & Knob} SliderSpec  `fan`: is there one? */
/**
 * @typedef {{ kind: "choice", key: string, label: string, options: [value: string, label: string][],
 *   rules?: boolean, value: string }} ChoiceSpec  `rules`: its values are optimizers
 */
/** @typedef {{ kind: "switch", key: string, label: string, help: string, value: boolean }} SwitchSpec */
/**
 * @typedef {{ kind: "points", key: string, label: string, default: PointRows, width: number, least: number,
 *   most: number, low: number, high: number, value: PointRows }} PointsSpec
 */
/**
 * @typedef {{ kind: "button", key: string, label: string, sets: Record<string, ControlValue>,
 *   help: string }} ButtonSpec
 */
/** @typedef {{ kind: "link", key: string, label: string, page: string, query: string }} LinkSpec */
/** @typedef {{ kind: "randomize", key: string, label: string, sliders: string[] }} RandomizeSpec */
/** @typedef {import("../controls/own_formula.js").OwnFormulaSpec} OwnFormulaSpec */
/** @typedef {import("../controls/own_data.js").OwnDataSpec} OwnDataSpec */
/** @typedef {import("../controls/text_input.js").TextInputSpec} TextInputSpec */
/**
 * @typedef {{ kind: "matrix", key: string, label: string, symbol: string, default: PointRows, low: number,
 *   high: number, reach: number, value: PointRows }} MatrixSpec
 */
/**
 * @typedef {{ kind: "point", key: string, label: string, symbols: [string, string], low: Point, high: Point,
 *   least: number, most: number, help: string, fan?: boolean, value: Point }} PointSpec
 */
/**
 * @typedef {{ kind: "seed", key: string, label: string, most: number, value: number, enabled: boolean,
 *   help: string }} SeedSpec
 */
/**
 * @typedef {{ kind: "racers", key: string, value: RacerView[], pick: string,
 *   fan?: boolean, previews: number[][], statuses: (RunStatus & { slot: number })[] }} RacersSpec
 */
/** @typedef {{ kind: "hidden", key: string, value: string | number }} HiddenSpec */
/**
 * `more`: is it seldom needed and folded away?
 * @typedef {(SliderSpec | ChoiceSpec | SwitchSpec | PointsSpec | RandomizeSpec | TextInputSpec | MatrixSpec | PointSpec
 *   | SeedSpec | RacersSpec | OwnFormulaSpec | OwnDataSpec | HiddenSpec | ButtonSpec | LinkSpec)
 *   & { more?: boolean }} ControlSpec
 */
/**
 * What presenter mode shows above a board: `place` of the section among those of its page; `rule` in LaTeX; `words`:
 * those that the page has beside its text.
 * @typedef {{ page: string, section: string, place: [number, number] | null, rule: string,
 *   presets: [key: string, title: string][], words: string[] }} Head
 */
/** @typedef {{ kind: "choice", options: [text: string, look: LookCode | null][] }} ChoiceForm */
/** @typedef {{ kind: "number", label: string, unit: string }} NumberForm */
/**
 * @typedef {{ kind: "range", label: string, low: number, high: number, scale: "linear" | "log", whole: boolean,
 *   unit: string }} RangeForm
 */
/** @typedef {{ kind: "ranking", items: [text: string, look: LookCode | null][], first: string,
 *   last: string }} RankingForm */
/** @typedef {{ kind: "paste", label: string, lines: number, longest: number }} PasteForm */
/** @typedef {{ kind: "target", panel: string, only_x: boolean }} TargetForm */
/** @typedef {{ kind: "route", panel: string, start: Point }} RouteForm */
/**
 * @typedef {{ kind: "settings", dials: { key: string, label: string, low: number, high: number,
 *   scale: "linear" | "log" }[] }} SettingsForm
 */
/**
 * How an answer is given: see optviz/questions.
 * @typedef {ChoiceForm | NumberForm | RangeForm | RankingForm | TargetForm | RouteForm | SettingsForm
 *   | PasteForm} FormSpec
 */
/**
 * `answered`: false for who wanted to see it without an answer.
 * @typedef {{ right: boolean, score: number, measure: string, sentence: string, truth: string,
 *   answered: boolean }} Verdict
 */
/**
 * `panel`: where it is asked, if it is on a panel; `hides`: panels that would tell the answer; the answer is told at
 * step `until`, null: the last.
 * @typedef {{ key: string, seed: number, title: string, text: string, form: FormSpec, panel: string, hides: string[],
 *   start: number, until: number | null, answer: string | null, verdict: Verdict | null }} QuestionView
 */
/** @typedef {{ view: BoardContext, changed: () => void }} AnswerContext  `changed`: tells of another answer */
/**
 * `choose`: the answer in this place of the list; `panel`, `taker`: where it is given on a picture; `lead`, `commit`:
 * what stands before the question and on its button, where it is no prediction.
 * @typedef {{ root: HTMLElement, readonly value: string | null, lead?: string, commit?: string,
 *   show(text: string): void, choose?(place: number): void, panel?: string, taker?: Taker }} AnswerForm
 */
/** @typedef {[ref: string, title: string, questions: [ref: string, title: string][]]} SceneChoice  section or lesson */
/** @typedef {[topic: string, scenes: SceneChoice[]][]} RoomChoices */
/** @typedef {[page: string, query: string]} Path  an address of the app; the playground's page is empty */
/** @typedef {{ sets: [key: string, title: string, count: number][] }} QuizChoice  before a quiz is chosen */
/**
 * `at`: from 0, `of` at the end; `silent`: nothing is told yet; `given`: the answer to the question that is shown;
 * `marks`: right, near, wrong, shown, given or empty; `scene`: the setting on its own page; `again`: what to look at.
 * @typedef {{ set: string, title: string, seed: number, at: number, of: number, exam: boolean, silent: boolean,
 *   done: boolean, given: string | null, score: number | null, marks: string[], scene: Path | null,
 *   questions: string[], review: { verdict: Verdict, text: string, scene: Path }[],
 *   again: [title: string, path: Path][] }} QuizRun
 */
/**
 * Another page, to which a turn leads; `time`: its playhead.
 * @typedef {{ page: string, title: string, query: string, time?: number | null }} Leads
 */
/**
 * A board as it came. `check`: the question that checks one's own program; `lacks`: data that the server does not know.
 * @typedef {{ kind: "board", page: string, arrangement: "lecture" | "playground", background: string, shows: Shows,
 *   query: string, controls: ControlSpec[], step: number, all: boolean, present: boolean,
 *   hidden: string[], viewports: [kind: ViewportKind, panel: string, numbers: number[]][],
 *   refines?: boolean, program?: boolean, work: "" | "running", queued: number, ignored: string[], lacks?: string,
 *   split: number, head: Head,
 *   leads: Leads | null, questions: [key: string, title: string][], question: QuestionView | null,
 *   check?: string | null,
 *   choices?: RoomChoices, panels: PanelSpec[],
 *   quiz?: QuizChoice | QuizRun | null, rows: string[][], steps: number, widths: number[],
 *   heights: number[], unit: string, per: number, pace: number,
 *   counts: Floats | null, open_ended: boolean, progress: { share: number, text: string } | null, status: string[],
 *   notices: Text[],
 *   summary: string }} BoardView
 */

// ---- what the modules of a board are to each other ----------------------------------------------------

/** @typedef {import("./view.js").View} BoardContext  what a panel, a layer or a control is on */
/** @typedef {Record<string, HTMLElement>} Slots  by name; the frame's are always there */
/**
 * How a view stands on its page: its slots, which of them holds a control or a panel, which a link may hide. `strip`:
 * what asks its questions, if that is something of its own.
 * @typedef {{ hideable: string[], strip?: new (view: View, slot: HTMLElement) => QuestionStrip,
 *   slotOf(spec: ControlSpec): string, placeOf?(key: string): string,
 *   build(bar: import("./bar.js").Bar, progress: HTMLElement): { root: HTMLElement,
 *   slots: Slots & FrameSlots } }} Arrangement
 */
/** @typedef {import("./view.js").View} View */
/** @typedef {import("./question.js").QuestionStrip} QuestionStrip */
/** @typedef {ReturnType<typeof import("./frame.js").frameSlots>} FrameSlots */
/**
 * `lent`: a picture that is shown in place of the regions; `taker`: whose presses on the plane are.
 * @typedef {{ board: BoardContext, spec: AxesSpec, view: FlatProjection, ring?: Point | null,
 *   lent?: HTMLCanvasElement | null, taker?: Taker | null, move?(): void }} AxesContext
 */
/**
 * An answer that is given on a plane, or a guess: what it draws there, and what a press there is to it. `over`: what
 * lies over the plane, for the keyboard; `draws`: a finger there draws and never scrolls; `zooms`: the picture may be
 * looked at more closely meanwhile; `hidesStep`: arrows that tell the next step are not shown; `grips`: does a finger
 * take hold at once at this pixel? Elsewhere it takes a tap. `locked`: it only draws now.
 * @typedef {{ readonly layers: Layer[], locked?: boolean, over?: HTMLElement, draws?: boolean, zooms?: boolean,
 *   hidesStep?: boolean,
 *   grips(pixel: Point, panel: AxesContext): boolean, down(place: Point, panel: AxesContext): void,
 *   move(place: Point, panel: AxesContext): void, up(panel: AxesContext): void }} Taker
 */
/** @typedef {[x: Point, y: Point] | Camera} Viewport  what a person looks at: a part of the plane, or from where */
/** @typedef {"window" | "camera"} ViewportKind */
/**
 * How a picture is printed; `scale`: pixels of the file for one of the page.
 * @typedef {{ scale: number, vector: boolean, theme: Theme }} Press
 */
/**
 * A picture ready to be painted at any step, in pixels of the page; `under`: SVG that lies below what is painted.
 * @typedef {{ under?: string, paint(context: Context): void }} Print
 */
/**
 * A picture may be zoomed and seen from elsewhere; `viewport` is null until it has been. `print`: the picture for a
 * file; `cellsNow`: a table as it may be known now. `lend`: shows another picture in place of its regions, and lines
 * of text on it; with null the regions again.
 * @template {PanelSpec} [S=PanelSpec]
 * @typedef {{ root: HTMLElement, slot: HTMLElement, update(spec: S): void, move(): void, resized?(): void,
 *   valuesChanged?(keys: string[]): void, pathsMoved?(): void, dispose?(): void,
 *   zoom?(factor: number): void, fit?(): void, take?(taker: Taker | null): void,
 *   viewport?: Viewport | null, zoomable?: boolean, print?(press: Press): Promise<Print>, cellsNow?(): string[][],
 *   lend?(picture: HTMLCanvasElement | null, lines: string[]): void }} Panel
 */
/**
 * A button shows no value; a hidden control is nowhere. `update`: what of its spec may change while it stays.
 * @typedef {{ root?: HTMLElement, show?(value: ControlValue): void, move?(): void,
 *   update?(spec: never): void }} Control
 */

export {};
