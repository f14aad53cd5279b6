// A drag without a wait: as soon as a hand takes a slider of a run, that run at all of the slider's positions is asked
// for, and while the hand moves its paths are drawn from there. All else is told by the pictures, which are asked for as
// ever; the path too is a picture's again once there is one of what the hand has set.

import { fanUrl } from "./address.js";
import { fanTrack, fits, positionOf, readFan } from "./fan.js";
import { readMessage } from "./message.js";
import { fromRoute } from "./route.js";

/** @import { BoardContext, PathLayer } from "./board_types.js" */
/** @import { Fan } from "./fan.js" */
/** @import { Range } from "./knobs.js" */
/** @import { Projection, Track } from "./types.js" */
/** @typedef {{ take(): void, turn(value: number, change: (value: number) => void): void }} FanHandle */

const CALM = 250; // milliseconds without a drawing from a fan, after which the hand rests

export class FanDrag {
  /** @param {BoardContext} view */
  constructor(view) {
    this.view = view;
    /** The slider that was taken last, and what it is now. */
    this.control = "";
    /** @type {Range | null} */
    this.knob = null;
    this.value = NaN;
    /** @type {Fan | null} */
    this.fan = null;
    this.aborter = new AbortController();
    this.turning = false;
    /** @type {Map<string, Track>} */
    this.tracks = new Map();
    this.tracksKey = "";
    this.frame = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.calming = undefined;
  }

  /**
   * What a slider tells of itself.
   * @type {(control: string, knob: Range) => FanHandle}
   */
  handle(control, knob) {
    return {
      take: () => this.take(control, knob),
      turn: (value, change) => this.turn(control, knob, value, change),
    };
  }

  /** @type {(control: string, knob: Range) => void} */
  take(control, knob) {
    const { view } = this;
    if (this.control === control || view.shownView.question || !view.source.byRoute) return;
    this.drop();
    Object.assign(this, { control, knob });
    this.aborter = new AbortController();
    this.bring(fanUrl(view.page, view.address, control), this.aborter.signal);
  }

  /**
   * A fan is a help: where it does not come the drag goes on without.
   * @type {(url: string, signal: AbortSignal) => Promise<void>}
   */
  async bring(url, signal) {
    try {
      for await (const frame of fromRoute(url, signal)) {
        const { header, body } = readMessage(frame);
        if (signal.aborted || header.kind !== "fan") return;
        this.fan = readFan(header, body);
        this.drawSoon();
      }
    } catch {
      // there is none
    }
  }

  /** @type {(control: string, knob: Range, value: number, change: (value: number) => void) => void} */
  turn(control, knob, value, change) {
    this.take(control, knob);
    this.value = value;
    this.turning = true;
    try {
      change(value);
    } finally {
      this.turning = false;
    }
    this.drawSoon();
  }

  // Something is asked for: by the slider that was taken, or else the fan is no more that of what is shown.
  asked() {
    if (!this.turning) this.drop();
  }

  drop() {
    this.aborter.abort();
    this.control = "";
    this.fan = null;
    this.tracks.clear();
  }

  /** Is what the hand has set still to be answered, and known from a fan? */
  get helps() {
    return this.fan !== null && this.view.pending !== null;
  }

  /** Has a path just been drawn from a fan? What else tells of its run would blink. */
  get moving() {
    return this.calming !== undefined;
  }

  /**
   * A path at what the hand has set; null if the fan does not tell.
   * @type {(path: PathLayer, view: Projection) => Track | null}
   */
  trackOf({ fan: name }, view) {
    const { fan, knob } = this;
    const run = fan && name ? fan.runs.indexOf(name) : -1;
    if (!fan || !knob || run < 0 || !this.helps || !fits(fan, view)) return null;
    const position = positionOf(fan, knob, this.value);
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
      if (this.helps) this.draw();
    });
  }

  draw() {
    clearTimeout(this.calming);
    this.calming = setTimeout(() => this.calm(), CALM);
    this.view.panels.pathsMoved();
  }

  calm() {
    if (this.helps) return this.draw(); // the hand rests, and its picture is late
    this.calming = undefined;
    this.view.panels.pathsMoved();
  }

  // The picture of what the hand has set is there.
  answered() {
    delete this.view.root.dataset.fan;
  }

  dispose() {
    this.drop();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.calming);
  }
}
