// The layers of a plane, by kind: what stands still is drawn at a change, what moves at every frame.

import { arrowsOf, drawFlights } from "./flights.js";
import { drawMap, drawRegions, drawStrip } from "./maps.js";
import { drawGhosts, drawRuns } from "../shared/paths.js";
import { penOf, rampOf } from "../shared/pens.js";
import { drawSpots, MARKERS } from "./spots.js";
import { drawSwarm } from "./swarm.js";
import { pixels } from "../shared/project.js";
import { swatch } from "../shared/theme.js";
import { digits, node } from "../shared/text.js";

// What a layer needs that does not change while the film runs.
export function prepare(layers, board) {
  for (const layer of layers) {
    if ("look" in layer) layer.pen = penOf(layer.look, board);
    if (layer.categories) layer.pens = layer.categories.map((one) => penOf(one.look, board));
  }
}

const ALWAYS = new Set(["swarm", "path", "movingline", "regions"]);
const moves = (layer) =>
  ALWAYS.has(layer.kind) || (layer.kind === "points" && Boolean(layer.x.shape?.length === 2 || layer.lit)) ||
  (layer.kind === "arrows" && layer.dx.shape.length === 2);

function polyline(context, view, x, y, from) {
  context.beginPath();
  let open = false;
  for (let i = 0; i < x.length; i++) {
    const [px, py] = view.point(x[i], y[from + i]);
    if (!Number.isFinite(px) || !Number.isFinite(py)) open = false;
    else if (open) context.lineTo(px, Math.min(Math.max(py, -1e4), 1e4));
    else {
      context.moveTo(px, Math.min(Math.max(py, -1e4), 1e4));
      open = true;
    }
  }
}

function strokeLine(context, panel, layer, from) {
  const { size } = panel.board;
  polyline(context, panel.view, layer.x, layer.y, from);
  context.strokeStyle = layer.pen.colour;
  context.lineWidth = size.line * 0.8 * layer.width;
  context.setLineDash(layer.dashed ? [7, 5] : []);
  context.stroke();
  context.setLineDash([]);
}

function drawMovingLine(context, panel, layer) {
  const [rows, width] = layer.y.shape;
  const row = panel.board.player.step;
  if (row < rows) strokeLine(context, panel, layer, row * width);
}

// Paths become the runs that the playground draws.
function runsOf(panel) {
  return panel.spec.layers.filter((layer) => layer.kind === "path").map((layer, slot) => {
    const key = `${panel.view.key},${panel.board.revision}`;
    if (layer.trackKey !== key) layer.track = pixels({ data: { x: layer.x, y: layer.y } }, panel.view);
    layer.trackKey = key;
    return {
      slot,
      chosen: layer.chosen,
      steps: layer.x.length - 1,
      look: layer.pen,
      status: { kind: layer.status[0], step: layer.status[1] },
      track: layer.track,
      layer,
    };
  });
}

function drawPaths(context, panel, phase) {
  const runs = runsOf(panel);
  if (!runs.length) return;
  const { theme, size, player } = panel.board;
  if (phase === "still") {
    const { box } = panel.view;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    drawGhosts(context, runs, size);
    context.restore();
  } else {drawRuns(context, {
      runs,
      time: player.time,
      theme,
      size,
      picked: runs.findIndex((run) => run.chosen),
      box: panel.view.box,
    });}
}

