// One stage: the picture, the curves, the list of runs, the standings and the worked step, around one playhead.

import { Charts } from "./charts.js";
import { listen, Sheet } from "../shared/keys.js";
import { build } from "./frame.js";
import { Legend } from "./legend.js";
import { Link, paramsOf } from "../shared/link.js";
import { Picture } from "./picture.js";
import { Player } from "../shared/player.js";
import { purge } from "../shared/plotly.js";
import { listenPointer } from "./pointer.js";
import { Setup } from "./setup.js";
import { Standings } from "./standings.js";
import { lookOf, readTheme } from "../shared/theme.js";
import { Transport } from "../shared/transport.js";
import { Worked } from "./worked.js";

const QUIET = 900;
const SHOWN = 7000;

export class Stage {
  constructor(name, parent, catalog, send, saved = {}) {
    Object.assign(this, { name, parent, catalog, saved, runs: [], revision: 0, savedView: saved.views || {} });
    this.coarse = matchMedia("(pointer: coarse)").matches;
    this.player = new Player(() => this.moved(), () => this.stateChanged());
    this.link = new Link(this, send);
    this.frame = build(this);
    this.root = this.frame.root;
    this.picture = new Picture(this, this.frame.picture);
    this.charts = new Charts(this, this.frame.charts);
    this.transport = new Transport(this, this.frame.transport);
    this.setup = new Setup(this, this.frame.setup);
    this.legend = new Legend(this, this.frame.legend);
    this.standings = new Standings(this, this.frame.standings);
    this.worked = new Worked(this, this.frame.worked);
    this.sheet = new Sheet(this.root, this);
    this.disposers = [listen(this), listenPointer(this, this.picture)];
    this.observer = new ResizeObserver(() => this.resized());
    parent.replaceChildren(this.root);
    this.observer.observe(this.frame.picture);
    this.observer.observe(this.frame.charts);
  }

  // ---- what comes from Python -------------------------------------------------------------------

  setBackground(grid) {
    this.nextBackground = grid;
    this.renderWhenComplete();
  }

  setMessage(view) {
    this.nextView = view;
    this.renderWhenComplete();
  }

  // A view is shown together with its own surface, never with another one's.
  renderWhenComplete() {
    const { nextBackground, nextView } = this;
    if (!nextBackground || !nextView || nextBackground.key !== nextView.background) return;
    if (this.grid !== nextBackground) this.grid = nextBackground;
    if (this.shownView !== nextView) this.apply(nextView);
    this.refresh();
  }

  apply(view) {
    const first = !this.shownView;
    const fresh = this.scene?.surface !== view.scene.surface;
    this.shownView = view;
    const follows = this.link.acknowledge(view);
    if (follows || first || fresh) this.scene = structuredClone(view.scene);
    this.theme = readTheme(this.parent, this.catalog.palette);
    this.runs = view.runs.map((run) => {
      const racer = view.scene.racers[run.slot];
      return {
        ...run,
        name: this.nameOf(view.scene.racers, run.slot),
        style: racer.style,
        look: lookOf(racer, this.theme, this.catalog.palette),
      };
    });
    this.revision += 1;
    this.timeline(first, fresh, view);
    if (first || fresh) this.present(this.scene.present, false);
    this.announce(view);
  }

  // Same rule twice: Adam 1, Adam 2.
  nameOf(racers, slot) {
    const { rule } = racers[slot];
    const twins = racers.map((racer, i) => (racer.rule === rule ? i : -1)).filter((i) => i >= 0);
    const { name } = this.catalog.rules[rule];
    return twins.length > 1 ? `${name} ${twins.indexOf(slot) + 1}` : name;
  }

  timeline(first, fresh, view) {
    const { player } = this;
    const last = Math.max(0, ...this.runs.map((run) => run.steps));
    player.setLast(last);
    if (first && this.saved.time != null) {
      Object.assign(player, { time: Math.min(this.saved.time, last), speed: this.saved.speed, loop: this.saved.loop });
    } else if (first || fresh) player.time = Math.min(view.scene.step ?? last, last);
    if (first && this.saved.playing) player.play();
  }

  announce(view) {
    this.frame.notices.replaceChildren(
      ...view.notices.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
    );
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.frame.summary.textContent = view.summary;
    }, QUIET);
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
    for (const panel of ["setup", "legend", "transport", "charts", "standings", "worked"]) {
      this.frame[panel].hidden = this.scene.hidden.includes(panel);
    }
    this.setup.sync();
    this.legend.sync();
    this.standings.sync();
    this.worked.sync();
    this.frame.view.sync();
    this.updateDataset();
    this.moved();
    if (!this.picture.settled) {
      this.picture.show().then(
        () => this.redraw(),
        (error) => this.toast(`The picture could not be drawn: ${error.message}. Reload the page.`),
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
    this.root.dataset.step = this.player.step;
    this.transport.move();
    this.redraw();
    this.charts.move();
    this.standings.move();
    this.worked.move();
    if (!this.player.playing) this.writeAddress();
  }

  stateChanged() {
    this.root.dataset.playing = this.player.playing;
    this.transport.state();
  }

  writeAddress() {
    clearTimeout(this.addressing);
    this.addressing = setTimeout(() => {
      if (this.shownView && this.root.isConnected) this.link.address(this.shownView.query, this.playhead);
    }, 250);
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

  picked() {
    return this.runs.find((run) => run.slot === this.scene.pick);
  }

  request() {
    this.refreshControls();
    this.link.request();
  }

  refreshControls() {
    this.legend.sync();
    this.setup.sync();
  }

  pick(slot) {
    if (slot >= this.scene.racers.length || slot === this.scene.pick) return;
    this.scene.pick = slot;
    this.request();
  }

  moveStart(point) {
    this.scene.start = point;
    this.request();
  }

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

  present(on, say = true) {
    const changed = this.scene.present !== on;
    this.scene.present = on;
    this.root.classList.toggle("ov-present", on);
    document.documentElement.classList.toggle("ov-presenting", on);
    if (changed && say) {
      this.refresh();
      this.link.request();
    }
  }

  escape() {
    if (this.sheet.open) this.sheet.toggle(false);
    else if (this.scene.present) this.present(false);
  }

  toast(text) {
    const { toast } = this.frame;
    toast.textContent = text;
    toast.dataset.shown = "true";
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      toast.dataset.shown = "false";
    }, SHOWN);
  }

  // ---- leaving --------------------------------------------------------------------------------------

  dispose() {
    const { player } = this;
    const views = { ...this.savedView };
    for (const mode of ["2d", "3d"]) {
      if (this.picture.surface?.[mode]) views[`${this.picture.surface[mode]}:${mode}`] = this.picture.viewOf(mode);
    }
    const saved = { time: player.time, speed: player.speed, loop: player.loop, playing: player.playing, views };
    player.pause();
    for (const dispose of this.disposers) dispose();
    this.observer.disconnect();
    this.charts.dispose();
    document.documentElement.classList.remove("ov-presenting");
    for (const timer of [this.addressing, this.speaking, this.telling, this.link.timer, this.worked.later]) {
      clearTimeout(timer);
    }
    for (const [mode, plot] of Object.entries(this.picture.plots)) purge(mode, plot);
    return saved;
  }
}
