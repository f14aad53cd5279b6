// All items in order: moved by buttons, or dragged. The order in which they come is no answer until someone says so.

import { textButton } from "../shared/icons.js";
import { penOf } from "../shared/pens.js";
import { node } from "../shared/text.js";
import { swatch } from "../shared/theme.js";
import { t } from "../shared/words.js";

/** @import { AnswerContext, RankingForm } from "../shared/board_types.js" */

export class RankingAnswer {
  static kind = "ranking";

  /**
   * @param {RankingForm} form
   * @param {AnswerContext} context
   */
  constructor(form, { view, changed }) {
    this.form = form;
    this.changed = changed;
    this.touched = false;
    this.order = form.items.map((_, place) => place);
    this.rows = form.items.map(([text, look], place) => {
      const mark = look ? swatch(penOf(look, view), view.theme) : null;
      return this.row(place, text, mark);
    });
    this.list = node("ol", {}, ...this.rows);
    this.keep = textButton("This order", () => this.touch(), "The order in which they stand is my answer");
    this.said = node("span", { class: "ov-unseen", "aria-live": "polite" });
    this.root = node(
      "div",
      { class: "ov-answer ov-ranking", role: "group", "aria-label": t("In order, from {first} to {last}", form) },
      node("span", { class: "ov-answer-end", text: form.first }),
      this.list,
      node("span", { class: "ov-answer-end", text: form.last }),
      this.keep,
      this.said,
    );
    this.sync();
  }

  /** @type {(place: number, text: string, mark: HTMLElement | null) => HTMLLIElement} */
  row(place, text, mark) {
    /** @type {(by: -1 | 1, sign: string, word: string) => HTMLButtonElement} */
    const button = (by, sign, word) =>
      node("button", {
        type: "button",
        text: sign,
        "aria-label": t(word === "up" ? "Move {text} up" : "Move {text} down", { text }),
        onclick: () => this.moveTo(place, this.order.indexOf(place) + by),
      });
    const grip = node("span", { class: "ov-grip", "aria-hidden": "true", text: "⠿" });
    const row = node(
      "li",
      { onpointerdown: (/** @type {PointerEvent} */ event) => this.grab(event, place) },
      grip,
      mark,
      node("span", { class: "ov-rank-name", text }),
      button(-1, "▲", "up"),
      button(1, "▼", "down"),
    );
    return row;
  }

  get value() {
    return this.touched ? this.order.join() : null;
  }

  /** @param {string} text */
  show(text) {
    this.order = text.split(",").map(Number);
    this.touched = true;
    this.arrange();
  }

  touch() {
    this.touched = true;
    this.sync();
    this.changed();
  }

  /**
   * Those that it passes make room, so the one that is moved keeps focus and pointer.
   * @type {(place: number, to: number) => void}
   */
  moveTo(place, to) {
    const { order, rows, form } = this;
    if (to < 0 || to >= order.length) return;
    const from = order.indexOf(place);
    order.splice(from, 1);
    order.splice(to, 0, place);
    this.arrange(rows[place]);
    this.said.textContent = t("{text}: {to} of {of}", { text: form.items[place][0], to: to + 1, of: order.length });
    this.touch();
  }

  /** @param {HTMLElement} [kept] a row that is not taken out of the list */
  arrange(kept) {
    const rows = this.order.map((place) => this.rows[place]);
    const at = kept ? rows.indexOf(/** @type {HTMLLIElement} */ (kept)) : rows.length;
    for (const row of rows.slice(0, at)) this.list.insertBefore(row, kept ?? null);
    for (const row of rows.slice(at + 1)) this.list.append(row);
    this.sync();
  }

  sync() {
    const last = this.order.length - 1;
    this.order.forEach((place, at) => {
      const [up, down] = this.rows[place].querySelectorAll("button");
      // One that loses its use keeps the focus: it is not disabled.
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === last));
    });
    this.keep.hidden = this.touched;
  }

  /**
   * The row follows the pointer: it takes the place of the row over which that is. A finger takes it by its handle;
   * anywhere else it scrolls the page.
   * @type {(event: PointerEvent, place: number) => void}
   */
  grab(event, place) {
    const { target, pointerId, pointerType, button } = event;
    if (button || !(target instanceof Element) || target.closest("button")) return;
    if (pointerType !== "mouse" && !target.closest(".ov-grip")) return;
    event.preventDefault();
    const row = this.rows[place];
    row.setPointerCapture(pointerId);
    row.classList.add("ov-held");
    const follow = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const over = this.order.findIndex((other) => within(this.rows[other].getBoundingClientRect(), clientX, clientY));
      if (over >= 0 && this.order[over] !== place) this.moveTo(place, over);
    };
    const end = () => {
      row.classList.remove("ov-held");
      row.removeEventListener("pointermove", follow);
    };
    row.addEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      row.addEventListener(name, end, { once: true });
    }
  }
}

/** @type {(box: DOMRect, x: number, y: number) => boolean} */
const within = ({ left, right, top, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom;
