// What a class is shown without a question: its title, and the way to its own page, where everything can be changed.

import { streamlitRoot } from "../shared/plotly.js";
import { node } from "../shared/text.js";

/** @import { View } from "../shared/view.js" */

const LESSON = "lesson";

/**
 * The address of a section or lesson on its own page: `momentum.map`, `lesson.cliff`.
 * @type {(ref: string) => string}
 */
export function pathOf(ref) {
  const [topic, where] = ref.split(".");
  return topic === LESSON ? `?lesson=${where}` : `${topic}?section=${where}`;
}

export class SceneTitle {
  constructor() {
    this.title = node("strong");
    /** @type {HTMLAnchorElement} */
    this.link = node("a", { target: "_blank", rel: "noopener", text: "Open it to change its settings" });
    this.root = node("p", { class: "ov-room-scene", hidden: true }, this.title, " ", this.link);
  }

  // A picture has come.
  /** @param {View} view */
  sync({ shownView: { shows, question, head } }) {
    const ref = question ? "" : shows.section ?? "";
    this.root.hidden = !ref;
    this.title.textContent = `${head.page}: ${head.section}`;
    this.link.href = streamlitRoot() + pathOf(ref);
  }
}
