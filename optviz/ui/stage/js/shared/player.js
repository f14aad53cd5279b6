// The playhead: one clock for the stage and the charts. It sends nothing to the server.

import { between, reducedMotion } from "./text.js";

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];
const SECONDS_FOR_ALL = 6;
const SLOWEST_STEPS = 4;

export class Player {
  /**
   * @param {() => void} onMove called when the playhead has moved
   * @param {() => void} onState called when it starts to play or stops
   */
  constructor(onMove, onState) {
    this.time = 0;
    this.last = 0;
    this.playing = false;
    this.loop = false;
    this.speed = 1;
    this.fixed = 0;
    /** Is what lies beyond the playhead shown too? */
    this.all = false;
    /** Do more steps come, from a computation that is still running? */
    this.growing = false;
    /** Does it stand still until a question is answered? */
    this.held = false;
    /** @type {number | null} where it was sent to while it was held; null where it is to play as soon as it may */
    this.later = null;
    this.endsAgain = false;
    this.frame = 0;
    this.owed = 0;
    /** @type {number | null} */
    this.before = null;
    this.onMove = onMove;
    this.onState = onState;
    this.tick = this.tick.bind(this);
  }

  // What is kept of it while its view is away.
  get saved() {
    const { time, speed, loop, playing, all } = this;
    return { time, speed, loop, playing, all };
  }

  get step() {
    return Math.floor(this.time + 1e-9);
  }

  get atEnd() {
    return this.time >= this.last;
  }

  // Up to which step all may be seen: nothing is told before it is played, unless all of it was asked for.
  get horizon() {
    return this.all ? this.last : this.step;
  }

  get toldAll() {
    return this.horizon >= this.last;
  }

  // Steps a second at the chosen speed: as a board wants it (`fixed`), else the whole race in six seconds,
  // short races slower.
  get pace() {
    return this.speed * (this.fixed || Math.max(this.last / SECONDS_FOR_ALL, SLOWEST_STEPS));
  }

  /**
   * Sets how many steps there are; who stood at the end still does. Where there is no step, the start is no end.
   * @param {number} last
   */
  setLast(last) {
    const follow = (this.last ? this.atEnd : this.endsAgain) && !this.playing;
    this.last = last;
    this.endsAgain = follow;
    this.time = follow ? last : Math.min(this.time, last);
  }

  /** @param {number} time */
  seek(time) {
    this.time = between(time, 0, this.last);
    this.onMove();
  }

  /** @param {number} steps */
  nudge(steps) {
    if (this.held) {
      this.later = Math.max(Math.min(this.later ?? this.step, this.last) + steps, 0);
      return;
    }
    this.pause();
    this.seek(this.step + steps);
  }

  play() {
    if (this.playing || this.held || !(this.last || this.growing)) return;
    if (this.atEnd && !this.growing) this.time = 0;
    this.playing = true;
    this.before = null;
    this.onState();
    this.frame = requestAnimationFrame(this.tick);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.onState();
    this.onMove();
  }

  toggle() {
    this.later = null;
    if (this.playing) this.pause();
    else this.play();
  }

  /** @param {number} now in milliseconds */
  tick(now) {
    if (!this.playing) return;
    const elapsed = this.before == null ? 0 : Math.min(now - this.before, 250) / 1000;
    this.before = now;
    this.advance(elapsed);
    if (this.playing) this.frame = requestAnimationFrame(this.tick);
  }

  /** @param {number} seconds */
  advance(seconds) {
    let time = this.time + seconds * this.pace;
    if (reducedMotion()) time = this.jump(seconds);
    if (time < this.last) return this.seek(time);
    if (this.growing) return this.seek(this.last);
    if (this.loop) return this.seek(0);
    this.time = this.last;
    return this.pause();
  }

  /**
   * Where the playhead is after so many seconds of reduced motion: the same pace, but in ten still pictures.
   * @param {number} seconds
   */
  jump(seconds) {
    this.owed += seconds * this.pace;
    const stride = Math.max(1, Math.ceil(this.last / 10));
    if (this.owed < stride) return this.time;
    this.owed = 0;
    return Math.min(this.time + stride, this.last);
  }
}
