// One view: what every picture needs, written once. The playground and a section of the lecture are two arrangements.

import { AddressBar, queryNow, queryOf } from "./address.js";
import { Backgrounds } from "./backgrounds.js";
import { Bar } from "./bar.js";
import { ControlBar } from "./control_bar.js";
import { updateDataset } from "./dataset.js";
import { FanDrag } from "./fan_drag.js";
import { History } from "./history.js";
import { listen, Sheet } from "./keys.js";
import { Notices } from "./notices.js";
import { arrived, crossOver } from "./page_turn.js";
import { PanelGrid } from "./panel_grid.js";
import { Player } from "./player.js";
import { Playhead } from "./playhead.js";
import { watchAhead } from "./prefetch.js";
import { Presenter } from "./presenter.js";
import { Progress } from "./progress.js";
import { QuestionStrip } from "./question.js";
import { Quiz } from "./quiz.js";
import { steadySliders } from "./range_touch.js";
import { sameWords, ScriptLink } from "./script_link.js";
import { Source } from "./source.js";
import { readTheme } from "./theme.js";
import { Transport } from "./transport.js";

/** @import { Background, Catalog, Channel, Field, PictureMessage, PictureRequest, Saved, Theme } from "./types.js" */
/** @import { Arrangement, BoardView, ControlValue } from "./board_types.js" */

export class View {
  /**
   * @param {string} page
   * @param {HTMLElement} parent
   * @param {Catalog} catalog
   * @param {Channel} channel
   * @param {Arrangement} arrangement
   * @param {Saved} saved what a view before this one left
   */
  constructor(page, parent, catalog, channel, arrangement, saved) {
    this.page = page;
    this.parent = parent;
    this.catalog = catalog;
    this.arrangement = arrangement;
    this.saved = saved;
    this.revision = 0;
    this.backgrounds = saved.backgrounds ?? new Backgrounds();
    /** @type {Record<string, Field>} */
    this.fields = {};
    /** @type {Record<string, ControlValue>} */
    this.values = {};
    /** @type {BoardView} what the first picture brings; nothing that needs it is drawn, and no one can act, before */
    this.shownView;
    /** @type {Theme} */
    this.theme;
    /** @type {PictureRequest | null} the newest */
    this.request = null;
    /** @type {string | null} what the hand has set, until it is answered */
    this.pending = null;
    this.history = saved.history ?? new History();
    this.addressBar = new AddressBar(() => (this.shownView ? this.address : null));
    this.player = new Player(() => this.moved(), () => this.stateChanged());
    this.playhead = new Playhead(this.player, saved);
    this.source = new Source(page, channel, this);
    this.fans = new FanDrag(this);
    this.script = new ScriptLink(this, channel, saved.acted);
    this.progress = new Progress({ stop: () => this.stop(), go: () => this.again() });
    this.bar = new Bar(this);
    const { root, slots } = arrangement.build(this.bar, this.progress.root);
    this.root = root;
    this.slots = slots;
    this.presenter = new Presenter(this);
    this.notices = new Notices(slots);
    this.transport = new Transport(this, slots.transport);
    this.quiz = new Quiz(this, slots);
    this.question = new (arrangement.strip ?? QuestionStrip)(this, slots.question);
    this.panels = new PanelGrid(this, arrangement, slots);
    this.controls = new ControlBar(this, arrangement, slots);
    /** @type {Sheet} */
    this.sheet = new Sheet(this.root, this);
    const fetchAhead = (/** @type {string} */ query) => this.source.fetchAhead({ query, before: this.address });
    this.disposers = [listen(this), watchAhead(() => this.script.ahead, fetchAhead), this.history.follow(root)];
    steadySliders(root);
    root.dataset.stage = page;
    parent.replaceChildren(root);
    this.notices.hold("first");
  }

  // ---- what is asked for ----------------------------------------------------------------------------

  /** @param {PictureRequest} request */
  ask(request) {
    this.request = request;
    this.root.dataset.waiting = "";
    if (request.before == null) this.pending = request.query;
    if (this.shownView) this.notices.expect();
    this.fans.asked(() => this.source.ask(request));
    this.bar.sync();
    this.addressBar.writeSoon();
  }

  // What the address says, or what this page showed before if the address says nothing newer.
  openHere() {
    const { addressBar: { own: here }, saved: { query, address, asked } } = this;
    const goesOn = query != null && (here === "" || here === address);
    const request = (goesOn && asked) || { query: goesOn ? query : here, keeps: false, opens: !goesOn };
    if (request.opens) this.playhead.saved = {};
    this.ask(request);
  }

  /** @param {string} text a step from what is shown, as the script writes it; after a "?" a whole link */
  open(text) {
    if (this.shownView) this.history.leave(this.address);
    this.playhead.saved = {};
    const step = text.startsWith("?") ? { query: text.slice(1) } : { query: text, before: this.address };
    this.ask({ ...step, keeps: false, opens: true });
  }

  /** @param {Record<string, ControlValue>} changes */
  set(changes) {
    if (this.quiz.run) return this.quiz.refuse();
    if (this.question.question) return this.question.keepSetting();
    this.history.leave(this.address, Object.keys(changes).join());
    Object.assign(this.values, changes);
    this.controls.show();
    this.panels.valuesChanged(Object.keys(changes));
    this.ask({ query: this.wish(), keeps: true, turned: this.fans.turned });
  }

  // The same once more: after a failure, or when what was stopped goes on.
  again() {
    if (this.request) this.ask({ ...this.request, keeps: true, opens: false });
  }

