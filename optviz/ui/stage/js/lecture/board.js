// A board: the panels of a lecture section around one playhead, with the controls of that section below.

import { listen, Sheet } from "../shared/keys.js";
import { Link } from "../shared/link.js";
import { Notices } from "../shared/notices.js";
import { Player } from "../shared/player.js";
import { readTheme } from "../shared/theme.js";
import { Transport } from "../shared/transport.js";
import { ControlBar } from "./control_bar.js";
import { build } from "./frame.js";
import { PanelGrid } from "./panel_grid.js";
import { Progress } from "./progress.js";

/** @import { Background, BoardBackground, Catalog, Field, Params, Saved, Send } from "../shared/types.js" */
/** @import { Theme, View } from "../shared/types.js" */
/** @import { BoardView, ControlValue } from "../shared/board_types.js" */

const ADDRESS_DELAY = 250;

export class Board {
  /**
   * @param {string} name
   * @param {HTMLElement} parent
   * @param {Catalog} catalog
   * @param {Send} send
   * @param {Saved} saved what a board before this one left
   */
  constructor(name, parent, catalog, send, saved = {}) {
    this.name = name;
    this.parent = parent;
    this.catalog = catalog;
    this.saved = saved;
    this.revision = 0;
    this.presenting = false;
    /** @type {Record<string, Field>} */
    this.fields = {};
    /** @type {Record<string, ControlValue>} */
    this.values = {};
    // The first message brings these; nothing that needs them is drawn, and no one can act, before.
    /** @type {BoardView} */
    this.shownView;
    /** @type {Theme} */
    this.theme;
    /** @type {BoardView | null} */
    this.nextView = null;
    /** @type {BoardBackground | null} */
    this.nextBackground = null;
    /** @type {number | null} the step that a link or a preset names, while the result does not reach it yet */
    this.awaitedStep = null;
    /** @type {"stop" | "go" | null} what the next request tells the long computation */
    this.command = null;
    this.turnBy = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.addressTimer = undefined;
    this.player = new Player(() => this.moved(), () => this.stateChanged());
    this.link = new Link(this, send);
    this.progress = new Progress({ ask: () => this.link.request(), command: (command) => this.send(command) });
    const { root, slots } = build(this, this.progress.root);
    this.root = root;
    this.slots = slots;
    this.notices = new Notices(slots);
    this.transport = new Transport(this, slots.transport);
    /** @type {PanelGrid} */
    this.panels = new PanelGrid(this, slots.panels);
    /** @type {ControlBar} */
    this.controls = new ControlBar(this, slots.controls);
    /** @type {Sheet} */
    this.sheet = new Sheet(this.root, this);
    this.stopListening = listen(this);
    parent.replaceChildren(this.root);
  }

  // ---- what comes from Python ---------------------------------------------------------------------

  /** @param {Background} background */
  setBackground(background) {
    if (background.kind !== "background") return;
    this.nextBackground = background;
    this.renderWhenComplete();
  }

  /** @param {View} view */
  setMessage(view) {
    if (view.kind !== "board") return;
    this.nextView = view;
    this.renderWhenComplete();
  }

  // A board is shown together with its own background, never with another one's.
  renderWhenComplete() {
    const { nextBackground, nextView } = this;
    if (!nextBackground || !nextView || nextBackground.key !== nextView.background) return;
    this.fields = Object.fromEntries(nextBackground.fields.map((field) => [field.name, field]));
    if (this.shownView !== nextView) this.apply(nextView);
  }

  /** @param {BoardView} view */
  apply(view) {
    const first = !this.shownView;
    const otherSection = this.shownView?.section !== view.section;
    const asked = this.link.waiting && !otherSection;
    const follows = this.link.acknowledge(view);
    this.shownView = view;
    this.theme = readTheme(this.parent, this.catalog.palette);
    if (follows || first || otherSection) {
      this.values = Object.fromEntries(view.controls.flatMap((c) => ("value" in c ? [[c.key, c.value]] : [])));
    }
    this.revision += 1;
    this.placePlayhead(view, first, asked);
    if (first) this.present(view.present, false);
    this.panels.layout(view);
    this.notices.show(view.notices, view.summary);
    this.updateProgress(view);
    this.refresh();
  }

  /**
   * What a person drags keeps its playhead; a section or a preset brings its own.
   * @param {BoardView} view
   * @param {boolean} first
   * @param {boolean} asked whether it answers a person's request in the same section
   */
  placePlayhead(view, first, asked) {
    const { player, awaitedStep, saved } = this;
    const awaiting = asked && awaitedStep != null && player.step === Math.min(awaitedStep, player.last);
    player.setLast(view.steps);
    player.fixed = view.pace;
    // A result that is still growing: the playhead waits for the step that the link or the preset names.
    if (awaiting) player.time = Math.min(awaitedStep, view.steps);
    if (first && saved.section === view.section && saved.time != null) {
      player.time = Math.min(saved.time, view.steps);
      player.speed = saved.speed ?? player.speed;
      player.loop = saved.loop ?? player.loop;
    } else if (!asked) {
      this.awaitedStep = view.work === "running" ? view.step : null;
      player.pause();
      player.time = Math.min(view.step ?? view.steps, view.steps);
    }
  }

