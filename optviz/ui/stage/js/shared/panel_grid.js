// The panels of a board in their places; each stays as long as its section, its key and its kind do.

import { DataTables } from "./data_table.js";
import { Calm } from "./frames.js";
import { areas, rowsOf, tracks } from "./layout.js";
import { panelClass } from "./kinds.js";
import { Refiner } from "./refiner.js";
import { Spoken } from "./spoken.js";
import { scrolls } from "./text.js";
import { PANEL_OF, viewportOf, viewportText } from "./viewports.js";
import { t } from "./words.js";

/** @import { Arrangement, BoardContext, BoardView, Panel, PanelSpec, Slots } from "./board_types.js" */
/** @import { PictureRequest } from "./types.js" */

const SETTLED = 200; // milliseconds
const SCROLLED = ".ov-sheet-room:not(.ov-lines)";

/** @type {(view: BoardView, spec: PanelSpec) => string} */
const idOf = ({ shows }, { key, kind }) => `${shows.section ?? shows.surface ?? ""}/${key}/${kind}`;

export class PanelGrid {
  /**
   * @param {BoardContext} board
   * @param {Arrangement} arrangement
   * @param {Slots} slots
   */
  constructor(board, arrangement, slots) {
    this.board = board;
    this.slotFor = (/** @type {string} */ key) => slots[arrangement.placeOf?.(key) ?? "panels"];
    this.grid = slots.panels;
    this.viewports = { ...board.saved.viewports };
    /** @type {Map<string, Panel>} */
    this.panels = new Map();
    /** @type {Map<string, Panel>} the surface in 3-D while the contour is shown, or the other way round */
    this.resting = new Map();
    /** @type {PictureRequest | null} whose answer was shown last */
    this.opened = null;
    /** Do the panels keep what they show, whatever comes? */
    this.held = false;
    /** @type {PictureRequest | null} whose answer came meanwhile */
    this.missed = null;
    this.refiner = new Refiner(board);
    this.tables = new DataTables(board);
    this.spoken = new Spoken(board);
    this.observer = new ResizeObserver(() => this.resized());
    this.calm = new Calm(() => this.letScroll(), SETTLED);
    this.soon = () => this.calm.soon();
    this.mutations = new MutationObserver(this.soon);
    document.fonts.addEventListener("loadingdone", this.soon);
  }

  /** @type {(view: BoardView, request: PictureRequest) => void} */
  layout(view, request) {
    if (this.held) {
      this.missed = this.missed?.opens && !request.opens ? this.missed : request;
      return;
    }
    const { grid } = this;
    this.refiner.take(view);
    if (request.opens && request !== this.opened) this.look(view);
    this.opened = request;
    const wanted = view.panels.map((spec) => idOf(view, spec));
    this.dismiss(view, wanted);
    /** @type {Map<HTMLElement, number>} */
    const places = new Map();
    view.panels.forEach((spec, i) => {
      const { root } = this.panels.get(wanted[i]) ?? this.wakened(wanted[i]) ?? this.add(wanted[i], spec.kind);
      const slot = this.slotFor(spec.key);
      const place = places.get(slot) ?? 0;
      places.set(slot, place + 1);
      root.style.gridArea = slot === grid ? spec.key : "";
      const rows = slot === grid ? rowsOf(view.rows, spec.key) : [];
      root.classList.toggle("ov-spans", rows.length > 1);
      root.classList.toggle("ov-fills", rows.some((row) => view.heights[row] !== 0));
      root.dataset.panel = spec.key;
      if (slot.children[place] !== root) slot.insertBefore(root, slot.children[place] || null);
    });
    if (!grid) return;
    grid.style.setProperty("--ov-areas", areas(view.rows));
    grid.style.setProperty("--ov-columns", tracks(view.widths, view.rows[0].length));
    grid.style.setProperty("--ov-rows", tracks(view.heights, view.rows.length, "min-content"));
    grid.classList.toggle("ov-short", view.rows.every((_, i) => view.heights[i] === 0));
  }

  /**
   * Takes away what the view has no more; of two kinds that take turns at one key, the other one rests.
   * @type {(view: BoardView, wanted: string[]) => void}
   */
  dismiss(view, wanted) {
    const keys = new Set(view.panels.map((spec) => idOf(view, { ...spec, kind: "" })));
    const stays = (/** @type {string} */ id) => keys.has(id.slice(0, id.lastIndexOf("/") + 1));
    for (const [id, panel] of this.resting) {
      if (stays(id)) continue;
      this.remove(id, panel);
    }
    for (const [id, panel] of this.panels) {
      if (wanted.includes(id)) continue;
      if (!stays(id)) this.remove(id, panel);
      else {
        this.resting.set(id, panel);
        this.panels.delete(id);
        this.observer.unobserve(panel.slot);
        panel.root.remove();
      }
    }
  }

