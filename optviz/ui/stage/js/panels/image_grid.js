// Small grey images that change with the playhead.

import { paintedCanvas } from "../canvas/context.js";
import { frameAt } from "../shared/frames.js";
import { node } from "../shared/text.js";
import { TitledPanel } from "./titled.js";

/** @import { BoardContext, ImageGridSpec } from "../shared/board_types.js" */

/** @type {(pixels: ImageGridSpec["pixels"], which: number, dark: boolean) => HTMLCanvasElement} */
function imageOf(pixels, which, dark) {
  const [, height, width] = pixels.shape;
  const first = which * height * width;
  return paintedCanvas(width, height, (data) => {
    for (let i = 0; i < width * height; i++) {
      const ink = Math.round(255 * (dark ? pixels[first + i] : 1 - pixels[first + i]));
      data.set([ink, ink, ink, 255], 4 * i);
    }
  });
}

/** @extends {TitledPanel<ImageGridSpec>} */
export class ImageGridPanel extends TitledPanel {
  static kind = "image_grid";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "pictures-room");
    this.shown = "";
  }

  /** @override @param {ImageGridSpec} spec */
  update(spec) {
    super.update(spec);
    this.shown = "";
    this.move();
  }

  move() {
    const { spec, board } = this;
    const [frames, count] = spec.which.shape;
    const frame = frameAt(board.player, frames);
    const shown = `${frame},${board.theme.dark}`;
    if (shown === this.shown) return;
    this.shown = shown;
    const figures = [];
    for (let k = 0; k < count; k++) {
      const which = spec.which[frame * count + k];
      if (which < 0) continue;
      const caption = spec.captions[frame][k];
      const image = imageOf(spec.pixels, which, board.theme.dark);
      image.setAttribute("role", "img");
      image.setAttribute("aria-label", caption);
      figures.push(node("figure", {}, image, node("figcaption", { text: caption })));
    }
    this.slot.replaceChildren(...(figures.length ? figures : [node("p", { text: spec.empty })]));
  }
}
