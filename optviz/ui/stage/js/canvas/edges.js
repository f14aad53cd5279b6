// Where the boxes of a graph stand and how its arrows run; in pixels, left to right or, if narrow, top to bottom.

const SMALLEST = 0.6;
const LOOSE = 2.2;
const TIP = 7;
const EDGE = 8;

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// The extent of every column along the graph's way and the gap between two of them, then what a row is worth across it,
// so that boxes and passing arrows of one column stay apart; all at the layer's present type size.
function measure(spec, boxes, wires, layer, down) {
  const font = parseFloat(getComputedStyle(layer).fontSize);
  for (const { root } of boxes) Object.assign(root.style, { width: "", height: "" });
  const sizes = boxes.map(({ root }) => [root.offsetWidth + 1, root.offsetHeight]);
  const [main, cross] = down ? [1, 0] : [0, 1];
  const count = Math.max(...spec.nodes.map((box) => box.column)) + 1;
  const columns = Array.from(
    { length: count },
    (_, c) => spec.nodes.map((box, i) => ({ ...box, size: sizes[i] })).filter((box) => box.column === c),
  );
  const extents = columns.map((column) => Math.max(0, ...column.map((box) => box.size[main])));
  const labels = wires.filter((wire) => !wire.label.hidden).map((
    wire,
  ) => (down ? wire.label.offsetHeight : wire.label.offsetWidth));
  const gap = Math.max(font * 1.4, ...labels.map((label) => label + font * 1.3));
  const passing = spec.edges.flatMap((wire) => wire.via.map(([column, row]) => ({ column, row, half: font * 0.4 })));
  const units = columns.flatMap((column, c) => {
    const all = [
      ...column.map((box) => ({ row: box.row, half: box.size[cross] / 2 })),
      ...passing.filter((one) => one.column === c),
    ].sort((a, b) => a.row - b.row);
    return all.slice(1).map((one, i) =>
      (one.half + all[i].half + font * (down ? 0.5 : 0.7)) / Math.max(one.row - all[i].row, 0.1)
    );
  });
  const unit = Math.max(font, ...units);
  const ends = (each) =>
    [-1, 1].map((side) => side * Math.max(...spec.nodes.map((box, i) => side * box.row * each + sizes[i][cross] / 2)));
  const [top, bottom] = ends(unit);
  return { sizes, extents, gap, unit, ends, length: sum(extents) + gap * (count - 1), breadth: bottom - top };
}

// The largest type at which all boxes fit, and then their centres.
export function areaOf(spec, boxes, wires, layer, { width, height, down }) {
  layer.style.fontSize = "1em";
  let found = measure(spec, boxes, wires, layer, down);
  const [long, wide] = down ? [Infinity, width - EDGE] : [width - EDGE, height - EDGE];
  const share = Math.min(1, long / found.length, wide / found.breadth);
  if (share < 1) {
    layer.style.fontSize = `${Math.max(SMALLEST, share * 0.985)}em`;
    found = measure(spec, boxes, wires, layer, down);
  }
  const { extents, sizes } = found;
  const gap = down
    ? found.gap
    : Math.min(Math.max((long - sum(extents)) / Math.max(extents.length - 1, 1), found.gap * 0.6), found.gap * LOOSE);
  const whole = sum(extents) + gap * (extents.length - 1);
  const start = down ? EDGE / 2 : Math.max(EDGE, width - whole) / 2;
  const middles = extents.map((extent, c) => start + sum(extents.slice(0, c)) + gap * c + extent / 2);
  const rows = spec.nodes.map((box) => box.row);
  const span = Math.max(...rows) - Math.min(...rows);
  const unit = found.unit +
    (span && Number.isFinite(wide) ? Math.min(Math.max(wide - found.breadth, 0) / span, found.unit * 0.4) : 0);
  const middle = sum(found.ends(unit)) / 2;
  const high = Number.isFinite(height) ? height : found.breadth + EDGE;
  const across = (row) => (down ? width : high) / 2 + row * unit - middle;
  const area = { down, sizes, extents, height: down ? whole + EDGE : high };
  area.at = (column, row) => (down ? [across(row), middles[column]] : [middles[column], across(row)]);
  area.centres = spec.nodes.map((box) => area.at(box.column, box.row));
  return area;
}

// Where on a box's side its arrows meet it: spread, in the order of where they come from.
function spread(spec, i, area, end) {
  const box = spec.edges[i][end];
  const other = end === "end" ? "start" : "end";
  const places = spec.edges.map((wire, k) => ({ wire, k })).filter(({ wire }) => wire[end] === box);
  const rowOfWire = ({ wire }) => {
    const near = end === "end" ? wire.via.at(-1) : wire.via[0];
    return near ? near[1] : spec.nodes.find((one) => one.key === wire[other]).row;
  };
  places.sort((a, b) => rowOfWire(a) - rowOfWire(b) || a.k - b.k);
  const at = spec.nodes.findIndex((one) => one.key === box);
  const room = area.sizes[at][area.down ? 0 : 1] * 0.6;
  const step = places.length > 1 ? Math.min(26, room / (places.length - 1)) : 0;
  return { at, shift: (places.findIndex(({ k }) => k === i) - (places.length - 1) / 2) * step };
}

const main = (area) => (area.down ? 1 : 0);

// A smooth line from side to side, through the places it goes by.
export function wirePath(spec, i, area) {
  const axis = main(area);
  const ends = ["start", "end"].map((end) => {
    const { at, shift } = spread(spec, i, area, end);
    const point = [...area.centres[at]];
    point[axis] += (area.sizes[at][axis] / 2 + 1) * (end === "start" ? 1 : -1);
    point[1 - axis] += shift;
    return point;
  });
  const points = [ends[0]];
  for (const [column, row] of spec.edges[i].via) {
    for (const side of [-1, 1]) {
      const point = area.at(column, row);
      point[axis] += side * area.extents[column] / 2;
      points.push(point);
    }
  }
  points.push(ends[1]);
  const parts = points.slice(1).map((point, k) => {
    const before = points[k];
    const half = (point[axis] - before[axis]) / 2;
    const [a, b] = [[...before], [...point]];
    a[axis] += half;
    b[axis] -= half;
    return `C${a} ${b} ${point}`;
  });
  return { d: `M${ends[0]} ${parts.join(" ")}`, ends, middle: 0.5 };
}

// The arrow's head: where the line ends or, on the way back, where it starts.
export function tip([start, end], back, down) {
  const [x, y] = back ? start : end;
  const s = back ? TIP : -TIP;
  return down ? `M${x} ${y} l${-TIP * 0.6} ${s} h${TIP * 1.2} z` : `M${x} ${y} l${s} ${-TIP * 0.6} v${TIP * 1.2} z`;
}
