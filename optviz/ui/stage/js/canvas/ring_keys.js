// The ring on a plane by keyboard: the arrow keys set what a drag would, and say where it is.

import { setKnobs } from "./drag.js";
import { placeByKey } from "./take.js";
import { digits, node } from "../shared/text.js";
import { t } from "../shared/words.js";

/** @import { AxesContext, DragTarget } from "../shared/board_types.js" */
/** @import { Point } from "../shared/types.js" */
/** @typedef {AxesContext & { slot: HTMLElement }} Plane */

/** @type {(target: DragTarget | null) => string[]} the keys of the knobs that the arrows move */
const keysOf = (target) => (target && !target.points ? [target.at, target.x, target.y].filter(Boolean) : []);

export class RingKeys {
  /** @param {Plane} panel */
  constructor(panel) {
    this.panel = panel;
    this.said = node("span", { class: "ov-unseen", "aria-live": "polite" });
    this.over = node("div", {
      class: "ov-ring-keys",
      tabindex: 0,
      role: "application",
      hidden: true,
      onkeydown: (event) => this.key(event),
    });
    panel.slot.append(this.over, this.said);
  }

  // What can be moved may be another thing by now, or be someone else's for a while.
  sync() {
    const { over, panel: { spec: { drag, x, y }, taker, board: { values } } } = this;
    const keys = keysOf(drag).filter((key) => key in values);
    over.hidden = !keys.length || Boolean(taker);
    const names = drag?.at ? [x.label, y.label] : [drag?.x && x.label, drag?.y && y.label].filter(Boolean);
    const what = names.length > 1 ? t("{x} and {y}", { x: names[0], y: names[1] }) : names[0];
    const label = t("Move {what} on the picture: the arrow keys, with Shift further", { what });
    if (over.getAttribute("aria-label") !== label) over.setAttribute("aria-label", label);
  }

  /** @returns {Point | null} where the ring is; of what it does not set, the middle */
  get place() {
    const { panel: { spec: { drag }, board: { values }, view: { box, inverse } } } = this;
    if (!drag) return null;
    if (drag.at) return /** @type {Point} */ (values[drag.at]);
    const [x, y] = inverse(box.left + box.width / 2, box.top + box.height / 2);
    return [drag.x ? Number(values[drag.x]) : x, drag.y ? Number(values[drag.y]) : y];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { panel, place, panel: { spec: { drag }, view } } = this;
    if (!drag || !view || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = placeByKey(event, place, view);
    if (!next) return;
    event.preventDefault();
    setKnobs(panel, drag, view.point(...next));
    this.say(drag);
  }

  /** @param {DragTarget} target */
  say(target) {
    const { place, said, panel: { spec: { x, y } } } = this;
    const parts = [x, y].flatMap(({ label }, i) =>
      target.at || [target.x, target.y][i] ? [`${label} = ${digits(place?.[i])}`] : []
    );
    said.textContent = parts.join(", ");
  }
}
