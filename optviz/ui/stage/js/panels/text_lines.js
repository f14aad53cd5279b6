// Lines of words and mathematics, others at each step; the lit one is kept in sight.

import { loadMath } from "../shared/math.js";
import { node } from "../shared/text.js";
import { setMixed, setTitle, titled } from "./table.js";

export class LinesPanel {
  constructor(board) {
    this.board = board;
    Object.assign(this, titled("lines"));
    this.room.setAttribute("tabindex", "0");
    this.rows = [];
  }

  update(spec) {
    this.spec = spec;
    setTitle(this.title, spec.title);
    this.room.style.minHeight = spec.high ? `${spec.high}em` : "";
    this.move();
    // A formula has its height only when KaTeX and its letters are here.
    loadMath().then(() => document.fonts.ready).then(() => requestAnimationFrame(() => this.move()), () => {});
  }

  move() {
    const { frames, lit } = this.spec;
    const { step } = this.board.player;
    const texts = frames[Math.min(step, frames.length - 1)] || [];
    while (this.rows.length < texts.length) {
      this.rows.push(node("div", { class: "ov-line" }));
      this.room.append(this.rows.at(-1));
    }
    const now = lit.length ? lit[Math.min(step, lit.length - 1)] : -1;
    this.rows.forEach((row, i) => {
      row.hidden = i >= texts.length;
      if (!row.hidden) setMixed(row, texts[i]);
      row.classList.toggle("ov-lit", i === now);
    });
    if (now >= 0) this.keepInSight(this.rows[now]);
  }

  keepInSight(row) {
    const { room } = this;
    const top = row.offsetTop - room.offsetTop;
    if (top < room.scrollTop) room.scrollTop = top;
    else if (top + row.offsetHeight > room.scrollTop + room.clientHeight) {
      room.scrollTop = top + row.offsetHeight - room.clientHeight;
    }
  }
}
