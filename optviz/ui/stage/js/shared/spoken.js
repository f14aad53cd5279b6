// What a picture shows now, in a sentence, for who hears the page; set where nothing plays.

import { Calm } from "./frames.js";
import { summaryNow } from "./notices.js";
import { digits } from "./text.js";
import { t, translated } from "./words.js";

/** @import { BoardContext, ChartSpec, PanelSpec } from "./board_types.js" */
/** @import { PathLayer } from "./layer_types.js" */
/** @import { Player } from "./player.js" */
/** @typedef {Pick<Player, "step" | "last" | "toldAll">} Now */

const PACE = 300; // milliseconds
const MOST = 8; // more runs than this are told by the table

/**
 * Where the playhead is; how many steps there are is left out where that tells the outcome.
 * @type {(now: Now, openEnded: boolean) => string}
 */
export const stepText = ({ step, last, toldAll }, openEnded) =>
  !last ? "" : openEnded && !toldAll ? t("Step {step}", { step }) : t("Step {step} of {last}", { step, last });

/** @type {(text: string) => string} what the script says, in the page's language if it is known there */
const said = (text) => translated(text) ?? text;

/** @param {string[]} parts */
function listed(parts) {
  const list = parts.slice(0, MOST).join("; ");
  return parts.length > MOST ? t("{list}; and {more} more", { list, more: parts.length - MOST }) : list;
}

/** @type {(path: Pick<PathLayer, "name" | "x" | "y" | "value">, step: number) => string} */
function pathNow({ name, x, y, value }, step) {
  const at = Math.min(step, x.length - 1);
  const height = value ? `, f = ${digits(value[at])}` : "";
  return t("{name} at ({x}, {y})", { name: name || "the run", x: digits(x[at]), y: digits(y[at]) }) + height;
}

/** @type {(curve: ChartSpec["series"][0], step: number) => string[]} */
function curveNow({ name, y }, step) {
  const value = y[Math.min(step, y.length - 1)];
  return y.length && !Number.isNaN(value) ? [`${t(name || "curve")} ${digits(value)}`] : [];
}

/**
 * What a panel of runs or of curves shows at a step; nothing where it shows neither.
 * @type {(spec: PanelSpec, step: number) => string}
 */
export function pictureNow(spec, step) {
  if ("series" in spec) return listed(spec.series.flatMap((curve) => curveNow(curve, step)));
  const layers = "layers" in spec ? spec.layers : "paths" in spec ? spec.paths : [];
  return listed(layers.flatMap((layer) => (layer.kind === "path" && layer.x.length ? [pathNow(layer, step)] : [])));
}

export class Spoken {
  /** @param {BoardContext} view */
  constructor(view) {
    this.view = view;
    this.calm = new Calm(() => this.tell(), PACE);
  }

  soon() {
    if (!this.view.player.playing) this.calm.soon();
  }

  tell() {
    const { panels, player, shownView } = this.view;
    if (player.playing) return;
    for (const spec of shownView.panels) {
      const root = panels.of(spec.key)?.root;
      const picture = root?.querySelector("[data-says]");
      if (root && picture) picture.setAttribute("aria-label", this.labelOf(spec, root.matches(".ov-veiled")));
    }
  }

  /** @type {(spec: PanelSpec, veiled: boolean) => string} */
  labelOf(spec, veiled) {
    const { player, shownView } = this.view;
    const now = veiled ? "" : pictureNow(spec, player.step);
    const head = [now && stepText(player, shownView.open_ended), now].filter(Boolean).join(": ");
    const ending = spec.kind === "chart" ? "" : summaryNow(player, shownView);
    const parts = [said(spec.title || "Picture"), head, said(ending)].filter(Boolean);
    return parts.map((part) => (part.endsWith(".") ? part : `${part}.`)).join(" ").replaceAll("$", "");
  }

  dispose() {
    this.calm.dispose();
  }
}
