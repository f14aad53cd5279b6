// The map of a tour: its parts and stops in their order, with the minutes planned for them.

import { textButton } from "./icons.js";
import { node } from "./text.js";
import { planOf } from "./tours.js";

/** @import { TourSaid } from "./types.js" */

export class TourMap {
  /** @param {(place: number) => void} go */
  constructor(go) {
    this.go = go;
    this.title = node("h3");
    this.about = node("p");
    this.list = node("ol", { class: "ov-tour-stops" });
    this.root = node(
      "dialog",
      { class: "ov-sheet ov-tour-map", "aria-label": "Stops of the tour" },
      this.title,
      this.about,
      this.list,
      textButton("Close", () => this.root.close()),
    );
  }

  get open() {
    return this.root.open;
  }

  /** @type {(tour: TourSaid, place: number) => void} */
  show({ title, about, stops }, place) {
    this.title.textContent = title;
    this.about.textContent = about;
    const items = stops.flatMap((stop, at) => {
      const button = textButton(stop.title, () => this.choose(at), stop.words);
      if (at === place) button.setAttribute("aria-current", "step");
      const time = stop.minutes ? node("span", { class: "ov-tour-time", text: planOf(stops, at) }) : null;
      const item = node("li", { value: at + 1 }, button, " ", time);
      return stop.part ? [node("li", { class: "ov-tour-part", text: stop.part }), item] : [item];
    });
    this.list.replaceChildren(...items);
    this.root.showModal();
    this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  /** @param {number} place */
  choose(place) {
    this.root.close();
    this.go(place);
  }
}
