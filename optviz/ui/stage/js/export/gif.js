// Frames as a GIF: one table of colours for all of them, and of each frame only what has changed.

import { assetUrl } from "../shared/plotly.js";
import { contextOf } from "../shared/theme.js";

/** @import { Encoder } from "./film.js" */
/** @typedef {[r: number, g: number, b: number]} Rgb */

const CLEAR = 255; // the place in the table that means "as before"
const SAMPLES = [0, 0.5, 1];
const BREATH = 4; // frames between two looks at what a person does
const TICK = 10; // milliseconds, in which GIF counts

/** @param {HTMLCanvasElement} canvas */
const pixelsOf = (canvas) => contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height).data;

/**
 * @param {number} fps
 * @returns {Promise<Encoder>}
 */
export async function gifEncoder(fps) {
  const { GIFEncoder, quantize, nearestColorIndex } = await import(assetUrl("gifenc.js"));
  const gif = GIFEncoder();
  const delay = TICK * Math.round(1000 / fps / TICK);
  const nearest = new Int16Array(1 << 16).fill(-1); // of each colour, in 5, 6 and 5 bits
  /** @type {Rgb[]} */
  let palette = [];
  /** @type {Uint32Array | null} */
  let before = null;

  /** @param {number} colour red, green and blue in the lower bytes, in that order */
  const placeOf = (colour) => {
    const [r, g, b] = [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
    const key = ((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3);
    if (nearest[key] < 0) nearest[key] = nearestColorIndex(palette, [r, g, b]);
    return nearest[key];
  };

  return {
    reads: true,

    async start(canvas, paint) {
      const seen = SAMPLES.flatMap((share) => {
        paint(share);
        return [pixelsOf(canvas)];
      });
      const all = new Uint8ClampedArray(seen.length * seen[0].length);
      seen.forEach((pixels, i) => all.set(pixels, i * pixels.length));
      palette = quantize(all, CLEAR);
      while (palette.length <= CLEAR) palette.push([0, 0, 0]);
      await Promise.resolve();
    },

    async add(canvas, index) {
      const pixels = new Uint32Array(pixelsOf(canvas).buffer);
      const places = new Uint8Array(pixels.length);
      for (let i = 0; i < pixels.length; i++) {
        places[i] = before && before[i] === pixels[i] ? CLEAR : placeOf(pixels[i]);
      }
      const own = before ? { transparent: true, transparentIndex: CLEAR } : { palette };
      gif.writeFrame(places, canvas.width, canvas.height, { ...own, delay, dispose: 1 });
      before = pixels;
      if (index % BREATH === 0) await new Promise((go) => setTimeout(go));
    },

    finish() {
      gif.finish();
      return Promise.resolve(new Blob([gif.bytes()], { type: "image/gif" }));
    },

    cancel() {},
  };
}
