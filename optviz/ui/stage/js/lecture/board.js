// A board: the panels of a lecture section around one playhead, with the controls of that section below.

import { build } from "./frame.js";
import { Controls } from "./controls.js";
import { listen, Sheet } from "../shared/keys.js";
import { Link } from "../shared/link.js";
import { Progress } from "./progress.js";
import { Player } from "../shared/player.js";
import { makePanel } from "./panels.js";
import { readTheme } from "../shared/theme.js";
import { node } from "../shared/text.js";
import { Transport } from "../shared/transport.js";

const WRITE_AFTER = 250;
const SPEAK_AFTER = 900;
const TOLD = 7000;

const place = (keys) => keys.map((row) => `"${row.join(" ")}"`).join(" ");
const shares = (numbers, count, small) =>
  Array.from({ length: count }, (_, i) => (numbers[i] === 0 ? "auto" : `minmax(${small}, ${numbers[i] ?? 1}fr)`)).join(
    " ",
  );

export class Board {
  constructor(name, parent, catalog, send, saved = {}) {
    Object.assign(this, { name, parent, catalog, saved, revision: 0, panels: new Map(), presenting: false });
    this.player = new Player(() => this.moved(), () => this.stateChanged());
    this.link = new Link(this, send);
    this.rooms = build(this);
    this.root = this.rooms.root;
    this.progress = new Progress(this);
    this.root.querySelector(".ov-main").before(this.progress.root);
    this.transport = new Transport(this, this.rooms.transport);
    this.controls = new Controls(this, this.rooms.controls);
    this.sheet = new Sheet(this.root, this);
    this.disposers = [listen(this)];
    this.observer = new ResizeObserver(() => this.resized());
    parent.replaceChildren(this.root);
  }

  // ---- what comes from Python ---------------------------------------------------------------------

  setBackground(ground) {
    this.nextBackground = ground;
    this.renderWhenComplete();
  }

  setMessage(view) {
    this.nextView = view;
    this.renderWhenComplete();
  }

  // A board is shown together with its own ground, never with another one's.
  renderWhenComplete() {
    const { nextBackground, nextView } = this;
    if (!nextBackground || !nextView || nextBackground.key !== nextView.background) return;
    this.fields = Object.fromEntries(nextBackground.fields.map((field) => [field.name, field]));
    if (this.shownView !== nextView) this.apply(nextView);
  }

  apply(view) {
    const first = !this.shownView;
    const fresh = this.shownView?.section !== view.section;
    const asked = this.link.waiting && !fresh;
    const follows = this.link.acknowledge(view);
    this.shownView = view;
    this.theme = readTheme(this.parent, this.catalog.palette);
    if (follows || first || fresh) {
      this.values = Object.fromEntries(
        view.controls.filter((c) => c.kind !== "randomize").map((c) => [c.key, c.value]),
      );
    }
    this.revision += 1;
    this.timeline(first, asked, view);
    if (first) this.present(view.present, false);
    this.layoutPanels(view);
    this.announce(view);
    this.progress.update(view);
    if (view.work !== "running") this.aim = null;
    this.refresh();
  }

  // What a person drags keeps its playhead; a section or a preset brings its own.
  timeline(first, asked, view) {
    const { player } = this;
    const awaits = asked && this.aim != null && player.step === Math.min(this.aim, player.last);
    player.setLast(view.steps);
    player.fixed = view.pace;
    // A result that is still growing: the playhead waits for the step that the link or the preset names.
    if (awaits) player.time = Math.min(this.aim, view.steps);
    if (first && this.saved.section === view.section && this.saved.time != null) {
      Object.assign(player, {
        time: Math.min(this.saved.time, view.steps),
        speed: this.saved.speed,
        loop: this.saved.loop,
      });
    } else if (!asked) {
      this.aim = view.work === "running" ? view.step : null;
      player.pause();
      player.time = Math.min(view.step ?? view.steps, view.steps);
    }
  }

  // Panels stay as long as their key and their kind do.
  layoutPanels(view) {
    const { panels } = this.rooms;
    const wanted = view.panels.map((spec) => `${view.section}/${spec.key}/${spec.kind}`);
    for (const [id, panel] of this.panels) {
      if (wanted.includes(id)) continue;
      panel.dispose?.();
      this.observer.unobserve(panel.room);
      panel.root.remove();
      this.panels.delete(id);
    }
    view.panels.forEach((spec, i) => {
      if (!this.panels.has(wanted[i])) this.add(wanted[i], spec.kind);
      const { root } = this.panels.get(wanted[i]);
      root.style.gridArea = spec.key;
      root.dataset.panel = spec.key;
      if (panels.children[i] !== root) panels.insertBefore(root, panels.children[i] || null);
    });
    panels.style.setProperty("--ov-areas", place(view.rows));
    panels.style.setProperty("--ov-columns", shares(view.widths, view.rows[0].length, "0"));
    panels.style.setProperty("--ov-rows", shares(view.heights, view.rows.length, "0"));
    panels.classList.toggle("ov-short", view.rows.every((_, i) => view.heights[i] === 0));
  }

