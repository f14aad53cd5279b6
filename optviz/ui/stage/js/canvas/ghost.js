// The ghost: where will the next step land? A click on the plane guesses it, a pale dot shows it, and the run makes it.

import { lineAlong, markAt } from "../answers/drawn.js";
import { iconButton } from "../shared/icons.js";
import { digits, node, reducedMotion } from "../shared/text.js";
import { placeByKey } from "./take.js";
import { t } from "../shared/words.js";

/** @import { View } from "../shared/view.js" */
/** @import { AxesContext, Panel, Taker } from "../shared/board_types.js" */
/** @import { Layer, PathLayer, Since } from "../shared/layer_types.js" */
/** @import { Point } from "../shared/types.js" */
/** @typedef {Panel & AxesContext & { take(taker: Taker | null): void }} Plane */
/** @typedef {{ step: number, guess: Point, landing: Point }} Guessed */

const NEAR = 0.25; // of the step's length
const SLIDE = 500; // milliseconds in which the run makes the step
const PALE = Object.assign(new Float64Array([0]), { shape: [1, 1] });

/** @type {[share: number, words: string][]} */
const SHARES = [
  [0.05, "a twentieth of"],
  [0.1, "a tenth of"],
  [0.2, "a fifth of"],
  [0.25, "a quarter of"],
  [1 / 3, "a third of"],
  [0.5, "half"],
  [2 / 3, "two thirds of"],
  [0.75, "three quarters of"],
];

/**
 * A share of the step in words.
 * @param {number} share
 */
export function shareText(share) {
  if (share > 1.2) return t("{times} times the step's length", { times: digits(share, 2) });
  if (share > 0.87) return "as far as the step is long";
  const far = (/** @type {number} */ other) => Math.abs(Math.log(share / other));
  const [, words] = SHARES.reduce((best, each) => (far(each[0]) < far(best[0]) ? each : best));
  return t("about {share} the step's length", { share: words });
}

/**
 * How far a guess is off, as a number and as a share of the step; along x alone where the path lies on a curve.
 * @type {(guess: Point, landing: Point, from: Point, onCurve: boolean) => { off: number, share: number }}
 */
export function missed(guess, landing, from, onCurve) {
  const far = (/** @type {Point} */ [x, y]) => Math.hypot(x - landing[0], onCurve ? 0 : y - landing[1]);
  const [off, length] = [far(guess), far(from)];
  return { off, share: length > 0 ? off / length : off > 0 ? Infinity : 0 };
}

/** @type {(panel: Panel) => panel is Plane} */
const isPlane = (panel) => "taker" in panel;

/**
 * The path whose next step is guessed on a plane: the chosen one, or the first.
 * @param {Plane} plane
 */
function pathOf({ spec }) {
  const paths = (spec?.layers ?? []).filter((layer) => layer.kind === "path");
  return paths.find(({ chosen }) => chosen) ?? paths[0];
}

/**
 * A path's place at a step; null where it has none.
 * @type {(path: (PathLayer & Since) | undefined, step: number) => Point | null}
 */
function placeAt(path, step) {
  if (!path || step >= path.x.length || path.since > step) return null;
  const [x, y] = [path.x[step], path.y[step]];
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
}

/** What the ghost is to one plane. */
class Aim {
  /**
   * @param {Ghost} ghost
   * @param {Plane} plane
   */
  constructor(ghost, plane) {
    this.ghost = ghost;
    this.plane = plane;
    this.zooms = true;
    this.hidesStep = true;
    /** @type {Guessed | null} */
    this.guessed = null;
    /** @type {Point | null} where the arrow keys have moved the cross */
    this.aimed = null;
    this.over = node("div", {
      class: "ov-over",
      tabindex: 0,
      role: "application",
      "aria-label": "Guess the next step: the arrow keys move the cross, with Shift further; Enter guesses",
      onkeydown: (event) => this.key(event),
    });
  }

  /** @returns {Layer[]} */
  get layers() {
    const { guessed, aimed, ghost: { view: { player } }, plane } = this;
    if (aimed) return [markAt(aimed, { mark: "cross", size: 1.2 })];
    if (!guessed || player.time < guessed.step || player.step > guessed.step + 1) return [];
    const look = pathOf(plane)?.look ?? "ink";
    const pale = { ...markAt(guessed.landing, { mark: "dot", size: 2.2 }), look, lit: PALE };
    const cross = markAt(guessed.guess, { mark: "cross", size: 1.2 });
    return [pale, lineAlong([guessed.guess, guessed.landing], 0.8), cross].map((layer) => /** @type {Layer} */ (layer));
  }