  /** @param {string} id */
  wakened(id) {
    const panel = this.resting.get(id);
    if (!panel) return null;
    this.resting.delete(id);
    this.panels.set(id, panel);
    this.observer.observe(panel.slot);
    return panel;
  }

  /** @type {(id: string, kind: string) => Panel} */
  add(id, kind) {
    const panel = new (panelClass(kind))(this.board);
    this.panels.set(id, panel);
    this.tables.offer(panel, kind);
    this.observer.observe(panel.slot);
    if (panel.slot.matches(SCROLLED)) this.mutations.observe(panel.slot, { childList: true, subtree: true });
    return panel;
  }

  /** @type {(id: string, panel: Panel) => void} */
  remove(id, panel) {
    if (panel.viewport) this.viewports[id] = panel.viewport;
    panel.dispose?.();
    this.observer.unobserve(panel.slot);
    panel.root.remove();
    this.panels.delete(id);
    this.resting.delete(id);
  }

  /** @type {(on: boolean, view: BoardView) => void} */
  hold(on, view) {
    const { missed } = this;
    Object.assign(this, { held: on, missed: null });
    if (!on && missed) this.layout(view, missed);
  }

  /** @param {BoardView} view */
  update(view) {
    if (this.held) return;
    for (const spec of view.panels) {
      const id = idOf(view, spec);
      const panel = this.panels.get(id);
      panel?.update(spec);
      if (panel) this.tables.name(panel, spec);
      if (!panel || !this.viewports[id]) continue;
      panel.viewport = this.viewports[id];
      delete this.viewports[id];
    }
    this.spoken.soon();
  }

  byKey() {
    return [...this.panels.values()].map((panel) => /** @type {const} */ ([panel.root.dataset.panel ?? "", panel]));
  }

  /**
   * The panel called `key`, if there is one.
   * @param {string} key
   */
  of(key) {
    return [...this.panels.values()].find(({ root }) => root.dataset.panel === key);
  }

  /**
   * Looks where the link says that opened the view.
   * @param {BoardView} view
   */
  look(view) {
    for (const [kind, key, numbers] of view.viewports) {
      const fits = (/** @type {PanelSpec} */ each) =>
        each.key === key && each.kind === PANEL_OF[kind] && (each.kind !== "axes" || ("zoom" in each && each.zoom));
      const spec = view.panels.find(fits);
      if (spec) this.viewports[idOf(view, spec)] = viewportOf(kind, numbers);
      else this.board.toast(t("{kind} = {key}: there is no such picture here.", { kind, key }));
    }
  }

  /**
   * A query with what is looked at now, in each picture that does not show the whole.
   * @param {string} query
   */
  inLink(query) {
    const others = query.split("&").filter((pair) => pair && !/^(window|camera)=/.test(pair));
    const looks = this.zoomable.flatMap(({ viewport, root: { dataset: { panel } } }) =>
      viewport && panel ? [viewportText(panel, viewport).join("=")] : []
    );
    return [...others, ...looks].join("&");
  }

  /** The pictures that can be looked at more closely. */
  get zoomable() {
    return [...this.panels.values()].filter((panel) => panel.zoomable);
  }

  /** Where the pictures and curves are drawn. */
  get pictures() {
    return [...this.panels.values()].filter((panel) => panel.print).map((panel) => panel.slot);
  }

  move() {
    if (this.held) return;
    for (const panel of this.panels.values()) panel.move();
    this.spoken.soon();
  }

  // Paths alone are others, until the next picture comes.
  pathsMoved() {
    if (this.held) return;
    for (const panel of this.panels.values()) panel.pathsMoved?.();
  }

  valuesChanged(/** @type {string[]} */ keys) {
    if (this.held) return;
    for (const panel of this.panels.values()) panel.valuesChanged?.(keys);
  }

  resized() {
    for (const panel of this.panels.values()) panel.resized?.();
    this.calm.soon();
  }

  // Where not all is in sight, the keyboard comes there and scrolls.
  letScroll() {
    for (const { slot } of this.panels.values()) {
      if (!slot.matches(SCROLLED) || slot === document.activeElement) continue;
      if (scrolls(slot, "x") || scrolls(slot, "y")) slot.tabIndex = 0;
      else slot.removeAttribute("tabindex");
    }
  }

  dispose() {
    for (const [id, panel] of [...this.panels, ...this.resting]) this.remove(id, panel);
    this.observer.disconnect();
    this.mutations.disconnect();
    document.fonts.removeEventListener("loadingdone", this.soon);
    this.calm.dispose();
    this.spoken.dispose();
    this.refiner.stop();
  }
}
