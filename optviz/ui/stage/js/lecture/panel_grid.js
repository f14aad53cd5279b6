// The panels of a board in their places; each stays as long as its section, its key and its kind do.

import { areas, tracks } from "./layout.js";
import { panelClass } from "./panels.js";

/** @import { BoardContext, BoardView, Panel, PanelSpec } from "../shared/board_types.js" */

/**
 * @param {BoardView} view
 * @param {PanelSpec} spec
 */
const idOf = ({ section }, { key, kind }) => `${section}/${key}/${kind}`;

export class PanelGrid {
  /**
   * @param {BoardContext} board
   * @param {HTMLElement} slot
   */
  constructor(board, slot) {
    this.board = board;
    this.slot = slot;
    /** @type {Map<string, Panel>} */
    this.panels = new Map();
    this.observer = new ResizeObserver(() => this.resized());
  }

  /** @param {BoardView} view */
  layout(view) {
    const { slot } = this;
    const wanted = view.panels.map((spec) => idOf(view, spec));
    for (const [id, panel] of this.panels) {
      if (wanted.includes(id)) continue;
      panel.dispose?.();
      this.observer.unobserve(panel.slot);
      panel.root.remove();
      this.panels.delete(id);
    }
    view.panels.forEach((spec, i) => {
      const { root } = this.panels.get(wanted[i]) ?? this.add(wanted[i], spec.kind);
      root.style.gridArea = spec.key;
      root.dataset.panel = spec.key;
      if (slot.children[i] !== root) slot.insertBefore(root, slot.children[i] || null);
    });
    slot.style.setProperty("--ov-areas", areas(view.rows));
    slot.style.setProperty("--ov-columns", tracks(view.widths, view.rows[0].length));
    slot.style.setProperty("--ov-rows", tracks(view.heights, view.rows.length));
    slot.classList.toggle("ov-short", view.rows.every((_, i) => view.heights[i] === 0));
  }

  /**
   * @param {string} id
   * @param {string} kind
   */
  add(id, kind) {
    const panel = new (panelClass(kind))(this.board);
    this.panels.set(id, panel);
    this.observer.observe(panel.slot);
    return panel;
  }

  /** @param {BoardView} view */
  update(view) {
    for (const spec of view.panels) this.panels.get(idOf(view, spec))?.update(spec);
  }

  move() {
    for (const panel of this.panels.values()) panel.move();
  }

  valuesChanged() {
    for (const panel of this.panels.values()) panel.valuesChanged?.();
  }

  resized() {
    for (const panel of this.panels.values()) panel.resized?.();
  }

  dispose() {
    this.observer.disconnect();
    for (const panel of this.panels.values()) panel.dispose?.();
  }
}
