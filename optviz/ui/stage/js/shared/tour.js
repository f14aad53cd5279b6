// A tour on a page: a slim bar with the stop, a few words and the time plan; back, next, a map of the stops.

import { iconButton, textButton } from "./icons.js";
import { crossOver, hrefOf, moveTo } from "./page_turn.js";
import { node, setText } from "./text.js";
import { TourMap } from "./tour_map.js";
import {
  keepPlace,
  loadTour,
  minutesOf,
  namedHere,
  planOf,
  stopOf,
  TourFault,
  tourOn,
  tourPairs,
  TOURS_PAGE,
  writePlace,
} from "./tours.js";
import { t } from "./words.js";

/** @import { TourSaid } from "./types.js" */
/** @import { View } from "./view.js" */

export class Tour {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {TourSaid | null} */
    this.tour = null;
    /** The stop, from 0. */
    this.place = 0;
    this.begun = false;
    this.loading = false;
    this.count = node("span", { class: "ov-tour-count" });
    this.title = node("strong", { class: "ov-tour-title" });
    this.words = node("span", { class: "ov-tour-words" });
    this.time = node("span", { class: "ov-tour-time" });
    this.notes = node("div", { class: "ov-tour-notes", role: "note", "aria-label": "Notes", hidden: true });
    this.back = textButton("‹ Back", () => this.turn(-1), "The stop before (Page ↑)");
    this.next = textButton("Next ›", () => this.turn(1), "The next stop (Page ↓)");
    this.next.classList.add("ov-tour-next");
    this.notesButton = textButton("Notes", () => this.toggleNotes(), "Notes for the lecturer (M)");
    this.map = new TourMap((place) => this.go(place));
    this.stops = textButton("Stops", () => this.tour && this.map.show(this.tour, this.place), "All stops of this tour");
    this.close = iconButton("remove", "End the tour", () => this.end());
    this.said = node("p", { class: "ov-tour-said", role: "status" }, this.count, " · ", this.title, " · ", this.words);
    this.root = node(
      "nav",
      { class: "ov-tour", "aria-label": "Tour", hidden: true },
      this.back,
      this.said,
      this.time,
      this.notesButton,
      this.stops,
      this.close,
      this.next,
      this.notes,
    );
  }

  // ---- where it begins --------------------------------------------------------------------------------

  // Once, as soon as the page's keys are known. A class has its own order; a page that a menu opened stays as it is.
  async begin() {
    const { view } = this;
    if (this.begun || view.arrangement.strip) return;
    this.begun = true;
    const named = namedHere();
    const asked = named ?? tourOn();
    if (!asked) return;
    const bare = named !== null && (view.addressBar.own === "" || asked.stop === null);
    this.loading = true;
    try {
      const tour = await loadTour(asked.name);
      if (view.addressBar.here) this.start(tour, asked.stop, bare);
    } catch (error) {
      this.fail(error instanceof TourFault ? error.sentences : [String(error)]);
    } finally {
      this.loading = false;
    }
  }

  /** @type {(tour: TourSaid, stop: string | null, bare: boolean) => void} bare: the address names no picture */
  start(tour, stop, bare) {
    const { stops } = tour;
    const place = stopOf(stop, stops);
    this.tour = tour;
    this.place = place ?? 0;
    if (place === null) {
      this.view.toast(t("This tour has {count} stops. It opens at the first.", { count: stops.length }));
    }
    const { page, query } = stops[this.place];
    const there = page === this.view.page && query === "";
    if ((bare || place === null) && !there) return this.go(this.place);
    writePlace(tour.name, this.place);
    this.view.addressBar.writeSoon();
    this.sync();
  }

  /** @param {string[]} sentences */
  fail(sentences) {
    if (!this.view.addressBar.here) return;
    const link = node("a", {
      href: hrefOf([TOURS_PAGE, ""]),
      text: "All tours",
      onclick: (event) => {
        event.preventDefault();
        this.end();
        moveTo(TOURS_PAGE, "");
      },
    });
    this.said.replaceChildren(...sentences.flatMap((text) => [text, " "]), link);
    for (const part of [this.back, this.next, this.notesButton, this.stops]) part.hidden = true;
    this.root.hidden = false;
    this.stand();
  }

  // ---- from stop to stop ------------------------------------------------------------------------------

  /** @type {(by: 1 | -1) => boolean} to the stop after or before; false if no tour is on */
  turn(by) {
    const { tour } = this;
    if (!tour) return this.loading;
    if (this.place + by in tour.stops) this.go(this.place + by);
    else this.view.toast(by > 0 ? "This was the last stop of the tour." : "This is the first stop of the tour.");
    return true;
  }

  /** @param {number} place */
  go(place) {
    const { view, tour } = this;
    if (!tour) return;
    const { page, query, title } = tour.stops[place];
    if (page !== view.page) {
      keepPlace(tour.name, place);
      const time = new URLSearchParams(query).get("t");
      const pairs = [query, tourPairs(tour.name, place)].filter(Boolean).join("&");
      return crossOver(view, { page, title, query: pairs, time: time === null ? null : Number(time) });
    }
    this.place = place;
    writePlace(tour.name, place);
    view.open(`?${query}`);
    this.sync();
  }

  end() {
    const { name } = this.tour ?? { name: "" };
    writePlace(name, null);
    this.tour = null;
    this.root.hidden = true;
    this.view.refresh();
  }

  // ---- what is seen -----------------------------------------------------------------------------------

  get hasNotes() {
    return Boolean(this.tour?.stops[this.place].notes);
  }

  toggleNotes() {
    this.notes.hidden = !this.notes.hidden;
    this.notesButton.setAttribute("aria-pressed", String(!this.notes.hidden));
  }

  // In presenter mode with the head line, which stays in sight.
  stand() {
    const { presenter, root } = this.view;
    const home = presenter.on ? presenter.headline.root : root;
    if (this.root.parentElement !== home) home.prepend(this.root);
    if (!this.map.root.isConnected) root.append(this.map.root);
  }

  sync() {
    this.stand();
    if (this.view.script.message) this.begin();
    this.hideControls();
    if (!this.tour) return;
    const { tour: { stops, title }, place } = this;
    const stop = stops[place];
    this.root.hidden = false;
    this.root.setAttribute("aria-label", t("Tour: {title}", { title }));
    setText(this.count, t("{place} of {stops}", { place: place + 1, stops: stops.length }));
    setText(this.title, stop.title);
    setText(this.words, stop.words);
    const plan = planOf(stops, place);
    setText(this.time, plan && t("{plan} of {minutes}", { plan, minutes: minutesOf(stops) }));
    this.time.hidden = !plan;
    this.back.disabled = place === 0;
    this.next.disabled = place === stops.length - 1;
    this.notesButton.hidden = !stop.notes;
    const notes = stop.notes.split("\n\n").filter(Boolean).map((text) => node("p", { text }));
    if (this.notes.textContent !== notes.map((each) => each.textContent).join("")) this.notes.replaceChildren(...notes);
  }

  hideControls() {
    const { tour, place, view: { page, shownView, controls } } = this;
    const stop = tour?.stops[place];
    const shows = /** @type {Record<string, string | undefined>} */ (shownView?.shows ?? {});
    const here = stop?.page === page && Object.entries(stop.shows).every(([key, text]) => shows[key] === text);
    for (const spec of controls.specs) {
      controls.of(spec).root?.classList.toggle("ov-tour-hides", here && stop.hide.includes(spec.key));
    }
  }
}
