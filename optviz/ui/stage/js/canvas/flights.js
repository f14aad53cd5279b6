// Arrows and segments of a plane: standing still, or one set a step.

import { arrow, clipped } from "../shared/marks.js";

const rowOf = (layer, step) => {
  const [rows, width] = layer.dx.shape.length === 2 ? layer.dx.shape : [1, layer.dx.length];
  const row = layer.dx.shape.length === 2 ? step : 0;
  return row < rows ? { from: row * width, to: (row + 1) * width } : { from: 0, to: 0 };
};

const startOf = (column, layer, i, from) => (column.length === layer.dx.length ? column[i] : column[i - from]);

// A displacement as pixels; on the axes' own scale, so that arrows of a plane can be compared.
const asPixels = (panel, dx, dy) => {
  const { x, y } = panel.spec;
  const { box } = panel.view;
  return [(dx / (x.high - x.low)) * box.width, (-dy / (y.high - y.low)) * box.height];
};

// The scale of every group of arrows that are fitted: their longest is `reach` letters long.
export function arrowsOf(panel) {
  const longest = {};
  for (const layer of panel.spec.layers) {
    if (layer.kind !== "arrows" || layer.scale !== "fit") continue;
    const group = layer.group || layer;
    const { from, to } = rowOf(layer, panel.board.player.step);
    let most = 0;
    for (let i = from; i < to; i++) {
      const length = Math.hypot(...asPixels(panel, layer.dx[i], layer.dy[i]));
      if (Number.isFinite(length)) most = Math.max(most, length);
    }
    const before = layer.group ? longest[layer.group] || 0 : 0;
    if (layer.group) longest[group] = Math.max(before, most);
    layer.longest = most;
  }
  return longest;
}

export function drawFlights(context, panel, layer, longest) {
  const { view, board } = panel;
  const { theme, size, player } = board;
  const { from, to } = rowOf(layer, player.step);
  const most = layer.group ? longest[layer.group] : layer.longest;
  const factor = layer.scale === "fit" ? (most > 0 ? (size.font * layer.reach) / most : 0) : 1;
  const width = size.line * 0.9 * layer.width;
  for (let i = from; i < to; i++) {
    const [x, y] = [startOf(layer.x, layer, i, from), startOf(layer.y, layer, i, from)];
    const start = view.point(x, y);
    const [px, py] = asPixels(panel, layer.dx[i], layer.dy[i]);
    const tip = layer.scale === "fit"
      ? [start[0] + px * factor, start[1] + py * factor]
      : view.point(x + layer.dx[i], y + layer.dy[i]);
    if (![...start, ...tip].every(Number.isFinite)) continue;
    if (layer.head) {
      arrow(context, start, clipped(start, tip), layer.pen.colour, theme, width, layer.dashed ? [5, 4] : []);
    } else segment(context, start, clipped(start, tip), layer.pen.colour, width, layer.dashed);
  }
}

function segment(context, from, to, colour, width, dashed) {
  context.setLineDash(dashed ? [5, 4] : []);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.setLineDash([]);
}
