// The shapes of what the page's modules hand to each other: types alone, nothing of this file runs or is sent.

// ---- small things -----------------------------------------------------------------------------------

/** @typedef {[number, number]} Point  x and y, on the surface or in pixels */
/** @typedef {{ left: number, top: number, width: number, height: number }} Box  a rectangle in pixels */
/** @typedef {{ width: number, height: number }} Extent */
/** @typedef {Float64Array & { shape: number[] }} PackedArray  an array of a board, with the lengths of its axes */
/** @typedef {Uint8Array & { shape: number[] }} PackedBytes  the same of numbers from 0 to 255 */
/** @typedef {(Float64Array | number[]) & { shape?: number[] }} Floats  a sequence of numbers, packed or plain */
/** @typedef {"2d" | "3d"} Mode */
/** @typedef {CanvasRenderingContext2D} Context */
/**
 * What `node` (text.js) gives a new element.
 * @typedef {{ onclick?: (event: MouseEvent) => unknown, oninput?: (event: Event) => unknown,
 *   onchange?: (event: Event) => unknown, onfocus?: (event: FocusEvent) => unknown,
 *   onkeydown?: (event: KeyboardEvent) => unknown,
 *   [name: string]: string | number | boolean | null | undefined | ((event: never) => unknown) }} Attributes
 */
/** @typedef {{ font: number, line: number, head: number }} Size  of type, of lines and of a run's head, in pixels */

// ---- looks: see optviz/figures/palette.py ------------------------------------------------------------

/**
 * @typedef {"circle" | "square" | "diamond" | "triangle" | "triangle-down" | "cross" | "x" | "pentagon" | "hexagram"
 *   | "star"} Marker
 */
/**
 * @typedef {{ runs: string[], ramp: string[], strong: string[], diverging: string[],
 *   warm: string[], casing: string, ink: string,
 *   faint: string, rule: string, good: string, bad: string, mistake: string, level: string, halo: string,
 *   frame: string, memory: string }} Colours
 */
/** @typedef {{ themes: { light: Colours, dark: Colours }, dashes: number[][], markers: Marker[] }} Palette */
/**
 * @typedef {Colours & { dark: boolean, background: string, text: string, accent: string, font: string }} Theme
 */
/** @typedef {[colour: number, dash: number, marker: number]} Style  a run's look as places in the palette */
/** @typedef {Style | string} LookCode  a run's look, or a quiet colour of the theme by its name */
/** @typedef {{ colour: string, dash: number[], marker: Marker }} Look  how a run or layer is drawn */
/** @typedef {Look} Pen */
/**
 * @typedef {{ colour: string, dash: number[], marker?: Marker | null, bare?: boolean,
 *   hollow?: boolean }} SwatchLook
 */

// ---- the catalogue: see optviz/ui/stage/catalog.py ---------------------------------------------------

/** @typedef {"linear" | "log" | "one_minus" | "square"} KnobScale */
/**
 * `least` and `most`: what may be typed, where that is more than the slider offers; it `grows` to what is typed.
 * @typedef {{ key: string, symbol: string, label: string, low: number, high: number, scale: KnobScale,
 *   default?: number, help?: string, whole?: boolean, least?: number, most?: number, grows?: boolean }} Knob
 */
/** @typedef {Knob & { default: number }} CatalogKnob */
/**
 * @typedef {{ name: string, knobs: CatalogKnob[], latex: string[], worked: [string, string][],
 *   convention: string, look: number, modified: boolean }} Rule  `modified`: takes modifiers
 */
/**
 * @typedef {{ order: string[], groups: [label: string, rules: string[]][], rules: Record<string, Rule>,
 *   surfaces: Record<string, { name: string, knobs: CatalogKnob[] }>, looks: Style[], spare: number, palette: Palette,
 *   schedules: { key: string, name: string, latex: string, knobs: string[] }[],
 *   modifiers: Record<string, CatalogKnob>,
 *   race: (CatalogKnob & { key: "steps" | "noise" })[],
 *   limits: { racers: number, coordinate: number, seed: number },
 *   languages?: Record<string, string>, words?: { language: string, texts: Record<string, string> } }} Catalog
 */

// ---- heights -----------------------------------------------------------------------------------------

/** @typedef {{ kind: "linear" | "log", floor: number, offset: number }} Warp  the height drawn for a value f */
/** @typedef {{ low: number, high: number, size: number }} Levels  range of drawn heights, distance of level lines */
/**
 * Heights on a grid. `rows` (drawn heights, null where there is none) and `scale` are worked out when first drawn.
 * @typedef {{ key: string, x: Point, y: Point, size: number, warp: Warp, z: Float32Array,
 *   rows?: (number | null)[][], scale?: Levels }} Grid
 */
/** @typedef {Grid & { rows: (number | null)[][], scale: Levels }} DrawnGrid */
/** @typedef {Grid & { name: string }} Field */
/** @typedef {{ kind: "background", key: string, fields: Field[] }} Background */

// ---- projections and paths ---------------------------------------------------------------------------

/**
 * @typedef {{ deep?: undefined, box: Box, key: string, point: (x: number, y: number) => Point,
 *   inverse: (px: number, py: number) => Point }} FlatProjection
 */
/**
 * `transform`: a 4 × 4 matrix by columns; `eye`: where the camera is, in data coordinates, once it is asked for.
 * @typedef {{ deep: true, box: Box, key: string, project: (x: number, y: number, height: number) => Point,
 *   transform: number[], scale: number[], grid: DrawnGrid, eye?: number[] }} DeepProjection
 */
