// The files that can be made of a view: what each is called, what can be chosen for it, and how it is made.

import { filmOf } from "./film.js";
import { gifEncoder } from "./gif.js";
import { pngOf, printPage, svgOf } from "./still.js";
import { encodesVideo, videoEncoder } from "./video.js";
import { codeUrl, numbersUrl, webUrl } from "../shared/address.js";
import { tablesCsv } from "../shared/table_file.js";

/** @import { View } from "../shared/view.js" */
/** @import { Paper } from "./composition.js" */
/**
 * `scale`: pixels of a still for one of the page; `size`: of a film, "960x540"; `from`, `to`: its steps.
 * @typedef {{ scale: number, paper: Paper, legend: boolean, size: string, fps: number, from: number,
 *   to: number }} Wish
 */
/** @typedef {{ blob: Blob, ending: string }} MadeFile */
/** @typedef {(share: number) => void} Progress */
/**
 * `asks`: which of the settings it has; `does`: what is said once it is handed over, where there is no file; `copies`:
 * can its text be copied? `can`: whether there is anything of the kind to save, else a sentence.
 * @typedef {{ key: string, name: string, asks: ("scale" | "paper" | "legend" | "film")[], does?: string,
 *   copies?: boolean, can(view: View): string,
 *   make(view: View, wish: Wish, progress: Progress, signal: AbortSignal): Promise<MadeFile | null>}} Format
 */

export const SIZES = ["960x540", "1280x720", "1920x1080"];
export const RATES = [10, 25, 50];
export const SCALES = [1, 2, 4];

const yes = () => "";

/** @param {View} view */
const plays = ({ player }) => (player.last ? "" : "There is nothing to play here: a film needs steps.");

const TELLS = "It would tell the answer: answer the question first.";

const UNDER_WAY = "It is still being computed: wait until it is done.";

/** @param {View} view */
const untold = (view) => (view.question.isOpen ? TELLS : "");

/**
 * A file of the server's; it throws its sentence where there is none.
 * @type {(url: string, signal: AbortSignal) => Promise<Blob>}
 */
async function fetched(url, signal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.blob();
}

/** @type {(kind: "csv" | "json", name: string) => Format} every number, as the server has it: a picture is coarser */
const numbers = (kind, name) => ({
  key: kind,
  name,
  asks: [],
  can: untold,
  make: async (view, _wish, _progress, signal) => ({
    blob: await fetched(numbersUrl(view.page, view.address, kind), signal),
    ending: kind,
  }),
});

/** @type {(flavour: string, name: string) => Format} */
const program = (flavour, name) => ({
  key: flavour,
  name: `Python (${name})`,
  asks: [],
  copies: true,
  can: ({ page, shownView }) =>
    page === "playground" || shownView.program
      ? ""
      : "There is no program of this picture: races from one start have one.",
  make: async (view, _wish, _progress, signal) => ({
    blob: await fetched(codeUrl(view.page, view.address, flavour), signal),
    ending: "py",
  }),
});

/** @type {(view: View) => string[][][]} the tables of words and numbers that it shows */
const shownTables = (view) =>
  [...view.panels.panels.values()].flatMap((panel) => {
    const rows = panel.cellsNow?.();
    return rows ? [rows] : [];
  });

/** @type {(view: View, wish: Wish) => import("./film.js").FilmWish} */
function filmWish({ player }, { size, ...wish }) {
  const [width, height] = size.split("x").map(Number);
  return { ...wish, width, height, pace: player.pace };
}

/** @type {Format[]} */
export const FORMATS = [
  {
    key: "png",
    name: "Picture (PNG)",
    asks: ["scale", "paper", "legend"],
    can: yes,
    make: async (view, wish) => ({ blob: await pngOf(view, wish), ending: "png" }),
  },
  {
    key: "svg",
    name: "Drawing (SVG)",
    asks: ["paper", "legend"],
    can: yes,
    make: async (view, wish) => ({ blob: await svgOf(view, wish), ending: "svg" }),
  },
  {
    key: "print",
    name: "Print, or PDF",
    asks: ["legend"],
    does: "Handed to the browser's printer.",
    can: yes,
    make: async (view, { legend }) => {
      await printPage(view, legend);
      return null;
    },
  },
  {
    key: "gif",
    name: "Film (GIF)",
    asks: ["film", "legend"],
    can: plays,
    make: async (view, wish, progress, signal) => {
      const blob = await filmOf(view, filmWish(view, wish), await gifEncoder(wish.fps), progress, signal);
      return blob && { blob, ending: "gif" };
    },
  },
  {
    key: "video",
    name: "Film (video)",
    asks: ["film", "legend"],
    can: (view) => plays(view) || (encodesVideo() ? "" : "This browser encodes no video: choose GIF."),
    make: async (view, wish, progress, signal) => {
      const film = filmWish(view, wish);
      const { encoder, ending } = await videoEncoder(wish.fps, film.width, film.height);
      const blob = await filmOf(view, film, encoder, progress, signal);
      return blob && { blob, ending };
    },
  },
  {
    key: "web",
    name: "Web page that plays (HTML)",
    asks: [],
    can: (view) => untold(view) || (view.shownView.work ? UNDER_WAY : ""),
    make: async (view, _wish, _progress, signal) => ({
      blob: await fetched(webUrl(view.page, view.address), signal),
      ending: "html",
    }),
  },
  numbers("csv", "Numbers (CSV)"),
  numbers("json", "Numbers (JSON)"),
  program("optviz", "optviz"),
  program("optax", "JAX + Optax"),
  program("torch", "PyTorch"),
  program("numpy", "NumPy"),
  {
    key: "table",
    name: "Table (CSV)",
    asks: [],
    can: (view) => untold(view) || (shownTables(view).length ? "" : "There is no table here."),
    make: (view) => {
      const blob = new Blob([tablesCsv(shownTables(view))], { type: "text/csv;charset=utf-8" });
      return Promise.resolve({ blob, ending: "csv" });
    },
  },
];
