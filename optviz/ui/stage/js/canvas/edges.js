// Where the boxes of a graph stand and how its arrows run; in pixels, left to right or, if narrow, top to bottom.

/** @import { Point } from "../shared/types.js" */
/** @import { GraphSpec } from "../shared/board_types.js" */
/** @typedef {{ root: HTMLElement }} BoxElement */
/** @typedef {{ label: HTMLElement }} EdgeElement */
/**
 * `sizes`: width and height of every box; `extents`: of every column, along the graph's way; `at`: the pixel of a place
 * in a column.
 * @typedef {{ down: boolean, sizes: Point[], extents: number[], height: number,
 *   at(column: number, row: number): Point, centres: Point[] }} GraphLayout
 */

const SMALLEST = 0.6;
const LOOSE = 2.2;
const HEAD = 7;
const MARGIN = 8;

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/**
 * The extent of every column along the graph's way and the gap between two of them, then what a row is worth across it,
 * so that boxes and passing arrows of one column stay apart; all at the layer's present type size.
 * @param {GraphSpec} spec
 * @param {BoxElement[]} boxes
 * @param {EdgeElement[]} edges
 * @param {HTMLElement} layer
 * @param {boolean} down
 */
function measure(spec, boxes, edges, layer, down) {
  const font = parseFloat(getComputedStyle(layer).fontSize);
  for (const { root } of boxes) Object.assign(root.style, { width: "", height: "" });
  const sizes = boxes.map(({ root }) => /** @type {Point} */ ([root.offsetWidth + 1, root.offsetHeight]));
  const [main, cross] = down ? [1, 0] : [0, 1];
  const count = Math.max(...spec.nodes.map((box) => box.column)) + 1;
  const columns = Array.from(
    { length: count },
    (_, c) => spec.nodes.map((box, i) => ({ ...box, size: sizes[i] })).filter((box) => box.column === c),
  );
  const extents = columns.map((column) => Math.max(0, ...column.map((box) => box.size[main])));
  const labels = edges.map((edge) => edge.label).filter((label) => !label.hidden);
  const widths = labels.map((label) => (down ? label.offsetHeight : label.offsetWidth));
  const gap = Math.max(font * 1.4, ...widths.map((width) => width + font * 1.3));
  const passing = spec.edges.flatMap((edge) => edge.via.map(([column, row]) => ({ column, row, half: font * 0.4 })));
  const units = columns.flatMap((column, c) => {
    const occupied = [
      ...column.map((box) => ({ row: box.row, half: box.size[cross] / 2 })),
      ...passing.filter((place) => place.column === c),
    ].sort((a, b) => a.row - b.row);
    return occupied.slice(1).map((place, i) =>
      (place.half + occupied[i].half + font * (down ? 0.5 : 0.7)) / Math.max(place.row - occupied[i].row, 0.1)
    );
  });
  const unit = Math.max(font, ...units);
  /** @param {number} each */
  const ends = (each) =>
    [-1, 1].map((side) => side * Math.max(...spec.nodes.map((box, i) => side * box.row * each + sizes[i][cross] / 2)));
  const [top, bottom] = ends(unit);
  return { sizes, extents, gap, unit, ends, length: sum(extents) + gap * (count - 1), breadth: bottom - top };
}

/**
 * The largest type at which all boxes fit, and then their centres.
 * @type {(spec: GraphSpec, boxes: BoxElement[], edges: EdgeElement[], layer: HTMLElement, space: { width: number,
 *   height: number, down: boolean }) => GraphLayout}
 */
