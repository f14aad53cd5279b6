// The screen stays awake while a run plays. Where the browser has no such lock, or refuses it, nothing is said; in
// another page's frame it would be refused aloud, and is not asked for.

export class WakeLock {
  constructor() {
    this.wanted = false;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.asking = false;
    this.follow = () => this.keep();
    document.addEventListener("visibilitychange", this.follow);
  }

  /** @param {boolean} wanted */
  want(wanted) {
    this.wanted = wanted;
    this.keep();
  }

  // The browser lets go of it in a page that is hidden: who comes back asks again.
  async keep() {
    const due = this.wanted && document.visibilityState === "visible" && window.self === window.top;
    if (!due) this.release();
    else if (!this.asking && (!this.lock || this.lock.released)) {
      this.asking = true;
      this.lock = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
      this.asking = false;
      if (!this.wanted) this.release(); // it was stopped meanwhile
    }
  }

  release() {
    this.lock?.release().catch(() => {});
    this.lock = null;
  }

  dispose() {
    document.removeEventListener("visibilitychange", this.follow);
    this.want(false);
  }
}
