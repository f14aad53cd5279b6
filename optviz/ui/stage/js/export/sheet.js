// The panel of exports (E): which file, what it is to look like, how far it is.

import { copyText } from "../shared/clipboard.js";
import { menu, row } from "../shared/form.js";
import { textButton } from "../shared/icons.js";
import { saveFile } from "../shared/save.js";
import { between, node } from "../shared/text.js";
import { printable } from "./composition.js";
import { FORMATS, RATES, SCALES, SIZES } from "./formats.js";
import { t } from "../shared/words.js";

/** @import { View } from "../shared/view.js" */
/** @import { Format, MadeFile, Wish } from "./formats.js" */

/** @type {[value: string, text: string][]} */
const PAPERS = [["screen", "as on the screen"], ["white", "white"], ["clear", "none"]];

/** @param {number} bytes */
const sizeText = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export class ExportSheet {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {AbortController | null} while a file is made */
    this.making = null;
    this.began = 0;
    const changed = () => this.sync();
    this.format = menu(FORMATS.map(({ key, name }) => [key, name]), "png", changed);
    this.scale = menu(SCALES.map((scale) => [String(scale), `${scale}×`]), "2", changed);
    this.paper = menu(PAPERS, "screen", changed);
    this.legend = node("input", { type: "checkbox", checked: true });
    this.size = menu(SIZES.map((size) => [size, size.replace("x", " × ")]), SIZES[0], changed);
    this.fps = menu(RATES.map((fps) => [String(fps), String(fps)]), "25", changed);
    const step = (/** @type {string} */ label) =>
      node("input", { type: "number", min: 0, step: 1, "aria-label": label, onchange: changed });
    this.from = step("First step of the film");
    this.to = step("Last step of the film");
    this.rows = {
      scale: row("Size", this.scale),
      paper: row("Background", this.paper),
      film: node(
        "div",
        { class: "ov-export-film" },
        row("Pixels", this.size),
        row("Frames a second", this.fps),
        row("From step", this.from),
        row("to step", this.to),
      ),
      legend: row("Legend", this.legend),
    };
    this.says = node("p", { class: "ov-export-says", role: "status" });
    this.bar = node("progress", { max: 1, value: 0, hidden: true, "aria-label": "Progress of the file" });
    this.save = textButton("Save", () => this.make((file) => this.saved(file)));
    this.copy = textButton("Copy", () => this.make((file) => this.copied(file)));
    this.cancel = textButton("Cancel", () => this.making?.abort());
    /** @type {HTMLDialogElement} */
    this.root = node(
      "dialog",
      { class: "ov-sheet ov-export", "aria-label": "Export", onclose: () => this.making?.abort() },
      node("h3", { text: "Export" }),
      row("File", this.format),
      ...Object.values(this.rows),
      this.says,
      this.bar,
      node(
        "div",
        { class: "ov-export-buttons" },
        this.save,
        this.copy,
        this.cancel,
        textButton("Close", () => this.root.close()),
      ),
    );
  }

  get open() {
    return this.root.open;
  }

  show() {
    const { player, root } = this.view;
    if (!this.root.isConnected) root.append(this.root);
    player.pause();
    [this.from.value, this.to.value] = ["0", String(player.last)];
    this.says.textContent = "";
    this.sync();
    this.root.showModal();
  }

  /** @returns {Format} */
  get chosen() {
    return FORMATS.find(({ key }) => key === this.format.value) ?? FORMATS[0];
  }

  /** @returns {Wish} */
  get wish() {
    const { last } = this.view.player;
    const from = between(Math.round(this.from.valueAsNumber || 0), 0, last);
    const to = this.to.value === "" ? last : Math.round(this.to.valueAsNumber);
    return {
      scale: Number(this.scale.value),
      paper: /** @type {Wish["paper"]} */ (this.paper.value),
      legend: this.legend.checked,
      size: this.size.value,
      fps: Number(this.fps.value),
      from,
      to: between(to, from, last),
    };
  }

  get refusal() {
    const { chosen, view } = this;
    if (chosen.asks.length && !printable(view).length) return "There is no picture here to save.";
    return chosen.can(view);
  }

  sync() {
    const { chosen, making, refusal, view: { player } } = this;
    for (const [name, element] of Object.entries(this.rows)) {
      element.hidden = !chosen.asks.some((each) => each === name);
    }
    this.save.disabled = this.copy.disabled = Boolean(making || refusal);
    this.copy.hidden = !chosen.copies;
    this.cancel.hidden = this.bar.hidden = !making;
    this.format.disabled = Boolean(making);
    if (making) return;
    const { from, to } = this.wish;
    const film = t("{seconds} s at the speed of the playback, and 1 s of rest.", {
      seconds: ((to - from) / player.pace).toFixed(1),
    });
    this.says.textContent = refusal || (chosen.asks.includes("film") ? film : "");
  }

  /** @param {MadeFile} file */
  saved({ blob, ending }) {
    saveFile(blob, `${this.view.bar.fileName}.${ending}`);
    return Promise.resolve(t("Saved: {size}, made in {took}.", { size: sizeText(blob.size), took: this.took }));
  }

  /** @param {MadeFile} file */
  async copied({ blob }) {
    const done = await copyText(await blob.text(), this.root);
    return done ? "Copied." : "This browser does not let a page copy: save the file.";
  }

  get took() {
    return `${((performance.now() - this.began) / 1000).toFixed(1)} s`;
  }

  /** @param {(file: MadeFile) => Promise<string>} handOver says what became of it */
  async make(handOver) {
    const { chosen, view } = this;
    const making = this.making = new AbortController();
    this.bar.value = 0;
    this.began = performance.now();
    this.sync();
    const progress = (/** @type {number} */ share) => {
      this.bar.value = share;
    };
    let says = "";
    try {
      const file = await chosen.make(view, this.wish, progress, making.signal);
      says = file ? await handOver(file) : chosen.does ?? "Cancelled.";
    } catch (error) {
      const told = error instanceof Error && /[.:]/.test(error.message) && !making.signal.aborted;
      says = making.signal.aborted ? "Cancelled." : told ? error.message : "The file could not be made.";
    }
    this.making = null;
    this.sync();
    this.says.textContent = says;
  }
}
