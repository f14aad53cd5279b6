// The numbers behind every picture as tables (D): no panel has to do anything for it.

import { panelTables } from "../tables/panel_tables.js";
import { iconButton, textButton } from "./icons.js";
import { stepText } from "./spoken.js";
import { node, scrolls } from "./text.js";
import { t } from "./words.js";

/** @import { BoardContext, Panel, PanelSpec } from "./board_types.js" */
/** @import { DataTable } from "../tables/thinned.js" */
/** @typedef {{ key: string, name: string, tables: DataTable[] }} Source  a picture and what is behind it */

/** @type {(text: string) => string} mathematics without its dollar signs */
const plain = (text) => text.replaceAll("$", "");

/** @param {PanelSpec} spec */
const nameOf = (spec) =>
  plain(
    t(spec.title) || ("layers" in spec ? t("Picture ({x}, {y})", { x: spec.x.label, y: spec.y.label }) : t("Picture")),
  );

/** @type {(table: DataTable) => HTMLElement} */
function drawn({ caption, head, rows, note }) {
  const heads = head.map((text) => node("th", { scope: "col", text: plain(text) }));
  const body = rows.map(([first, ...others]) =>
    node(
      "tr",
      {},
      node("th", { scope: "row", text: plain(first) }),
      ...others.map((text) => node("td", { text: plain(text) })),
    )
  );
  return node(
    "table",
    { class: "ov-data-table" },
    node("caption", {}, plain(caption), note ? node("span", { class: "ov-data-note", text: ` ${note}` }) : null),
    node("thead", {}, node("tr", {}, ...heads)),
    node("tbody", {}, ...body),
  );
}

/**
 * Pictures with numbers behind them, as far as they may be seen now: what a question hides is not told here.
 * @param {BoardContext} board
 * @returns {Source[]}
 */
function sourcesOf({ shownView, panels, player, fields }) {
  return (shownView?.panels ?? []).flatMap((spec) => {
    const root = panels.of(spec.key)?.root;
    if (!root || root.matches(".ov-veiled")) return [];
    const tables = panelTables(spec, player, fields);
    return tables.length ? [{ key: spec.key, name: nameOf(spec), tables }] : [];
  });
}

const PICTURES = new Set(["axes", "chart", "surface_3d", "graph", "network_diagram", "image_grid", "waffle"]);

export class DataTables {
  /** @param {BoardContext} view */
  constructor(view) {
    this.view = view;
    /** @type {Source[]} */
    this.sources = [];
    this.menu = node("select", { "aria-label": "Picture", onchange: () => this.fill() });
    this.step = node("p", { class: "ov-data-step" });
    this.room = node("div", { class: "ov-data-room", role: "region", "aria-label": "Numbers" });
    /** @type {HTMLDialogElement} */
    this.root = node(
      "dialog",
      { class: "ov-sheet ov-data", "aria-label": "The numbers behind the picture" },
      node("h3", { text: "The numbers behind the picture" }),
      this.menu,
      this.step,
      this.room,
      textButton("Close", () => this.root.close()),
    );
  }

  get open() {
    return this.root.open;
  }

  /** @param {string} [key] the panel to begin with; else the first one */
  show(key) {
    const { view, root, menu } = this;
    if (!root.isConnected) view.root.append(root);
    view.player.pause();
    this.sources = sourcesOf(view);
    if (!this.sources.length) return view.toast("There are no numbers behind a picture here yet.");
    menu.replaceChildren(...this.sources.map((each) => node("option", { value: each.key, text: each.name })));
    menu.value = this.sources.some((each) => each.key === key) ? String(key) : this.sources[0].key;
    root.showModal();
    this.fill();
  }

  fill() {
    const { room, menu, step, view: { player, shownView } } = this;
    const source = this.sources.find(({ key }) => key === menu.value);
    step.textContent = stepText(player, shownView.open_ended);
    room.replaceChildren(...(source?.tables ?? []).map(drawn));
    room.scrollTo(0, 0);
    if (scrolls(room, "x") || scrolls(room, "y")) room.tabIndex = 0;
    else room.removeAttribute("tabindex");
  }

  /**
   * Gives a picture the button that opens its table.
   * @type {(panel: Panel, kind: string) => void}
   */
  offer({ root }, kind) {
    if (!PICTURES.has(kind)) return;
    const button = iconButton("table", "Show as table", () => this.show(root.dataset.panel), "Show as table (D)");
    button.classList.add("ov-data-open");
    root.append(button);
  }

  /**
   * Says on the button which picture it is for.
   * @type {(panel: Panel, spec: PanelSpec) => void}
   */
  name({ root }, spec) {
    const label = t("Show as table: {name}", { name: nameOf(spec) });
    root.querySelector(".ov-data-open")?.setAttribute("aria-label", label);
  }
}
