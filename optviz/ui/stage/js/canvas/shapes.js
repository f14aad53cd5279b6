// Shapes that change with the step: level lines of a quadratic form, outlines, and the fog over what was not seen.

import { node } from "../shared/text.js";
import { contextOf } from "../shared/theme.js";

/** @import { Context, Point } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @import { ConicsLayer, FogLayer, OutlineLayer } from "../shared/layer_types.js" */
/** @typedef {{ x: number, y: number, gx: number, gy: number, hxx: number, hxy: number, hyy: number }} Form */

const ROUND = 72;
const CELLS = 96;
const FAR = 1e5;
const TRAIL = 0.35;
/** What of a place's radius is quite clear; from there on it fades. */
const CLEAR = 0.6;

/**
 * g·d + ½ dᵀHd at a place.
 * @type {(form: Form, x: number, y: number) => number}
 */
export function formAt({ x, y, gx, gy, hxx, hxy, hyy }, px, py) {
  const [dx, dy] = [px - x, py - y];
  return gx * dx + gy * dy + (hxx * dx * dx + hyy * dy * dy) / 2 + hxy * dx * dy;
}

/**
 * An ellipse as points in turn, where the form is a bowl or a hill: nothing where it is not, or not at that height.
 * @type {(form: Form, level: number) => Point[] | null}
 */
export function ellipseOf(form, level) {
  const { x, y, gx, gy, hxx, hxy, hyy } = form;
  const determinant = hxx * hyy - hxy * hxy;
  if (!(determinant > 1e-14 * (hxx * hxx + hyy * hyy))) return null;
  const [cx, cy] = [(hxy * gy - hyy * gx) / determinant, (hxy * gx - hxx * gy) / determinant];
  const square = (2 * (level - (gx * cx + gy * cy) / 2)) / hxx;
  if (!(square > 0)) return [];
  // d = c + L (cos, sin) with L Lᵀ = 2 (level − least) H⁻¹, L lower triangular.
  const size = Math.sqrt(square * hxx * hyy / determinant);
  const [along, across] = [-hxy / hyy, Math.sqrt(determinant) / Math.abs(hyy)];
  return Array.from({ length: ROUND + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / ROUND;
    const u = size * Math.cos(angle);
    return [x + cx + u, y + cy + along * u + across * size * Math.sin(angle)];
  });
}

/**
 * The crossings of a level with the sides of a cell's corners a, b, c, d (in turn), as pairs of points.
 * @type {(corners: [x: number, y: number, value: number][]) => [Point, Point][]}
 */
export function crossings(corners) {
  /** @type {Point[]} */
  const found = [];
  corners.forEach(([x, y, value], i) => {
    const [nextX, nextY, next] = corners[(i + 1) % 4];
    if (value < 0 === next < 0 || !Number.isFinite(value + next)) return;
    const share = value / (value - next);
    found.push([x + share * (nextX - x), y + share * (nextY - y)]);
  });
  if (found.length === 2) return [[found[0], found[1]]];
  return found.length === 4 ? [[found[0], found[1]], [found[2], found[3]]] : [];
}

/**
 * Traces one level through the whole box, cell by cell: for hyperbolas, parabolas and lines.
 * @type {(context: Context, panel: AxesContext, form: Form, levels: number[]) => void}
 */
function traceThrough(context, { view }, form, levels) {
  const { box } = view;
  const [wide, tall] = [box.width / CELLS, box.height / CELLS];
  const across = Array.from({ length: CELLS + 1 }, (_, i) => view.inverse(box.left + i * wide, box.top)[0]);
  const values = new Float64Array((CELLS + 1) ** 2);
  for (let j = 0; j <= CELLS; j++) {
    const y = view.inverse(box.left, box.top + j * tall)[1];
    for (let i = 0; i <= CELLS; i++) values[j * (CELLS + 1) + i] = formAt(form, across[i], y);
  }
  for (let j = 0; j < CELLS; j++) {
    for (let i = 0; i < CELLS; i++) {
      const at = j * (CELLS + 1) + i;
      const a = values[at], b = values[at + 1], c = values[at + CELLS + 1], d = values[at + CELLS + 2];
      const low = Math.min(a, b, c, d), high = Math.max(a, b, c, d);
      for (const level of levels) {
        if (low > level || high < level) continue;
        /** @type {(right: number, down: number) => [number, number, number]} */
        const corner = (right, down) => [
          box.left + (i + right) * wide,
          box.top + (j + down) * tall,
          values[(j + down) * (CELLS + 1) + i + right] - level,
        ];
        for (const [from, to] of crossings([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)])) {
          context.moveTo(...from);
          context.lineTo(...to);
        }
      }
    }
  }
}