  /** @param {BoardView} view */
  updateProgress(view) {
    this.progress.update(view);
    this.root.dataset.work = view.work || "";
    this.root.classList.toggle("ov-works", Boolean(view.progress));
    if (view.work !== "running") this.awaitedStep = null;
  }

  // ---- drawing ------------------------------------------------------------------------------------

  get size() {
    return { font: this.presenting ? 21 : 15, line: this.presenting ? 3.8 : 2.4, head: this.presenting ? 9 : 6.5 };
  }

  refresh() {
    if (!this.shownView) return;
    const view = this.shownView;
    this.root.classList.toggle("ov-dark", this.theme.dark);
    this.slots.transport.style.visibility = view.steps ? "visible" : "hidden";
    this.controls.sync(view.controls);
    this.panels.update(view);
    this.updateDataset();
    this.moved();
  }

  updateDataset() {
    const { player, root, shownView: view } = this;
    Object.assign(root.dataset, {
      stage: this.name,
      section: view.section,
      step: player.step,
      steps: player.last,
      playing: player.playing,
      runs: view.status.length,
      revision: this.revision,
      status: view.status.join(),
    });
  }

  moved() {
    this.root.dataset.step = String(this.player.step);
    this.transport.move();
    this.panels.move();
    if (!this.player.playing) this.writeAddress();
  }

  stateChanged() {
    this.root.dataset.playing = String(this.player.playing);
    this.transport.state();
  }

  countText() {
    if (!this.shownView) return "";
    const { unit, per, counts } = this.shownView;
    const { step, last } = this.player;
    if (counts) return `${unit} = ${counts[Math.min(step, counts.length - 1)]} / ${counts[counts.length - 1]}`;
    return `${unit} = ${Math.floor(step / per)} / ${Math.floor(last / per)}`;
  }

  writeAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => {
      if (this.shownView && this.root.isConnected) this.link.address(this.shownView.query, this.playhead);
    }, ADDRESS_DELAY);
  }

  // The playhead as a link has it: left out where the section would open there anyway.
  get playhead() {
    const { player, shownView: { opens, steps } } = this;
    return player.step === Math.min(opens ?? steps, steps) ? null : player.step;
  }

  themeChanged() {
    if (!this.shownView) return;
    this.theme = readTheme(this.parent, this.catalog.palette);
    this.refresh();
  }

  // ---- what a person does -------------------------------------------------------------------------

  /**
   * The board's command in the vocabulary of a link; see optviz/lecture/page_state.py.
   * @returns {Params}
   */
  params() {
    const { turnBy, command, shownView: { section } } = this;
    this.turnBy = 0;
    if (turnBy) return { section, turn: turnBy };
    this.command = null;
    return {
      section,
      ...(command ? { [command]: "1" } : {}),
      present: this.presenting ? "1" : "0",
      ...this.controls.params(),
    };
  }

  /** @param {Record<string, ControlValue>} changes */
  set(changes) {
    Object.assign(this.values, changes);
    this.controls.show();
    this.panels.valuesChanged();
    this.link.request();
  }

  /** @param {"stop" | "go"} command */
  send(command) {
    this.command = command;
    this.link.request();
  }

  /** @param {number} by how many sections */
  turn(by) {
    this.turnBy = by;
    this.link.request();
  }

  /**
   * Presenter mode: big type in the full window.
   * @param {boolean} on
   * @param {boolean} request whether the address and the server are to know
   */
  present(on, request = true) {
    const changed = this.presenting !== on;
    this.presenting = on;
    this.root.classList.toggle("ov-present", on);
    document.documentElement.classList.toggle("ov-presenting", on);
    if (!changed || !request) return;
    this.refresh();
    this.link.request();
  }

  escape() {
    if (this.sheet.open) this.sheet.toggle(false);
    else if (this.presenting) this.present(false);
  }

  /** @param {string} text */
  toast(text) {
    this.notices.toast(text);
  }

  /** @returns {Saved} */
  dispose() {
    const { player } = this;
    const saved = { section: this.shownView?.section, time: player.time, speed: player.speed, loop: player.loop };
    player.pause();
    this.stopListening();
    this.progress.dispose();
    this.notices.dispose();
    this.panels.dispose();
    document.documentElement.classList.remove("ov-presenting");
    for (const timer of [this.addressTimer, this.link.timer]) clearTimeout(timer);
    return saved;
  }
}
