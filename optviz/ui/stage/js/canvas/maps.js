// Coloured maps and strips of a plane, painted cell by cell on a small canvas and stretched over the picture.

import { frameAt } from "../panels/confusion_matrix.js";
import { rampOf, rgbOf, shadeAt } from "../shared/pens.js";

const STRIP_HEIGHT = 0.75;
const BEYOND = { light: [227, 183, 176], dark: [107, 58, 58] };

const canvasOf = (width, height, paint) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  paint(image.data);
  context.putImageData(image, 0, 0);
  return canvas;
};

const put = (data, i, [r, g, b], alpha = 255) => {
  [data[4 * i], data[4 * i + 1], data[4 * i + 2], data[4 * i + 3]] = [r, g, b, alpha];
};

function paintKinds(layer, data, rows, columns) {
  const colours = layer.pens.map((pen) => rgbOf(pen.colour));
  const alpha = Math.round(255 * (layer.alpha ?? 1));
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const kind = layer.number[j * columns + i];
      if (kind >= 0) put(data, (rows - 1 - j) * columns + i, colours[kind], alpha);
    }
  }
}

function paintValues(layer, theme, data, rows, columns) {
  const ramp = rampOf(layer.ramp, theme);
  const table = Array.from({ length: 257 }, (_, i) => shadeAt(ramp, i / 256));
  const beyond = BEYOND[theme.dark ? "dark" : "light"];
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const value = layer.value[j * columns + i];
      if (Number.isNaN(value)) continue;
      const share = (value - layer.low) / (layer.high - layer.low);
      const colour = layer.beyond && value >= layer.high
        ? beyond
        : table[Math.round(256 * Math.min(Math.max(share, 0), 1))];
      put(data, (rows - 1 - j) * columns + i, colour);
    }
  }
}

export function drawMap(context, panel, layer) {
  const { theme } = panel.board;
  const [rows, columns] = (layer.number || layer.value).shape;
  const key = `${theme.dark}`;
  if (layer.painted !== key) {
    layer.picture = canvasOf(
      columns,
      rows,
      (
        data,
      ) => (layer.number ? paintKinds(layer, data, rows, columns) : paintValues(layer, theme, data, rows, columns)),
    );
  }
  layer.painted = key;
  const [left, bottom] = panel.view.point(layer.x[0], layer.y[0]);
  const [right, top] = panel.view.point(layer.x[1], layer.y[1]);
  context.imageSmoothingEnabled = Boolean(layer.value);
  context.drawImage(layer.picture, left, top, right - left, bottom - top);
}

// Regions that change with the playhead: the surer, the stronger the colour.
export function drawRegions(context, panel, layer) {
  const [frames, rows, columns] = layer.value.shape;
  const frame = frameAt(panel.board.player, frames);
  const key = `${frame},${panel.board.theme.dark}`;
  if (layer.painted !== key) {
    const colours = layer.pens.map((pen) => rgbOf(pen.colour));
    layer.picture = canvasOf(columns, rows, (data) => {
      for (let j = 0; j < rows; j++) {
        for (let i = 0; i < columns; i++) {
          const value = layer.value[(frame * rows + j) * columns + i];
          const kind = Math.floor(value);
          if (kind >= 0) put(data, (rows - 1 - j) * columns + i, colours[kind], Math.round(20 + 110 * (value - kind)));
        }
      }
    });
  }
  layer.painted = key;
  const [left, bottom] = panel.view.point(layer.x[0], layer.y[0]);
  const [right, top] = panel.view.point(layer.x[1], layer.y[1]);
  context.imageSmoothingEnabled = true;
  context.drawImage(layer.picture, left, top, right - left, bottom - top);
}

export function drawStrip(context, panel, layer) {
  const { box } = panel.view;
  const height = panel.board.size.font * STRIP_HEIGHT;
  layer.picture ||= canvasOf(layer.number.length, 1, (data) => paintKinds(layer, data, 1, layer.number.length));
  context.imageSmoothingEnabled = false;
  context.drawImage(layer.picture, box.left, box.top + box.height - height, box.width, height);
}

// What a map says at a point of the plane, for the mouse.
export function readMap(panel, layer, x, y) {
  const [rows, columns] = (layer.number || layer.value).shape;
  const share = (
    value,
    [low, high],
    log,
  ) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const i = Math.floor(share(x, layer.x, panel.spec.x.log) * columns);
  const j = Math.floor(share(y, layer.y, panel.spec.y.log) * rows);
  if (!(i >= 0 && j >= 0 && i < columns && j < rows)) return null;
  return (layer.number || layer.value)[j * columns + i];
}