/** @typedef {FlatProjection | DeepProjection} Projection */
/**
 * A path in pixels; `state`: 0 a break, 1 seen, 2 behind the surface. `at`: which of the corners each step is, where
 * there are more of them than steps.
 * @typedef {{ px: Float64Array, py: Float64Array, state: Uint8Array, deep?: boolean, at?: Uint32Array }} Track
 */
/** @typedef {{ corner: number, x: number, y: number, hidden: boolean }} Head  `corner`: the last one that is passed */
/** @typedef {{ x: Floats, y: Floats, value?: Floats | null }} PathData */

// ---- runs and racers: see optviz/figures/race_board.py --------------------------------------------------

/** @typedef {Record<string, number>} KnobValues */
/**
 * `modifiers`: the numbers of what is around the rule, of its schedule too.
 * @typedef {{ rule: string, knobs: KnobValues, on: boolean, look: number, style: Style, schedule: string,
 *   modifiers: KnobValues }} RacerView
 */
/**
 * @typedef {"moving" | "converged" | "stuck" | "cycling" | "still" | "leaving" | "diverged"} RunKind  how a run ends
 * @typedef {{ kind: RunKind, step: number, label: string, reason: string }} RunStatus
 */

// ---- what the modules are to each other --------------------------------------------------------------

/** @typedef {Record<string, string | number | string[]>} Params  settings in the vocabulary of a link */
/** @typedef {{ query: string, before?: string | null }} Step  a link, or a step from where one was before */
/**
 * What is asked for. `keeps`: the playhead stays where it is, for the hand has only turned a control; `turned`: the
 * value of the slider in hand.
 * @typedef {Step & { keeps: boolean, opens?: boolean, turned?: number }} PictureRequest
 */
/** @typedef {{ kind: "failure", text: string }} Failure */
/** @typedef {Background | import("./board_types.js").BoardView | Failure} PictureMessage */
/** @typedef {Record<string, string>} Shows  what the page's words are about: section; lesson and surface */
/**
 * The two ways to the script: what is shown, when its words must change; a request, where there is no route.
 * A recording brings its one answer, `frames`, with it, and nothing can be set there; `moved` is told the playhead;
 * `within`: keys act only where the focus is in it, for the page around it has its own.
 * @typedef {{ shown(state: Shows): void,
 *   request(question: { number: number, query: string, before: string | null, have: string }): void,
 *   frames?: Uint8Array<ArrayBuffer>, moved?(step: number): void, within?: boolean }} Channel
 */
/**
 * What a source serves: the key of the background that is here, and what happens to what comes.
 * @typedef {{ have: string, receive(message: PictureMessage, request: PictureRequest, newest: boolean): void,
 *   waiting(why: "cut" | "busy"): void }} SourceTarget
 */
/**
 * What may be pressed next, by where it stands on Streamlit's page: the address that it would open.
 * @typedef {{ presets?: Record<string, string>, pills?: Record<string, string[]>,
 *   options?: Record<string, string> }} Ahead
 */
/**
 * What the script says: which press (`number` of a session) opens which address, what its words are about, and which
 * keys of an address are the page's.
 * @typedef {{ session: string, number: number, open: string, shows: Shows, ahead: Ahead, keys: string[],
 *   answer: number | null }} ScriptMessage
 */
/**
 * What a view leaves for the next one in its place.
 * @typedef {{ query?: string, address?: string, time?: number, speed?: number, loop?: boolean, playing?: boolean,
 *   all?: boolean, present?: boolean, backgrounds?: import("./backgrounds.js").Backgrounds,
 *   viewports?: Record<string, import("./board_types.js").Viewport>,
 *   history?: import("./history.js").History, acted?: { session: string, number: number },
 *   asked?: PictureRequest }} Saved  asked: the step that was on its way
 */
/** @typedef {import("./player.js").Player} Player */
/**
 * What a drawing reads of the player; `horizon`: the step up to which all may be seen.
 * @typedef {{ time: number, step: number, last: number, horizon: number }} Playhead
 */
/** @typedef {import("./view.js").View} View */
// ---- Plotly, as far as it is used: what it draws is data of its own, handed through -------------------

/** @typedef {{ x: number, y: number, z: number }} Vector */
/** @typedef {{ eye: Vector, center?: Vector, up?: Vector }} Camera */
/**
 * @typedef {{ title: { text: string, [setting: string]: unknown }, range?: number[],
 *   [setting: string]: unknown }} PlotlyAxis
 */
/** @typedef {Record<string, unknown>} Trace */
/** @typedef {{ type: string, range: Point, _offset: number, _length: number, _inputRange?: Point }} DrawnAxis */
/**
 * @typedef {{ dataScale: number[], getCamera(): Camera, recoverContext?: () => void,
 *   glplot?: { cameraParams?: { model: number[], view: number[], projection: number[] } } }} DrawnScene
 */
/**
 * @typedef {{ width: number, height: number, xaxis: DrawnAxis, yaxis: DrawnAxis,
 *   scene?: { _scene?: DrawnScene } }} DrawnLayout
 */
/**
 * An element that Plotly has drawn in, or will.
 * @typedef {HTMLElement & { _fullLayout?: DrawnLayout, on(event: string, handler: () => void): void }} PlotElement
 */

/**
 * A stop of a tour, and a tour, as the server sends it.
 * @typedef {{ title: string, page: string, query: string, words: string, part: string, hide: string[],
 *   minutes: number, notes: string, shows: Record<string, string> }} TourStop
 * @typedef {{ name: string, title: string, about: string, stops: TourStop[] }} TourSaid
 */

export {};
