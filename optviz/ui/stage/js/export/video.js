// Frames as a video, by the encoder that the browser has (WebCodecs): MP4 where it writes H.264, else WebM.

import { assetUrl } from "../shared/plotly.js";

/** @import { Encoder } from "./film.js" */

/** Does this browser encode videos? */
export const encodesVideo = () => "VideoEncoder" in window;

const BITS = 2.2e6; // a second, of 960 × 540 pixels
const PIXELS = 960 * 540;

/**
 * An encoder for a film of this size, and how its file's name ends; throws a sentence where there is none.
 * @type {(fps: number, width: number, height: number) => Promise<{ encoder: Encoder, ending: "mp4" | "webm" }>}
 */
export async function videoEncoder(fps, width, height) {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, WebMOutputFormat, getFirstEncodableVideoCodec } =
    await import(assetUrl("mediabunny.min.js"));
  const avc = await getFirstEncodableVideoCodec(["avc"], { width, height });
  const codec = avc ?? (await getFirstEncodableVideoCodec(["vp9", "vp8", "av1"], { width, height }));
  if (!codec) throw new Error("This browser encodes no video: choose GIF.");
  const output = new Output({
    format: avc ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target: new BufferTarget(),
  });
  /** @type {{ add(at: number, length: number): Promise<void> } | null} */
  let source = null;
  /** @type {Encoder} */
  const encoder = {
    reads: false,
    async start(canvas) {
      const made = new CanvasSource(canvas, { codec, bitrate: Math.round((BITS * width * height) / PIXELS) });
      output.addVideoTrack(made, { frameRate: fps });
      await output.start();
      source = made;
    },
    async add(_, index) {
      await source?.add(index / fps, 1 / fps);
    },
    async finish() {
      await output.finalize();
      return new Blob([output.target.buffer], { type: avc ? "video/mp4" : "video/webm" });
    },
    cancel() {
      output.cancel();
    },
  };
  return { encoder, ending: avc ? "mp4" : "webm" };
}