function drawLabels(context, panel, layer) {
  const { theme, size } = panel.board;
  const { box } = panel.view;
  context.font = `600 ${size.font}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  layer.texts.forEach((text, i) => {
    const [px, py] = panel.view.point(layer.x[i], layer.y[i]);
    // A label of a place near the edge stays whole.
    const half = context.measureText(text).width / 2 + 3;
    const inside = px >= box.left && px <= box.left + box.width;
    const at = inside ? Math.max(Math.min(px, box.left + box.width - half), box.left + half) : px;
    context.lineWidth = 4;
    context.strokeStyle = theme.casing;
    context.strokeText(text, at, py);
    context.fillStyle = layer.pen.colour;
    context.fillText(text, at, py);
  });
}

const DRAW = {
  categorymap: drawMap,
  rampmap: drawMap,
  regions: drawRegions,
  strip: drawStrip,
  line: (context, panel, layer) => strokeLine(context, panel, layer, 0),
  movingline: drawMovingLine,
  points: drawSpots,
  swarm: drawSwarm,
  arrows: drawFlights,
  labels: drawLabels,
};

function drawRing(context, panel) {
  const { grab } = panel.spec;
  panel.ring = null;
  if (!grab?.ring || grab.points || !(grab.x || grab.y)) return;
  const { values, theme, size } = panel.board;
  const { box } = panel.view;
  const point = panel.view.point(values[grab.x] ?? NaN, values[grab.y] ?? NaN);
  if (!grab.x) point[0] = box.left + 8;
  if (!grab.y) point[1] = box.top + box.height;
  if (!point.every(Number.isFinite)) return;
  panel.ring = point;
  for (const [width, colour] of [[5, theme.casing], [2.2, theme.ink]]) {
    context.beginPath();
    context.arc(...point, size.head + 3, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

export function drawLayers(context, panel, phase) {
  const { box } = panel.view;
  const { layers } = panel.spec;
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  const scales = arrowsOf(panel);
  let pathsDone = false;
  // What stands on moving regions has to be drawn over them at every frame.
  const film = layers.findIndex((layer) => layer.kind === "regions");
  for (const [place, layer] of layers.entries()) {
    if (layer.kind === "path") {
      if (!pathsDone) {
        context.restore();
        context.save();
        drawPaths(context, panel, phase);
        context.beginPath();
        context.rect(box.left, box.top, box.width, box.height);
        context.clip();
      }
      pathsDone = true;
    } else if (DRAW[layer.kind] && (moves(layer) || (film >= 0 && place > film)) === (phase === "live")) {
      DRAW[layer.kind](context, panel, layer, scales);
    }
  }
  context.restore();
  if (phase === "live") drawRing(context, panel);
}

const patch = (colour, text, alpha = 1) =>
  node(
    "span",
    { class: "ov-key-entry" },
    node("span", { class: "ov-key-patch", style: `background:${colour};opacity:${alpha}` }),
    text,
  );

function rampKey(layer, theme) {
  const bar = node("span", {
    class: "ov-key-ramp",
    style: `background:linear-gradient(90deg, ${rampOf(layer.ramp, theme).join()})`,
  });
  const range = node(
    "span",
    { class: "ov-key-entry" },
    `${layer.label}: ${digits(layer.low, 3)}`,
    bar,
    digits(layer.high, 3),
  );
  return layer.beyond ? [range, patch(theme.dark ? "#6b3a3a" : "#e3b7b0", layer.beyond)] : [range];
}

function entriesOf(layer, theme) {
  if (layer.kind === "rampmap") return rampKey(layer, theme);
  if (layer.categories) {
    return layer.categories.map((one, i) => patch(layer.pens[i].colour, one.label, layer.alpha ?? 1)).filter((_, i) =>
      layer.categories[i].label
    );
  }
  if (!layer.name) return [];
  const plain = layer.kind === "points"
    ? { bare: true, dash: [], marker: MARKERS[layer.mark] || "circle" }
    : layer.kind === "path"
    ? {}
    : { dash: layer.dashed ? [6, 4] : [], marker: null };
  return [node("span", { class: "ov-key-entry" }, swatch({ ...layer.pen, ...plain }, theme), layer.name)];
}

// The key beside a panel's title: who is who.
export function keyEntries(element, layers, board) {
  const facts = layers.map((
    { kind, name, look, categories, label, low, high, beyond, dashed },
  ) => [kind, name, look, categories, label, low, high, beyond, dashed]);
  const shape = JSON.stringify([facts, board.theme.background, board.theme.dark]);
  if (element.dataset.shape === shape) return;
  element.dataset.shape = shape;
  const seen = new Set();
  const entries = layers.flatMap((layer) => entriesOf(layer, board.theme)).filter((entry) =>
    !seen.has(entry.textContent) && seen.add(entry.textContent)
  );
  element.replaceChildren(...entries);
}