  stop() {
    this.source.stop();
    this.progress.pause();
    delete this.root.dataset.waiting;
    this.root.dataset.work = "paused";
  }

  /** @param {-1 | 1} by back, or on again */
  undo(by) {
    const query = this.history.go(by, this.address);
    if (query !== null) this.ask({ query, keeps: true });
  }

  reset() {
    const { origin } = this.history;
    if (origin === null) return;
    this.history.leave(this.address);
    this.ask({ query: origin, keeps: false });
  }

  // What the hand has set, in the vocabulary of a link.
  wish() {
    const { section } = this.shownView.shows;
    return this.panels.inLink(queryOf({ ...(section ? { section } : {}), ...this.controls.params() }));
  }

  // ---- what comes -----------------------------------------------------------------------------------

  // The background that is here already: the answer leaves it out.
  get have() {
    return this.backgrounds.key;
  }

  // `last`: is it what was sent for last? A drag may hold back what is newer.
  /** @type {(message: PictureMessage, request: PictureRequest, last: boolean) => void} */
  receive(message, request, last) {
    if (message.kind === "background") return this.backgrounds.add(message);
    const newest = last && request === this.request;
    this.notices.hold("");
    if (newest) delete this.root.dataset.waiting;
    if (message.kind === "failure") return this.failed(message.text);
    // Of two answers on their way the later may stand on a background that only the earlier one found here.
    if (!this.backgrounds.use(message.background)) return newest ? this.ask({ ...request }) : undefined;
    this.fields = this.backgrounds.fields;
    return this.apply(message, request, newest);
  }

  /** @type {(view: BoardView, request: PictureRequest, newest: boolean) => void} */
  apply(view, request, newest) {
    const before = this.shownView;
    if (newest) this.pending = null;
    this.fans.answered(request.turned, newest);
    if (view.leads && newest) return crossOver(this, view.leads);
    if (newest || !sameWords(view.shows, before?.shows)) {
      this.values = Object.fromEntries(view.controls.flatMap((c) => ("value" in c ? [[c.key, c.value]] : [])));
    }
    this.shownView = view;
    this.theme = readTheme(this.parent, this.catalog.palette);
    this.revision += 1;
    this.playhead.place(view, before, request);
    if (!before) this.presenter.toggle(view.present || this.saved.present === true);
    if (request.opens) this.history.begin(request, view);
    this.panels.layout(view, request);
    this.progress.update(view);
    this.refresh();
    if (newest) arrived(this);
  }

  /** @param {"cut" | "busy"} why */
  waiting(why) {
    this.notices.hold(why);
  }

  /** @param {string} text */
  failed(text) {
    this.root.dataset.work = "failed";
    this.progress.pause();
    this.notices.failure(text, () => this.again());
  }

  // ---- drawing --------------------------------------------------------------------------------------

  get size() {
    return this.presenter.size;
  }

  refresh() {
    const view = this.shownView;
    if (!view) return;
    this.root.classList.toggle("ov-dark", this.theme.dark);
    this.slots.transport.style.visibility = view.steps ? "visible" : "hidden";
    for (const part of this.arrangement.hideable) this.slots[part].hidden = view.hidden.includes(part);
    this.controls.sync(view.controls);
    this.panels.update(view);
    this.transport.invite(this.panels.pictures);
    this.bar.sync();
    this.presenter.sync();
    this.question.sync();
    this.quiz.sync();
    updateDataset(this);
    this.tellPlayhead();
  }

  moved() {
    if (!this.shownView) return;
    this.panels.move();
    this.controls.move();
    this.question.move();
    this.tellPlayhead();
  }

  tellPlayhead() {
    this.root.dataset.step = String(this.player.step);
    this.transport.move();
    this.notices.show(this.player, this.shownView);
    if (!this.player.playing) this.addressBar.writeSoon();
  }

  stateChanged() {
    this.root.dataset.playing = String(this.player.playing);
    this.transport.state();
  }

  // The query of what is shown, or of what the hand has set since.
  /** @returns {string} */
  get address() {
    const query = this.pending ?? this.shownView?.query ?? this.addressBar.own;
    if (!this.shownView) return query;
    return this.panels.inLink(queryNow(query, this.playhead.inLink, this.player.all, this.presenter.on));
  }

  themeChanged() {
    const theme = readTheme(this.parent, this.catalog.palette);
    if (!this.shownView || JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    this.refresh();
  }

  // ---- what a person does ---------------------------------------------------------------------------

  /** @param {number} slot */
  pick(slot) {
    const { run } = this.values;
    if (Array.isArray(run) && slot < run.length) this.set({ pick: String(slot) });
  }

  /** @param {string} text */
  toast(text) {
    this.notices.toast(text);
  }

  /** @returns {Saved} */
  dispose() {
    const { player, root, history, backgrounds, request } = this;
    const asked = request?.before != null && "waiting" in root.dataset ? request : undefined; // else the query tells it
    const saved = this.shownView
      ? { query: this.address, address: this.addressBar.own, ...player.saved, present: this.presenter.on }
      : this.saved;
    player.pause();
    root.dataset.stage = "";
    const { question, source, fans, notices, panels, addressBar, presenter } = this;
    for (const part of [question, source, fans, notices, panels, addressBar, presenter]) part.dispose();
    for (const dispose of this.disposers) dispose();
    return { ...saved, asked, history, backgrounds, acted: this.script.acted, viewports: this.panels.viewports };
  }
}
