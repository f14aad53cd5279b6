// What a lecturer has at hand in front of a hall, each thing a key away, in presenter mode.

import { Blank } from "./blank.js";
import { Caption } from "./caption.js";
import { Cover } from "./cover.js";
import { Freeze } from "./freeze.js";
import { Halo } from "./halo.js";
import { recalled, remember } from "./memory.js";
import { WakeLock } from "./wake.js";

/**
 * @import { View } from "./view.js"
 * @typedef {"halo" | "caption"} Kept  what stays as it was, on the next page and the next day
 */

const IS_ON = "on";
/** @type {(name: Kept) => string} */
const placeOf = (name) => `presenter.${name}`;
/** @type {(name: Kept) => boolean} */
const isKept = (name) => recalled(placeOf(name)) === IS_ON;

export class Hall {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.presenting = false;
    this.wake = new WakeLock();
    this.halo = new Halo();
    this.blank = new Blank();
    this.caption = new Caption();
    this.cover = new Cover(view);
    this.freeze = new Freeze(view);
    this.kept = { halo: isKept("halo"), caption: isKept("caption") };
    view.root.querySelector(".ov-main")?.append(this.caption.root);
  }

  /** @param {boolean} presenting */
  set(presenting) {
    this.presenting = presenting;
    if (!presenting) this.freeze.set(false);
    this.halo.show(presenting && this.kept.halo);
  }

  /** @param {boolean} wordsAreHere are the words on the page those of the picture? */
  sync(wordsAreHere) {
    this.cover.sync();
    this.caption.sync(this.presenting && this.kept.caption && wordsAreHere);
  }

  /** @param {Kept} name */
  turn(name) {
    const on = this.kept[name] = !this.kept[name];
    remember(placeOf(name), on ? IS_ON : "off");
    this.set(this.presenting);
    this.view.presenter.sync();
  }

  /** @param {"black" | "white"} colour */
  hide(colour) {
    this.view.player.pause();
    this.view.sheet.toggle(false);
    this.blank.show(colour);
  }

  dispose() {
    for (const part of [this.wake, this.halo, this.blank, this.caption]) part.dispose();
  }
}

/** @type {(view: View) => boolean} */
const presenting = ({ presenter }) => presenter.on;

/** @type {(view: View) => boolean} */
const maySet = ({ presenter, question, quiz }) => presenter.on && !question.isOpen && !quiz.run;

/**
 * The rows of the table of keys: see keys.js.
 * @type {[keys: string, text: string, codes: string[], act: (view: View, event: KeyboardEvent) => void,
 *   can: (view: View) => boolean][]}
 */
export const HALL_KEYS = [
  ["C", "hide how it ends, until it is played", ["c"], ({ presenter: { hall } }) => hall.cover.toggle(), maySet],
  ["Z", "freeze the picture while something is set; again: show it", ["z"], (view) => {
    const { freeze } = view.presenter.hall;
    freeze.set(!freeze.on);
  }, maySet],
  [
    "N",
    "what to notice, as a line under the picture",
    ["n"],
    (view) => view.presenter.hall.turn("caption"),
    presenting,
  ],
  ["H", "a ring round the pointer", ["h"], ({ presenter: { hall } }) => hall.turn("halo"), presenting],
  ["B .", "black screen; any key returns", ["b", "."], (view) => view.presenter.hall.hide("black"), presenting],
  [",", "white screen; any key returns", [","], (view) => view.presenter.hall.hide("white"), presenting],
  [
    "F5",
    "a clicker's start: back to presenter after Esc, no reload",
    ["F5"],
    ({ presenter }) => presenter.start(),
    ({ presenter }) => presenter.on || presenter.left,
  ],
];