/**
 * A line through points of the plane; one that is no number, or far out of the picture, breaks it.
 * @type {(context: Context, panel: AxesContext, points: Iterable<Point>) => void}
 */
function trace(context, { view }, points) {
  let open = false;
  for (const [x, y] of points) {
    const [px, py] = view.point(x, y);
    const near = Math.abs(px) < FAR && Math.abs(py) < FAR;
    if (near && open) context.lineTo(px, py);
    else if (near) context.moveTo(px, py);
    open = near;
  }
}

/** @type {(context: Context, panel: AxesContext, layer: ConicsLayer) => void} */
export function drawConics(context, panel, layer) {
  const { player, size } = panel.board;
  const { step } = player;
  if (step >= layer.x.length) return;
  const [x, y, gx, gy, hxx, hxy, hyy] = [layer.x, layer.y, layer.gx, layer.gy, layer.hxx, layer.hxy, layer.hyy]
    .map((column) => column[step]);
  const form = { x, y, gx, gy, hxx, hxy, hyy };
  if (!Object.values(form).every(Number.isFinite)) return;
  const count = layer.levels.shape[1];
  const levels = Array.from(layer.levels.subarray(step * count, (step + 1) * count)).filter(Number.isFinite);
  context.beginPath();
  const through = levels.filter((level) => {
    const points = ellipseOf(form, level);
    if (points) trace(context, panel, points);
    return !points;
  });
  if (through.length) traceThrough(context, panel, form, through);
  context.strokeStyle = layer.pen.colour;
  context.lineWidth = size.line * 0.7 * layer.width;
  context.setLineDash(layer.dashed ? [6, 4] : []);
  context.stroke();
  context.setLineDash([]);
}

/** @type {(context: Context, panel: AxesContext, layer: OutlineLayer) => void} */
export function drawOutline(context, panel, layer) {
  const { player, size } = panel.board;
  const [rows, corners] = layer.x.shape;
  const last = Math.min(player.step, rows - 1);
  for (let row = Math.max(0, last - layer.trail); row <= last; row++) {
    const from = row * corners;
    context.beginPath();
    trace(
      context,
      panel,
      Array.from({ length: corners + 1 }, (_, i) => {
        const at = from + (i % corners);
        return /** @type {Point} */ ([layer.x[at], layer.y[at]]);
      }),
    );
    context.globalAlpha = row === last ? 1 : TRAIL;
    context.strokeStyle = layer.pen.colour;
    context.lineWidth = size.line * (row === last ? 1 : 0.6) * layer.width;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** @type {(context: Context, panel: AxesContext, layer: FogLayer) => void} */
export function drawFog(context, { board, view }, layer) {
  const { left, top, width, height } = view.box;
  const cover = node("canvas", { width: Math.ceil(width), height: Math.ceil(height) });
  const fog = contextOf(cover);
  fog.fillStyle = board.theme.background;
  fog.fillRect(0, 0, width, height);
  fog.globalCompositeOperation = "destination-out";
  for (let i = 0; i < layer.x.length && layer.step[i] <= board.player.horizon; i++) {
    const [px, py] = view.point(layer.x[i], layer.y[i]);
    const radius = Math.abs(view.point(layer.x[i] + layer.radius, layer.y[i])[0] - px);
    if (!Number.isFinite(px + py + radius)) continue;
    const clear = fog.createRadialGradient(px - left, py - top, radius * CLEAR, px - left, py - top, radius);
    clear.addColorStop(0, "rgba(0,0,0,1)");
    clear.addColorStop(1, "rgba(0,0,0,0)");
    fog.fillStyle = clear;
    fog.fillRect(px - left - radius, py - top - radius, 2 * radius, 2 * radius);
  }
  context.drawImage(cover, left, top, width, height);
}
