// A clock that counts down, for work away from the screen; what it shows is in no link.

import { textButton } from "../shared/icons.js";
import { node } from "../shared/text.js";
import { TitledPanel } from "./titled.js";

/** @import { BoardContext, TimerSpec } from "../shared/board_types.js" */

const EVERY = 250;

/**
 * Milliseconds as minutes and seconds; a second that has begun counts as a whole one.
 * @param {number} left
 */
export function clockText(left) {
  const seconds = Math.ceil(Math.max(left, 0) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Time left, which runs or stands: `now` are milliseconds of any clock that goes on evenly. */
export class Countdown {
  /** @param {number} whole milliseconds */
  constructor(whole) {
    this.whole = whole;
    this.rest = whole;
    /** @type {number | null} */
    this.end = null;
  }

  /** @param {number} now */
  left(now) {
    return this.end === null ? this.rest : Math.max(this.end - now, 0);
  }

  /** @param {number} now */
  toggle(now) {
    if (this.end === null) this.end = now + (this.rest || this.whole);
    else {
      this.rest = this.left(now);
      this.end = null;
    }
  }

  reset() {
    this.rest = this.whole;
    this.end = null;
  }

  get running() {
    return this.end !== null;
  }
}

/** @extends {TitledPanel<TimerSpec>} */
export class TimerPanel extends TitledPanel {
  static kind = "timer";

  /** @param {BoardContext} board */
  constructor(board) {
    super(board, "timer");
    this.clock = new Countdown(0);
    this.left = node("span", { class: "ov-timer-left", role: "timer", "aria-label": "time left" });
    this.go = textButton("Start", () => this.toggle());
    const reset = textButton("Reset", () => this.reset(), "Back to the whole time");
    reset.setAttribute("aria-label", "Reset timer");
    this.slot.append(this.left, this.go, reset);
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.ticks = undefined;
  }

  /** @override @param {TimerSpec} spec */
  update(spec) {
    super.update(spec);
    const whole = spec.minutes * 60_000;
    if (this.clock.whole === whole) return;
    this.clock = new Countdown(whole);
    this.show();
  }

  toggle() {
    this.clock.toggle(performance.now());
    this.show();
  }

  reset() {
    this.clock.reset();
    this.show();
  }

  tick() {
    if (this.clock.left(performance.now()) === 0) {
      this.clock.toggle(performance.now());
      this.board.toast("Time is up.");
    }
    this.show();
  }

  show() {
    const { clock } = this;
    const left = clock.left(performance.now());
    this.left.textContent = clockText(left);
    this.go.textContent = clock.running ? "Stop" : "Start";
    this.slot.classList.toggle("ov-up", left === 0);
    clearInterval(this.ticks);
    if (clock.running) this.ticks = setInterval(() => this.tick(), EVERY);
  }

  move() {}

  dispose() {
    clearInterval(this.ticks);
  }
}
