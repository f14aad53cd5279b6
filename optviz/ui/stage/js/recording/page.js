// The script of a page that is one file: its parts stand in it.

import { play } from "./play.js";

/** @type {import("./play.js").Parts} */
const parts = {};
for (const part of /** @type {NodeListOf<HTMLScriptElement>} */ (document.querySelectorAll("script[data-part]"))) {
  parts[part.dataset.part ?? ""] = part.textContent ?? "";
}
const stage = document.getElementById("stage");
if (stage) {
  play(stage, parts).catch((error) => {
    stage.textContent = `This browser could not show the recording: ${error.message}.`;
    throw error;
  });
}