  add(id, kind) {
    const panel = makePanel(kind, this);
    this.panels.set(id, panel);
    this.observer.observe(panel.room);
  }

  announce(view) {
    this.rooms.notices.replaceChildren(...view.notices.map((text) => node("p", { text })));
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.rooms.summary.textContent = view.summary;
    }, SPEAK_AFTER);
  }

  // ---- drawing ------------------------------------------------------------------------------------

  get size() {
    return { font: this.presenting ? 21 : 15, line: this.presenting ? 3.8 : 2.4, head: this.presenting ? 9 : 6.5 };
  }

  refresh() {
    if (!this.shownView) return;
    const view = this.shownView;
    this.root.classList.toggle("ov-dark", this.theme.dark);
    this.rooms.transport.style.visibility = view.steps ? "visible" : "hidden";
    this.controls.sync(view.controls);
    view.panels.forEach((spec) => this.panels.get(`${view.section}/${spec.key}/${spec.kind}`).update(spec));
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
    this.root.dataset.step = this.player.step;
    this.transport.move();
    for (const panel of this.panels.values()) panel.move();
    if (!this.player.playing) this.writeAddress();
  }

  stateChanged() {
    this.root.dataset.playing = this.player.playing;
    this.transport.state();
  }

  countText() {
    const { unit = "t", per = 1, counts } = this.shownView || {};
    if (counts) {
      return `${unit} = ${counts[Math.min(this.player.step, counts.length - 1)]} / ${counts[counts.length - 1]}`;
    }
    return `${unit} = ${Math.floor(this.player.step / per)} / ${Math.floor(this.player.last / per)}`;
  }

  writeAddress() {
    clearTimeout(this.addressing);
    this.addressing = setTimeout(() => {
      if (this.shownView && this.root.isConnected) this.link.address(this.shownView.query, this.playhead);
    }, WRITE_AFTER);
  }

  // The playhead as a link has it: left out where the section would open there anyway.
  get playhead() {
    const { player, shownView: view } = this;
    return player.step === Math.min(view.opens ?? view.steps, view.steps) ? null : player.step;
  }

  resized() {
    for (const panel of this.panels.values()) panel.resized?.();
  }

  themeChanged() {
    if (!this.shownView) return;
    this.theme = readTheme(this.parent, this.catalog.palette);
    this.refresh();
  }

  // ---- what a person does -------------------------------------------------------------------------

  // The board's command in the vocabulary of a link; see optviz/lecture/page_state.py.
  params() {
    const { section } = this.shownView;
    const { turning } = this;
    this.turning = 0;
    if (turning) return { section, turn: turning };
    const { command } = this;
    this.command = null;
    return {
      section,
      ...(command ? { [command]: "1" } : {}),
      present: this.presenting ? "1" : "0",
      ...this.controls.params(),
    };
  }

  set(changes) {
    Object.assign(this.values, changes);
    this.controls.show();
    for (const panel of this.panels.values()) panel.valuesChanged?.();
    this.link.request();
  }

  turn(by) {
    this.turning = by;
    this.link.request();
  }

  present(on, say = true) {
    const changed = this.presenting !== on;
    this.presenting = on;
    this.root.classList.toggle("ov-present", on);
    document.documentElement.classList.toggle("ov-presenting", on);
    if (!changed || !say) return;
    this.refresh();
    this.link.request();
  }

  escape() {
    if (this.sheet.open) this.sheet.toggle(false);
    else if (this.presenting) this.present(false);
  }

  toast(text) {
    const { toast } = this.rooms;
    toast.textContent = text;
    toast.dataset.shown = "true";
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      toast.dataset.shown = "false";
    }, TOLD);
  }

  dispose() {
    const { player } = this;
    this.progress.dispose();
    const saved = { section: this.shownView?.section, time: player.time, speed: player.speed, loop: player.loop };
    player.pause();
    for (const dispose of this.disposers) dispose();
    this.observer.disconnect();
    for (const panel of this.panels.values()) panel.dispose?.();
    document.documentElement.classList.remove("ov-presenting");
    for (const timer of [this.addressing, this.speaking, this.telling, this.link.timer]) clearTimeout(timer);
    return saved;
  }
}
