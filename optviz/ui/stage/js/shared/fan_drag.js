// A drag without a wait: as soon as a hand takes a slider of a run, that run at all of the slider's positions is asked
// for, and while the hand moves the path is drawn from there. All else is told by the pictures, which are asked for as
// ever, and the path too once there is one of what the hand has set.

import { fanUrl } from "./address.js";
import { fanTrack, fits, positionOf, readFan } from "./fan.js";
import { shareOf } from "./knobs.js";
import { readMessage } from "./message.js";
import { fromRoute } from "./route.js";

/** @import { BoardContext } from "./board_types.js" */
/** @import { PathLayer } from "./layer_types.js" */
/** @import { Fan } from "./fan.js" */
/** @import { Range } from "./knobs.js" */
/** @import { Projection, Track } from "./types.js" */
/**
 * `take`: a hand is on the slider; `turn`: it has turned it from a value to another.
 * @typedef {{ take(value: number): void,
 *   turn(before: number, value: number, change: (value: number) => void): void }} FanHandle
 */
/** @typedef {{ control: string, knob: Range, aborter: AbortController, fan: Fan | null }} Taken  the slider in hand */

const REST = 50; // milliseconds in which a hand that moves is expected to move on
const SPACE = 200; // between two pictures, while it does
const CALM = 250; // milliseconds without a drawing from a fan, after which the hand rests

export class FanDrag {
  /** @param {BoardContext} view */
  constructor(view) {
    this.view = view;
    /** @type {Taken | null} */
    this.taken = null;
    /** What the slider is now, and what it was for the picture that is shown. */
    this.value = NaN;
    this.shown = NaN;
    /** @type {number | undefined} what is asked for while the slider turns */
    this.turned = undefined;
    /** @type {Map<string, Track>} */
    this.tracks = new Map();
    this.tracksKey = "";
    this.frame = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.calming = undefined;
    /** When a picture was asked for, and the next one that is to be. */
    this.askedAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asking = undefined;
  }

  /**
   * What a slider tells of itself.
   * @type {(control: string, knob: Range) => FanHandle}
   */
  handle(control, knob) {
    return {
      take: (value) => this.take(control, knob, value),
      turn: (before, value, change) => {
        this.take(control, knob, before);
        this.turn(value, change);
      },
    };
  }

  /** @type {(control: string, knob: Range, value: number) => void} */
  take(control, knob, value) {
    const { view } = this;
    if (this.taken?.control === control || view.shownView.question || !view.source.byRoute) return;
    this.drop();
    this.shown = value;
    this.taken = { control, knob, aborter: new AbortController(), fan: null };
    this.bring(this.taken);
  }

  /**
   * A fan is a help: where it does not come the drag goes on without.
   * @param {Taken} taken
   */
  async bring(taken) {
    const { view: { page, address } } = this;
    const { control, aborter: { signal } } = taken;
    try {
      for await (const frame of fromRoute(fanUrl(page, address, control), signal)) {
        const { header, body } = readMessage(frame);
        if (signal.aborted || header.kind !== "fan") return;
        taken.fan = readFan(header, body);
        this.drawSoon();
      }
    } catch {
      // there is none
    }
  }

  /** @type {(value: number, change: (value: number) => void) => void} */
  turn(value, change) {
    this.value = this.turned = value;
    try {
      change(value);
    } finally {
      this.turned = undefined;
    }
    this.drawSoon();
  }

  /**
   * A picture is to be asked for: by the slider in hand, or else the fan is no more that of what is shown. While a fan
   * draws the paths, each picture costs them a frame or two: then it waits until the hand rests, but not for long.
   * @param {() => void} ask
   */
  asked(ask) {
    clearTimeout(this.asking);
    if (this.turned === undefined) this.drop();
    const now = performance.now();
    const rest = this.help ? Math.min(REST, this.askedAt + SPACE - now) : 0;
    const send = () => {
      this.askedAt = performance.now();
      ask();
    };
    if (rest > 0) this.asking = setTimeout(send, rest);
    else send();
  }

  drop() {
    this.taken?.aborter.abort();
    this.taken = null;
    this.tracks.clear();
  }

  /**
   * A picture is there.
   * @type {(turned: number | undefined, newest: boolean) => void}
   */
  answered(turned, newest) {
    if (turned !== undefined) this.shown = turned;
    if (newest) delete this.view.root.dataset.fan;
  }

  /**
   * The fan and its position from which a path is drawn now; null if there is a picture of what the hand has set, or
   * one that comes nearer to it.
   * @returns {{ fan: Fan, position: number } | null}
   */
  get help() {
    const { fan, knob } = this.taken ?? {};
    if (!fan || !knob || this.view.pending === null) return null;
    const position = positionOf(fan, knob, this.value);
    /** @param {number} value */
    const away = (value) => Math.abs(shareOf(value, knob) - shareOf(this.value, knob));
    return away(fan.values[position]) < away(this.shown) ? { fan, position } : null;
  }

  /** Is there a path that has just been drawn from a fan? What else tells of its run would blink. */
  get moving() {
    return this.calming !== undefined;
  }

  /**
   * Is it this one?
   * @param {PathLayer} path
   */
  isMoving({ fan }) {
    return this.moving && Boolean(fan && this.taken?.fan?.runs.includes(fan));
  }

  /**
   * A path at what the hand has set; null if the fan does not tell.
   * @type {(path: PathLayer, view: Projection) => Track | null}
   */
  trackOf({ fan: name }, view) {
    const { fan, position = 0 } = (name && this.help) || {};
    const run = fan ? fan.runs.indexOf(name) : -1;
    if (!fan || run < 0 || !fits(fan, view)) return null;
    const key = [position, view.key].join();
    if (this.tracksKey !== key) this.tracks.clear();
    this.tracksKey = key;
    const track = this.tracks.get(name) ?? fanTrack(fan, run, position, view);
    this.tracks.set(name, track);
    this.view.root.dataset.fan = String(fan.values[position]);
    return track;
  }

  drawSoon() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (this.help) this.draw();
    });
  }

  draw() {
    clearTimeout(this.calming);
    this.calming = setTimeout(() => this.calm(), CALM);
    this.view.panels.pathsMoved();
  }

  calm() {
    if (this.help) return this.draw(); // the hand rests, and its picture is late
    this.calming = undefined;
    this.view.panels.pathsMoved();
  }

  dispose() {
    this.drop();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.calming);
    clearTimeout(this.asking);
  }
}
