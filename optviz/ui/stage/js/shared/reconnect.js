// A server that was started anew has never run the script for this page, and Streamlit runs it only when something is
// pressed: that press would open the session, have no value before it, and be lost. So the script runs at once, and
// what is pressed before it has come to rest is pressed then.

const PATIENCE = 30_000;
/** Milliseconds without a run after which no other follows: a cold server runs the script twice. */
const REST = 400;
/** Of what a press is made; Streamlit's buttons act on some of them, its pills on others. */
const PRESS = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click"];

class Waking {
  constructor() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined;
    this.over = false;
    this.ran = false;
    /** @type {HTMLElement | null} what was pressed last meanwhile */
    this.pressed = null;
    this.hold = this.hold.bind(this);
    for (const part of PRESS) addEventListener(part, this.hold, { capture: true });
    this.patience = setTimeout(() => this.end(), PATIENCE);
  }

  /** @param {Event} event */
  hold(event) {
    const button = event.target instanceof Element ? event.target.closest("button, label, [role=radio]") : null;
    if (!(button instanceof HTMLElement) || button.closest("[data-stage]")) return;
    event.stopImmediatePropagation();
    if (event.type !== "click") return;
    event.preventDefault();
    this.pressed = button;
  }

  /** @param {boolean} running */
  follow(running) {
    if (this.over) return;
    clearTimeout(this.rest);
    this.ran ||= running;
    if (this.ran && !running) this.rest = setTimeout(() => this.end(), REST);
  }

  stop() {
    this.over = true;
    clearTimeout(this.patience);
    clearTimeout(this.rest);
    for (const part of PRESS) removeEventListener(part, this.hold, { capture: true });
  }

  end() {
    this.stop();
    this.pressed?.click();
    this.pressed = null;
  }
}

/** @param {() => void} wake runs the script; called whenever the page was cut off and is connected again */
export function onReconnect(wake) {
  const app = document.querySelector(".stApp");
  if (!(app instanceof HTMLElement)) return;
  let connected = true;
  /** @type {Waking | null} */
  let waking = null;
  new MutationObserver(() => {
    const { testConnectionState, testScriptState } = app.dataset;
    const now = testConnectionState === "CONNECTED";
    if (!now) waking?.stop();
    else if (!connected) {
      waking = new Waking();
      wake();
    } else waking?.follow(testScriptState === "running");
    connected = now;
  }).observe(app, { attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
}