export function layoutGraph(spec, boxes, edges, layer, { width, height, down }) {
  layer.style.fontSize = "1em";
  let measured = measure(spec, boxes, edges, layer, down);
  const [long, wide] = down ? [Infinity, width - MARGIN] : [width - MARGIN, height - MARGIN];
  const share = Math.min(1, long / measured.length, wide / measured.breadth);
  if (share < 1) {
    layer.style.fontSize = `${Math.max(SMALLEST, share * 0.992)}em`;
    measured = measure(spec, boxes, edges, layer, down);
  }
  const { extents, sizes, gap: least } = measured;
  const spare = (long - sum(extents)) / Math.max(extents.length - 1, 1);
  const gap = down ? least : Math.min(Math.max(spare, least * 0.6), least * LOOSE);
  const whole = sum(extents) + gap * (extents.length - 1);
  const start = down ? MARGIN / 2 : Math.max(MARGIN, width - whole) / 2;
  const middles = extents.map((extent, c) => start + sum(extents.slice(0, c)) + gap * c + extent / 2);
  const rows = spec.nodes.map((box) => box.row);
  const span = Math.max(...rows) - Math.min(...rows);
  const unit = measured.unit +
    (span && Number.isFinite(wide) ? Math.min(Math.max(wide - measured.breadth, 0) / span, measured.unit * 0.4) : 0);
  const middle = sum(measured.ends(unit)) / 2;
  const high = Number.isFinite(height) ? height : measured.breadth + MARGIN;
  /** @param {number} row */
  const across = (row) => (down ? width : high) / 2 + row * unit - middle;
  /** @type {GraphLayout["at"]} */
  const at = (column, row) => (down ? [across(row), middles[column]] : [middles[column], across(row)]);
  const centres = spec.nodes.map((box) => at(box.column, box.row));
  return { down, sizes, extents, height: down ? whole + MARGIN : high, at, centres };
}

/**
 * Where on a box's side its arrows meet it: spread, in the order of where they come from.
 * @param {GraphSpec} spec
 * @param {number} i
 * @param {GraphLayout} layout
 * @param {"start" | "end"} end
 */
function spread(spec, i, layout, end) {
  const key = spec.edges[i][end];
  const other = end === "end" ? "start" : "end";
  const meeting = spec.edges.map((edge, k) => ({ edge, k })).filter(({ edge }) => edge[end] === key);
  /** @param {{ edge: GraphSpec["edges"][number] }} meeting */
  const rowOf = ({ edge }) => {
    const near = end === "end" ? edge.via.at(-1) : edge.via[0];
    return near ? near[1] : spec.nodes.find((box) => box.key === edge[other])?.row ?? 0;
  };
  meeting.sort((a, b) => rowOf(a) - rowOf(b) || a.k - b.k);
  const at = spec.nodes.findIndex((box) => box.key === key);
  const side = layout.sizes[at][layout.down ? 0 : 1] * 0.6;
  const step = meeting.length > 1 ? Math.min(26, side / (meeting.length - 1)) : 0;
  return { at, shift: (meeting.findIndex(({ k }) => k === i) - (meeting.length - 1) / 2) * step };
}

/**
 * A smooth line from side to side, through the places it goes by.
 * @param {GraphSpec} spec
 * @param {number} i
 * @param {GraphLayout} layout
 */
export function edgePath(spec, i, layout) {
  const axis = layout.down ? 1 : 0;
  /** @param {"start" | "end"} end */
  const endAt = (end) => {
    const { at, shift } = spread(spec, i, layout, end);
    /** @type {Point} */
    const point = [...layout.centres[at]];
    point[axis] += (layout.sizes[at][axis] / 2 + 1) * (end === "start" ? 1 : -1);
    point[1 - axis] += shift;
    return point;
  };
  /** @type {[Point, Point]} */
  const ends = [endAt("start"), endAt("end")];
  const points = [ends[0]];
  for (const [column, row] of spec.edges[i].via) {
    for (const side of [-1, 1]) {
      const point = layout.at(column, row);
      point[axis] += side * layout.extents[column] / 2;
      points.push(point);
    }
  }
  points.push(ends[1]);
  const curves = points.slice(1).map((point, k) => {
    const before = points[k];
    const half = (point[axis] - before[axis]) / 2;
    const [a, b] = [[...before], [...point]];
    a[axis] += half;
    b[axis] -= half;
    return `C${a} ${b} ${point}`;
  });
  return { d: `M${ends[0]} ${curves.join(" ")}`, ends };
}

/**
 * The arrow's head: where the line ends or, on the way back, where it starts.
 * @type {(ends: [Point, Point], back: boolean, down: boolean) => string}
 */
export function arrowHead([start, end], back, down) {
  const [x, y] = back ? start : end;
  const s = back ? HEAD : -HEAD;
  return down ? `M${x} ${y} l${-HEAD * 0.6} ${s} h${HEAD * 1.2} z` : `M${x} ${y} l${s} ${-HEAD * 0.6} v${HEAD * 1.2} z`;
}
