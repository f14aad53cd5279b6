// Presenter mode: big type in the full window.

export class Presenter {
  /**
   * @param {HTMLElement} root of the view
   * @param {() => void} changed
   */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.on = false;
  }

  /** Of type, of lines and of a run's head, in pixels. */
  get size() {
    return { font: this.on ? 21 : 15, line: this.on ? 3.8 : 2.4, head: this.on ? 9 : 6.5 };
  }

  toggle(on = !this.on) {
    if (this.on === on) return;
    this.on = on;
    this.root.classList.toggle("ov-present", on);
    document.documentElement.classList.toggle("ov-presenting", on);
    this.changed();
  }

  dispose() {
    document.documentElement.classList.remove("ov-presenting");
  }
}
