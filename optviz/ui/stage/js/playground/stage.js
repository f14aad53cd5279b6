// One stage: the picture, the curves, the list of runs, the standings and the worked step, around one playhead.

import { Charts } from "./charts.js";
import { listen, Sheet } from "../shared/keys.js";
import { build } from "./frame.js";
import { Legend } from "./legend.js";
import { Link, paramsOf } from "../shared/link.js";
import { Notices } from "../shared/notices.js";
import { Picture } from "./picture.js";
import { Player } from "../shared/player.js";
import { listenPointer } from "./pointer.js";
import { placePlayhead, runsOf } from "./runs.js";
import { Setup } from "./setup.js";
import { Standings } from "./standings.js";
import { readTheme } from "../shared/theme.js";
import { Transport } from "../shared/transport.js";
import { Worked } from "./worked.js";

/** @import { Background, Camera, Catalog, Mode, Point, RaceView, RunView, Saved } from "../shared/types.js" */
/** @import { SceneView, Send, SurfaceBackground, Theme, View } from "../shared/types.js" */
/** @typedef {Record<string, [x: Point, y: Point] | Camera | null>} SavedViews  by surface and mode */

const ADDRESS_DELAY = 250;

const HIDEABLE = /** @type {const} */ (["setup", "legend", "transport", "charts", "standings", "worked"]);

export class Stage {
  /**
   * @param {string} name
   * @param {HTMLElement} parent
   * @param {Catalog} catalog
   * @param {Send} send
   * @param {Saved} saved what a stage before this one left
   */
  constructor(name, parent, catalog, send, saved = {}) {
    this.name = name;
    this.parent = parent;
    this.catalog = catalog;
    this.saved = saved;
    this.savedViews = /** @type {SavedViews} */ (saved.views ?? {});
    this.revision = 0;
    /** @type {RunView[]} */
    this.runs = [];
    // The first view and its surface bring these; nothing that needs them is drawn, and no one can act, before.
    /** @type {SceneView} */
    this.scene;
    /** @type {SurfaceBackground} */
    this.grid;
    /** @type {Theme} */
    this.theme;
    /** @type {RaceView | null} */
    this.shownView = null;
    /** @type {RaceView | null} */
    this.nextView = null;
    /** @type {SurfaceBackground | null} */
    this.nextBackground = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.addressTimer = undefined;
    this.coarse = matchMedia("(pointer: coarse)").matches;
    this.player = new Player(() => this.moved(), () => this.stateChanged());
    this.link = new Link(this, send);
    const { root, slots, views } = build(this);
    this.root = root;
    this.slots = slots;
    this.viewSwitch = views;
    this.notices = new Notices(slots);
    this.picture = new Picture(this, slots.picture);
    this.charts = new Charts(this, slots.charts);
    this.transport = new Transport(this, slots.transport);
    this.setup = new Setup(this, slots.setup);
    this.legend = new Legend(this, slots.legend);
    this.standings = new Standings(this, slots.standings);
    this.worked = new Worked(this, slots.worked);
    /** @type {Sheet} */
    this.sheet = new Sheet(this.root, this);
    this.disposers = [listen(this), listenPointer(this, this.picture)];
    this.observer = new ResizeObserver(() => this.resized());
    parent.replaceChildren(this.root);
    this.observer.observe(slots.picture);
    this.observer.observe(slots.charts);
  }

  // ---- what comes from Python -------------------------------------------------------------------

  /** @param {Background} background */
  setBackground(background) {
    if (background.kind === "background") return;
    this.nextBackground = background;
    this.renderWhenComplete();
  }

  /** @param {View} view */
  setMessage(view) {
    if (view.kind === "board") return;
    this.nextView = view;
    this.renderWhenComplete();
  }

  // A view is shown together with its own surface, never with another one's.
  renderWhenComplete() {
    const { nextBackground, nextView } = this;
    if (!nextBackground || !nextView || nextBackground.key !== nextView.background) return;
    this.grid = nextBackground;
    if (this.shownView !== nextView) this.apply(nextView);
    this.refresh();
  }

  /** @param {RaceView} view */
  apply(view) {
    const first = !this.shownView;
    const otherSurface = this.scene?.surface !== view.scene.surface;
    this.shownView = view;
    const follows = this.link.acknowledge(view);
    if (follows || first || otherSurface) this.scene = structuredClone(view.scene);
    this.theme = readTheme(this.parent, this.catalog.palette);
    this.runs = runsOf(view, this.theme, this.catalog);
    this.revision += 1;
    this.player.setLast(Math.max(0, ...this.runs.map((run) => run.steps)));
    if (first || otherSurface) {
      placePlayhead(this.player, view.scene.step, first ? this.saved : {});
      this.present(this.scene.present, false);
    }
    this.notices.show(view.notices, view.summary);
    this.picture.live.setAttribute("aria-label", `Paths on the surface. ${view.summary}`);
    this.writeAddress();
  }

