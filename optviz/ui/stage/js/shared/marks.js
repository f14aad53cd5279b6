// Marks that belong to the surface and to the chosen run: minima, start, level labels, arrows.

import { valueOf } from "./plotly.js";
import { gridHeight } from "./project.js";
import { star } from "./theme.js";
import { digits } from "./text.js";

const at = (projection, grid, x, y) => {
  if (!projection.deep) return projection.point(x, y);
  const height = gridHeight(grid, x, y);
  return Number.isNaN(height) ? null : projection.project(x, y, height);
};

const within = (box, [x, y]) => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;

export function drawMinima(context, grid, projection, theme, size) {
  for (const [x, y] of grid.minima) {
    const point = at(projection, grid, x, y);
    if (!point || !within(projection.box, point)) continue;
    context.save();
    context.translate(...point);
    context.beginPath();
    star(context, size.head + 3.5);
    context.closePath();
    context.lineWidth = 3;
    context.strokeStyle = theme.casing;
    context.stroke();
    context.fillStyle = theme.ink;
    context.fill();
    context.restore();
  }
}

export function drawStart(context, start, grid, projection, theme, size) {
  const point = at(projection, grid, ...start);
  if (!point || !within(projection.box, point)) return null;
  for (const [width, colour] of [[5, theme.casing], [2.2, theme.ink]]) {
    context.beginPath();
    context.arc(...point, size.head + 3, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
  return point;
}

// Where the level lines cross a few rays through the window: one label a level, never two close together.
export function drawLevelLabels(context, grid, projection, theme, size) {
  const { box } = projection;
  const placed = [];
  const every = Math.max(1, Math.round(22 / 8));
  context.font = `${size.font * 0.8}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const share of [0.3, 0.7, 0.5, 0.15, 0.85]) {
    const py = box.top + share * box.height;
    let before = NaN;
    for (let px = box.left + 34; px < box.left + box.width - 34; px += 2) {
      const height = gridHeight(grid, ...projection.inverse(px, py));
      const band = Math.floor((height - grid.scale.low) / grid.scale.size + 0.5);
      const edge = Math.max(band, before);
      if (band !== before && edge % every === 0) placeLabel(context, grid, theme, placed, [px, py], edge, size);
      before = band;
    }
  }
}

function placeLabel(context, grid, theme, placed, [px, py], band, size) {
  const gap = size.font * 6;
  if (placed.some((other) => other.band === band || Math.hypot(other.px - px, other.py - py) < gap)) return;
  placed.push({ band, px, py });
  const text = digits(valueOf(grid.warp, grid.scale.low + (band - 0.5) * grid.scale.size), 2);
  context.lineWidth = 4;
  context.strokeStyle = theme.dark ? "rgba(17,21,27,.75)" : "rgba(250,250,250,.8)";
  context.strokeText(text, px, py);
  context.fillStyle = theme.faint;
  context.fillText(text, px, py);
}

export function arrow(context, from, to, colour, theme, width, dash = []) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!(length > 3)) return;
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const barb = Math.min(11, 4 + length / 4);
  const line = () => {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] - Math.cos(angle) * barb * 0.6, to[1] - Math.sin(angle) * barb * 0.6);
    context.stroke();
  };
  context.setLineDash(dash);
  for (const [extra, stroke] of [[3, theme.casing], [0, colour]]) {
    context.lineWidth = width + extra;
    context.strokeStyle = stroke;
    line();
  }
  context.setLineDash([]);
  context.beginPath();
  for (const side of [-0.45, 0, 0.45]) {
    const reach = side ? barb : 0;
    context.lineTo(to[0] - Math.cos(angle + side) * reach, to[1] - Math.sin(angle + side) * reach);
  }
  context.closePath();
  context.fillStyle = colour;
  context.fill();
}

// Gradient and memory share one scale, the longer is `reach` pixels; the step has its true length.
export function drawArrows(context, run, time, projection, theme, size) {
  const step = Math.floor(time + 1e-9);
  if (projection.deep || step >= run.steps || !run.data["q.grad.0"]) return;
  const { data } = run;
  const from = projection.point(data.x[step], data.y[step]);
  const pixel = (dx, dy) => {
    const [px, py] = projection.point(data.x[step] + dx, data.y[step] + dy);
    return [px - from[0], py - from[1]];
  };
  const gradient = pixel(-data["q.grad.0"][step], -data["q.grad.1"][step]);
  const memory = run.memory && data[`state.${run.memory}.0`]
    ? pixel(-data[`state.${run.memory}.0`][step], -data[`state.${run.memory}.1`][step])
    : [0, 0];
  const longest = Math.max(Math.hypot(...gradient), Math.hypot(...memory));
  const scale = longest > 0 ? (size.font * 4.2) / longest : 0;
  const tip = ([dx, dy]) => [from[0] + dx * scale, from[1] + dy * scale];
  const probe = data["q.probe.0"] ? projection.point(data["q.probe.0"][step], data["q.probe.1"][step]) : null;
  if (probe) lookAhead(context, from, probe, theme, size);
  arrow(context, from, tip(memory), theme.dark ? "#9fb4c8" : "#6b7b8c", theme, 2.4, [5, 3]);
  const origin = probe || from;
  arrow(context, origin, [origin[0] + gradient[0] * scale, origin[1] + gradient[1] * scale], theme.ink, theme, 2.2);
  const target = projection.point(data.x[step + 1], data.y[step + 1]);
  if (target.every(Number.isFinite)) arrow(context, from, clipped(from, target), run.look.colour, theme, 3.2);
}

export function clipped(from, to, most = 4000) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return length <= most ? to : [0, 1].map((i) => from[i] + ((to[i] - from[i]) * most) / length);
}

function lookAhead(context, from, probe, theme, size) {
  if (!probe.every(Number.isFinite)) return;
  context.setLineDash([2, 3]);
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.6;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...clipped(from, probe));
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(...clipped(from, probe), size.head * 0.8, 0, 2 * Math.PI);
  context.fillStyle = theme.casing;
  context.fill();
  context.stroke();
}
