// Parts of a board that share one place: tabs, by mouse, finger and arrow keys, as WAI-ARIA has them. The one that is
// open is remembered. One that the view hides has no tab.

import { recalled, remember } from "./memory.js";
import { node } from "./text.js";

/** @type {Record<string, (at: number, count: number) => number>} where a key leads among the tabs */
const LEADS = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export class Tabs {
  /**
   * @param {string} name under which the open tab is remembered
   * @param {string} label
   * @param {[title: string, panel: HTMLElement][]} parts
   */
  constructor(name, label, parts) {
    this.name = name;
    /** @type {{ title: string, tab: HTMLButtonElement, panel: HTMLElement }[]} */
    this.parts = parts.map(([title, panel], i) => {
      panel.id ||= `ov-${name}-${i}`;
      panel.setAttribute("role", "tabpanel");
      const tab = node("button", {
        type: "button",
        role: "tab",
        class: "ov-tab",
        text: title,
        "aria-controls": panel.id,
        onclick: () => this.choose(title),
      });
      return { title, tab, panel };
    });
    this.list = node("div", {
      class: "ov-tabs",
      role: "tablist",
      "aria-label": label,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.press(event),
    }, ...this.parts.map(({ tab }) => tab));
    this.wanted = recalled(name) ?? "";
    const watch = new MutationObserver(() => this.sync());
    for (const { panel } of this.parts) watch.observe(panel, { attributeFilter: ["hidden"] });
    this.sync();
  }

  get shown() {
    return this.parts.filter(({ panel }) => !panel.hidden);
  }

  get open() {
    return this.shown.find(({ title }) => title === this.wanted) ?? this.shown[0];
  }

  /** @param {string} title */
  choose(title) {
    this.wanted = title;
    remember(this.name, title);
    this.sync();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { shown, open } = this;
    const lead = LEADS[event.key];
    if (!lead || !open || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = shown[lead(shown.indexOf(open), shown.length)];
    this.choose(next.title);
    next.tab.focus();
  }

  sync() {
    const { open } = this;
    this.list.hidden = this.shown.length < 2;
    for (const { tab, panel } of this.parts) {
      const isOpen = panel === open?.panel;
      tab.hidden = panel.hidden;
      tab.setAttribute("aria-selected", String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
      panel.classList.toggle("ov-closed", !isOpen);
    }
  }
}