  // ---- drawing ------------------------------------------------------------------------------------

  get size() {
    const font = this.scene.present ? 24 : 16;
    return { font: font * 0.875, line: this.scene.present ? 3.8 : 2.4, head: this.scene.present ? 9 : 6.5 };
  }

  refresh() {
    if (!this.scene || !this.grid) return;
    this.root.classList.toggle("ov-dark", this.theme.dark);
    for (const part of HIDEABLE) this.slots[part].hidden = this.scene.hidden.includes(part);
    this.setup.sync();
    this.legend.sync();
    this.standings.sync();
    this.worked.sync();
    this.viewSwitch.sync();
    this.updateDataset();
    this.moved();
    if (!this.picture.settled) {
      this.picture.show().then(
        () => this.redraw(),
        (/** @type {Error} */ error) =>
          this.toast(`The picture could not be drawn: ${error.message}. Reload the page.`),
      );
    }
    this.charts.drawSoon();
  }

  updateDataset() {
    const { player, root } = this;
    Object.assign(root.dataset, {
      stage: this.name,
      step: player.step,
      steps: player.last,
      playing: player.playing,
      runs: this.runs.length,
      revision: this.revision,
      status: this.runs.map((run) => run.status.kind).join(),
    });
  }

  redraw() {
    if (this.grid && this.scene) this.picture.draw();
  }

  moved() {
    this.root.dataset.step = String(this.player.step);
    this.transport.move();
    this.redraw();
    this.charts.move();
    this.standings.move();
    this.worked.move();
    if (!this.player.playing) this.writeAddress();
  }

  stateChanged() {
    this.root.dataset.playing = String(this.player.playing);
    this.transport.state();
  }

  writeAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => {
      if (this.shownView && this.root.isConnected) this.link.address(this.shownView.query, this.playhead);
    }, ADDRESS_DELAY);
  }

  // The playhead as a link has it: the end of the race is left out.
  get playhead() {
    return this.player.atEnd ? null : this.player.step;
  }

  params() {
    return paramsOf(this.scene);
  }

  resized() {
    if (!this.grid || !this.root.isConnected) return;
    this.picture.measure();
    this.picture.resize();
    this.redraw();
    this.charts.resized();
  }

  themeChanged() {
    if (!this.shownView) return;
    this.apply(this.shownView);
    this.refresh();
  }

  // ---- what a person does -------------------------------------------------------------------------

  pickedRun() {
    return this.runs.find((run) => run.slot === this.scene.pick);
  }

  request() {
    this.legend.sync();
    this.setup.sync();
    this.link.request();
  }

  /** @param {number} slot */
  pick(slot) {
    if (slot >= this.scene.racers.length || slot === this.scene.pick) return;
    this.scene.pick = slot;
    this.request();
  }

  /** @param {Point} point */
  moveStart(point) {
    this.scene.start = point;
    this.request();
  }

  /** @param {Mode} view */
  setView(view) {
    this.scene.view = view;
    this.refresh();
    this.link.request();
  }

  fit() {
    this.picture.fit();
  }

  get presenting() {
    return this.scene.present;
  }

  /**
   * Presenter mode: big type in the full window.
   * @param {boolean} on
   * @param {boolean} request whether the address and the server are to know
   */
  present(on, request = true) {
    const changed = this.scene.present !== on;
    this.scene.present = on;
    this.root.classList.toggle("ov-present", on);
    document.documentElement.classList.toggle("ov-presenting", on);
    if (changed && request) {
      this.refresh();
      this.link.request();
    }
  }

  escape() {
    if (this.sheet.open) this.sheet.toggle(false);
    else if (this.scene.present) this.present(false);
  }

  /** @param {string} text */
  toast(text) {
    this.notices.toast(text);
  }

  // ---- leaving --------------------------------------------------------------------------------------

  /** @returns {Saved} */
  dispose() {
    const { player } = this;
    const views = { ...this.savedViews, ...this.picture.views };
    const saved = { time: player.time, speed: player.speed, loop: player.loop, playing: player.playing, views };
    player.pause();
    for (const dispose of this.disposers) dispose();
    this.observer.disconnect();
    document.documentElement.classList.remove("ov-presenting");
    for (const part of [this.charts, this.worked, this.picture, this.notices]) part.dispose();
    for (const timer of [this.addressTimer, this.link.timer]) clearTimeout(timer);
    return saved;
  }
}
