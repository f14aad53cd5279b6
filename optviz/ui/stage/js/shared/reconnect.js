// A server that was started anew has never run the script for this page, and Streamlit runs it only when something is
// pressed: that press would open the session, have no value before it, and be lost. So the script runs at once, and
// what is pressed before it has come to rest is pressed then.

const PATIENCE = 30_000;
/** Milliseconds without a run after which no other follows: a cold server runs the script twice. */
const REST = 400;
/** Of what a press is made; Streamlit's buttons act on some of them, its pills on others. */
const PRESS = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click"];

/** @type {HTMLElement | null} what was pressed last while the script was not awake */
let pressed = null;

/** @param {Event} event */
function hold(event) {
  if (!(event.target instanceof HTMLElement) || event.target.closest("[data-stage]")) return;
  event.stopImmediatePropagation();
  if (event.type !== "click") return;
  event.preventDefault();
  pressed = event.target;
}

function letGo() {
  for (const part of PRESS) removeEventListener(part, hold, true);
  pressed?.click();
  pressed = null;
}

/** @param {() => void} wake runs the script; called whenever the page was cut off and is connected again */
export function onReconnect(wake) {
  const app = document.querySelector(".stApp");
  if (!(app instanceof HTMLElement)) return;
  let connected = true, ran = false;
  /** @type {ReturnType<typeof setTimeout>[]} */
  let waiting = [];
  const awake = () => {
    waiting.forEach(clearTimeout);
    waiting = [];
    letGo();
  };
  new MutationObserver(() => {
    const { testConnectionState, testScriptState } = app.dataset;
    const now = testConnectionState === "CONNECTED";
    if (now && !connected) {
      for (const part of PRESS) addEventListener(part, hold, true);
      waiting = [setTimeout(awake, PATIENCE)];
      ran = false;
      wake();
    } else if (waiting.length) {
      waiting.splice(1).forEach(clearTimeout);
      ran ||= testScriptState === "running";
      if (ran && testScriptState === "notRunning") waiting.push(setTimeout(awake, REST));
    }
    connected = now;
  }).observe(app, { attributeFilter: ["data-test-connection-state", "data-test-script-state"] });
}