  grips() {
    return false; // a finger taps: it may be about to scroll the page
  }

  /** @param {Point} place */
  down(place) {
    this.aimed = null;
    this.ghost.guess(this, place);
  }

  move() {}

  up() {}

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { aimed, plane, ghost: { view: { player } } } = this;
    if (event.key === "Enter" && aimed) this.down(aimed);
    else {
      const next = placeByKey(event, aimed ?? placeAt(pathOf(plane), player.step), plane.view);
      if (!next) return;
      this.aimed = next;
      plane.move();
    }
    event.preventDefault();
  }
}

export class Ghost {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.on = false;
    this.guesses = 0;
    this.hits = 0;
    this.sliding = false;
    /** @type {WeakMap<Plane, Aim>} */
    this.aims = new WeakMap();
    this.button = iconButton("ghost", "Guess the next step", () => this.toggle(), "Guess the next step (G)");
    this.said = node("div", { class: "ov-ghost", role: "status" });
  }

  /** The planes on which a path goes on. */
  get planes() {
    return this.view.panels.byKey().map(([, panel]) => panel).filter(isPlane).filter((plane) => pathOf(plane));
  }

  get possible() {
    return !this.view.player.held && this.planes.length > 0;
  }

  toggle(on = !this.on) {
    const { view } = this;
    Object.assign(this, { on, guesses: 0, hits: 0 });
    for (const plane of this.planes) this.aims.delete(plane);
    // Where all is shown there is nothing to guess.
    if (on && view.player.all) view.transport.setAll(false);
    view.player.pause();
    view.transport.move();
    this.tell(on ? "Where will the next step land? Click there." : "");
  }

  // The picture, or the playhead, is another one.
  sync() {
    const { on, button, view: { player }, planes } = this;
    button.hidden = !this.possible;
    button.setAttribute("aria-pressed", String(on));
    const guessing = on && this.possible && !player.playing;
    for (const plane of planes) {
      const open = guessing && (this.sliding || placeAt(pathOf(plane), player.step + 1) !== null);
      const aim = this.aims.get(plane);
      if (open || (guessing && aim?.guessed)) plane.take(this.aimAt(plane));
      else if (plane.taker instanceof Aim) plane.take(null);
    }
    const [first] = planes;
    if (!guessing) this.said.remove();
    else if (!this.said.isConnected) first.slot.append(this.said);
  }

  /** @param {Plane} plane */
  aimAt(plane) {
    const aim = this.aims.get(plane) ?? new Aim(this, plane);
    this.aims.set(plane, aim);
    return aim;
  }

  /** @type {(aim: Aim, guess: Point) => void} */
  guess(aim, guess) {
    const { view: { player } } = this;
    const { plane } = aim;
    const path = pathOf(plane);
    const [from, landing] = [placeAt(path, player.step), placeAt(path, player.step + 1)];
    if (!from || !landing || this.sliding) return;
    const { off, share } = missed(guess, landing, from, !plane.spec.equal && !path.value);
    this.guesses += 1;
    if (share <= NEAR) this.hits += 1;
    aim.guessed = { step: player.step, guess, landing };
    plane.slot.append(this.said);
    const how = Number.isFinite(share) ? shareText(share) : "the run stays where it is";
    const tally = t("{hits} of {guesses} within a quarter of the step.", { hits: this.hits, guesses: this.guesses });
    this.tell(
      share < 0.02
        ? `${t("On the spot.")} ${tally}`
        : `${t("{distance} away: {how}.", { distance: digits(off, 2), how })} ${tally}`,
    );
    this.slide(player.step);
  }

  /** @param {string} text */
  tell(text) {
    this.said.textContent = text;
  }

  /**
   * The run makes the step that was guessed; whoever moves the playhead meanwhile goes on from there.
   * @param {number} from
   */
  slide(from) {
    const { player } = this.view;
    if (reducedMotion()) return player.seek(from + 1);
    const start = performance.now();
    let shown = from;
    this.sliding = true;
    const go = () => {
      const share = Math.min((performance.now() - start) / SLIDE, 1);
      const mine = !player.playing && player.time === shown;
      if (!mine || share === 1) this.sliding = false;
      if (!mine) return;
      shown = from + share;
      player.seek(shown);
      if (share < 1) requestAnimationFrame(go);
    };
    requestAnimationFrame(go);
  }
}
