// Marks of a plane: dots, rings, stars, crosses, with labels; standing still, moving, or lit up in turn.

import { drawMarker, star } from "../shared/theme.js";
import { penOf } from "../shared/pens.js";

export const MARKERS = {
  dot: "circle",
  square: "square",
  triangle: "triangle",
  cross: "x",
  diamond: "diamond",
  star: "star",
};

function starAt(context, px, py, radius, colour, casing) {
  context.save();
  context.translate(px, py);
  context.beginPath();
  star(context, radius);
  context.closePath();
  context.lineWidth = 3;
  context.strokeStyle = casing;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

function ringAt(context, px, py, radius, colour, casing) {
  for (const [width, stroke] of [[5, casing], [2.2, colour]]) {
    context.beginPath();
    context.arc(px, py, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.stroke();
  }
}

// One label beside its mark, on the side where there is room.
function labelAt(context, panel, text, px, py, radius) {
  const { theme, size } = panel.board;
  const { box } = panel.view;
  const wide = context.measureText(text).width;
  const right = px + radius + 6 + wide < box.left + box.width;
  context.textAlign = right ? "left" : "right";
  context.lineWidth = 4;
  context.strokeStyle = theme.casing;
  const at = [right ? px + radius + 5 : px - radius - 5, Math.max(py, box.top + size.font * 0.7)];
  context.strokeText(text, ...at);
  context.fillStyle = theme.text;
  context.fillText(text, ...at);
}

// Where the marks are now: (n,) arrays stand, (T+1, n) arrays have a row a step.
export function spotsNow(layer, step) {
  const moving = layer.x.shape?.length === 2;
  const [rows, count] = moving ? layer.x.shape : [1, layer.x.length];
  const row = moving ? Math.min(step, rows - 1) : 0;
  const pick = (
    column,
    i,
  ) => (column.shape?.length === 2 ? column[Math.min(row, column.shape[0] - 1) * count + i] : column[i]);
  return Array.from({ length: count }, (_, i) => [pick(layer.x, i), pick(layer.y, i)]);
}

export function drawSpots(context, panel, layer) {
  const { board, view } = panel;
  const { theme, size, player } = board;
  const radius = size.head * 0.8 * layer.size;
  const spots = spotsNow(layer, player.step);
  const count = spots.length;
  const many = count > 400;
  const light = (i) => !layer.lit || layer.lit[Math.min(player.step, layer.lit.shape[0] - 1) * count + i] > 0;
  context.font = `${size.font * 0.95}px ${theme.font}`;
  context.textBaseline = "middle";
  spots.forEach(([x, y], i) => {
    const [px, py] = view.point(x, y);
    if (!Number.isFinite(px) || !Number.isFinite(py)) return;
    const { colour } = layer.looks.length ? penOf(layer.looks[i], board) : layer.pen;
    const mark = Array.isArray(layer.mark) ? layer.mark[i] : layer.mark;
    context.globalAlpha = light(i) ? 1 : 0.25;
    if (many && mark === "dot") {
      context.fillStyle = colour;
      context.fillRect(px - radius * 0.4, py - radius * 0.4, radius * 0.8, radius * 0.8);
    } else if (mark === "star") starAt(context, px, py, radius + 4, colour, theme.casing);
    else if (mark === "ring") ringAt(context, px, py, radius + 2, colour, theme.casing);
    else drawMarker(context, MARKERS[mark] || "circle", px, py, radius, colour, theme.casing);
    context.globalAlpha = 1;
    if (layer.labels[i]) labelAt(context, panel, layer.labels[i], px, py, radius);
  });
}
