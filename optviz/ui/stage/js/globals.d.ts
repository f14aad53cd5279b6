// What other scripts bring to the page, as far as it is used here: Plotly.js, uPlot, KaTeX, and the engine itself.

interface PlotlyLibrary {
  react(
    plot: HTMLElement,
    data: import("./shared/types.js").Trace[],
    layout: Record<string, unknown>,
    config: Record<string, unknown>,
  ): Promise<unknown>;
  relayout(plot: HTMLElement, changes: Record<string, unknown>): Promise<unknown>;
  toImage(
    plot: HTMLElement | object,
    options: { format: string; width: number; height: number; scale: number },
  ): Promise<string>;
  purge(plot: HTMLElement): void;
}

type UPlotData = ArrayLike<number | null | undefined>[];

interface UPlotChart {
  /** The element over the area of the curves. */
  readonly over: HTMLElement;
  readonly scales: Record<string, { min?: number; max?: number }>;
  setData(data: UPlotData): void;
  setSize(size: { width: number; height: number }): void;
  redraw(rebuildPaths?: boolean): void;
  posToVal(pixel: number, scale: string): number;
  valToPos(value: number, scale: string, canvasPixels?: boolean): number;
  readonly ctx: CanvasRenderingContext2D;
  /** x and y, with the ticks that were drawn last and what stands at them. */
  readonly axes: { _splits?: number[] | null; _values?: (string | number | null)[] | null }[];
  destroy(): void;
}

type UPlotRange = (chart: UPlotChart, low: number, high: number) => [number, number];
type UPlotTexts = (chart: UPlotChart, ticks: number[]) => (string | number | null)[];

interface UPlotAxis {
  stroke?: string;
  font?: string;
  grid?: { stroke: string; width: number };
  ticks?: { show: boolean };
  incrs?: number[];
  size?: number;
  space?: number;
  gap?: number;
  label?: string | null;
  labelSize?: number;
  labelGap?: number;
  labelFont?: string;
  splits?: (chart: UPlotChart) => number[];
  values?: UPlotTexts;
  filter?: UPlotTexts;
}

interface UPlotOptions {
  width: number;
  height: number;
  padding?: number[];
  legend?: { show: boolean };
  pxAlign?: boolean;
  hooks?: {
    draw?: (() => void)[];
    drawAxes?: ((chart: UPlotChart) => void)[];
    drawSeries?: ((chart: UPlotChart, series: number) => void)[];
  };
  cursor?: { drag?: { x: boolean; y: boolean }; points?: { show: boolean }; y?: boolean };
  scales?: Record<string, { time?: boolean; distr?: number; range?: UPlotRange }>;
  axes?: UPlotAxis[];
  series: {
    stroke?: string;
    width?: number;
    dash?: number[];
    points?: { show: boolean };
    spanGaps?: boolean;
  }[];
}

interface UPlotLibrary {
  new (options: UPlotOptions, data: UPlotData, parent: HTMLElement): UPlotChart;
  /** Tables of an x and a y column each become one table over all x. */
  join(tables: UPlotData[]): UPlotData;
}

interface KatexLibrary {
  render(
    latex: string,
    element: HTMLElement,
    options: { throwOnError?: boolean; displayMode?: boolean; fleqn?: boolean; strict?: string; output?: string },
  ): void;
}

/** The engine, as Streamlit's small component calls it. */
interface Optviz {
  catalog: import("./shared/types.js").Catalog;
  setMessage(
    page: string,
    parent: HTMLElement,
    bytes: Uint8Array<ArrayBuffer>,
    channel: import("./shared/types.js").Channel,
  ): import("./shared/view.js").View;
  dispose(page: string, parent: HTMLElement): void;
  mountShare(parent: HTMLElement, keys: string[]): void;
  mountTourFile(parent: HTMLElement): void;
  /** Run the script of the page that is shown. */
  wake(): void;
}

interface Window {
  Plotly: PlotlyLibrary;
  uPlot: UPlotLibrary;
  katex?: KatexLibrary;
  optviz?: Optviz;
  /** The address of a file that a recording brings; it throws where there is none. */
  optvizFile?(name: string): string;
  /** How many recordings this page has shown. */
  optvizRecordings?: number;
}
