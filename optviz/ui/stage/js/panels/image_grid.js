// Panels of counts and of small pictures that change with the playhead; their frames are spread evenly over the film.

import { rampOf, shadeAt } from "../shared/pens.js";
import { node } from "../shared/text.js";

// The frame of an array with `frames` frames that belongs to the playhead.
export const frameAt = (
  player,
  frames,
) => (player.last ? Math.round((player.step / player.last) * (frames - 1)) : frames - 1);

const framed = (name) => {
  const title = node("div", { class: "ov-chart-title" });
  const room = node("div", { class: `ov-sheet-room ${name}` });
  return { title, room, root: node("section", { class: "ov-panel" }, title, room) };
};

export class CellsPanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, framed("ov-cells-room"));
  }

  update(spec) {
    this.spec = spec;
    this.title.textContent = spec.title;
    const shape = JSON.stringify([spec.rows, spec.columns, spec.row_label, spec.column_label]);
    if (shape !== this.shape) this.build(shape);
    this.shown = null;
    this.move();
  }

  build(shape) {
    const { spec } = this;
    this.cells = spec.rows.map(() => spec.columns.map(() => node("td")));
    const head = [
      node(
        "tr",
        {},
        node("td"),
        node("th", { class: "ov-cells-label", colspan: spec.columns.length, text: spec.column_label }),
      ),
      node(
        "tr",
        {},
        node("td", { class: "ov-cells-label", text: spec.row_label }),
        ...spec.columns.map((text) => node("th", { scope: "col", text })),
      ),
    ];
    const body = spec.rows.map((text, j) => node("tr", {}, node("th", { scope: "row", text }), ...this.cells[j]));
    this.room.replaceChildren(
      node("table", { class: "ov-cells" }, node("thead", {}, ...head), node("tbody", {}, ...body)),
    );
    this.shape = shape;
  }

  move() {
    const { spec, board, cells } = this;
    const [frames, rows, columns] = spec.value.shape;
    const frame = frameAt(board.player, frames);
    const key = `${frame},${board.theme.dark},${board.revision}`;
    if (key === this.shown) return;
    this.shown = key;
    const ramp = rampOf("strong", board.theme);
    const bad = board.theme.dark ? [176, 74, 66] : [214, 96, 86];
    const ground = shadeAt(ramp, 1);
    for (let j = 0; j < rows; j++) {
      const at = (frame * rows + j) * columns;
      const row = spec.value.subarray(at, at + columns);
      const sum = row.reduce((a, b) => a + b, 0) || 1;
      for (let i = 0; i < columns; i++) {
        const share = row[i] / sum;
        const strong = i === j
          ? shadeAt(ramp, 1 - 0.55 * share)
          : ground.map((v, k) => v + (bad[k] - v) * Math.min(1, 2.5 * share));
        cells[j][i].textContent = row[i] || "";
        cells[j][i].style.background = row[i] ? `rgb(${strong.map(Math.round).join()})` : "";
      }
    }
  }
}

const imageOf = (pixels, at, height, width, dark) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const ink = Math.round(255 * (dark ? pixels[at + i] : 1 - pixels[at + i]));
    image.data.set([ink, ink, ink, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
};

export class PicturesPanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, framed("ov-pictures-room"));
  }

  update(spec) {
    this.spec = spec;
    this.title.textContent = spec.title;
    this.shown = null;
    this.move();
  }

  move() {
    const { spec, board } = this;
    const [frames, count] = spec.which.shape;
    const frame = frameAt(board.player, frames);
    const key = `${frame},${board.theme.dark}`;
    if (key === this.shown) return;
    this.shown = key;
    const [, height, width] = spec.pixels.shape;
    const figures = [];
    for (let k = 0; k < count; k++) {
      const which = spec.which[frame * count + k];
      if (which < 0) continue;
      const caption = spec.captions[frame][k];
      const canvas = imageOf(spec.pixels, which * height * width, height, width, board.theme.dark);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", caption);
      figures.push(node("figure", {}, canvas, node("figcaption", { text: caption })));
    }
    this.room.replaceChildren(...(figures.length ? figures : [node("p", { text: spec.empty })]));
  }
}
