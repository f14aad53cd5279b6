// As much of a page as the answers need: elements with attributes, children and listeners.

export class Stub extends EventTarget {
  /** @param {string} tag */
  constructor(tag) {
    super();
    this.tag = tag;
    this.textContent = "";
    this.value = "";
    this.hidden =
      this.disabled =
      this.checked =
      this.isConnected =
        false;
    /** @type {Record<string, string>} */
    this.attributes = {};
    /** @type {(Stub | string)[]} */
    this.children = [];
    this.classList = { add() {}, remove() {} };
  }

  /** @type {(name: string, value: string) => void} */
  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  /** @param {...(Stub | string)} children */
  append(...children) {
    for (const child of children) this.insertBefore(child, null);
  }

  /** @type {(child: Stub | string, next: Stub | string | null) => void} */
  insertBefore(child, next) {
    this.children = this.children.filter((each) => each !== child);
    this.children.splice(next === null ? this.children.length : this.children.indexOf(next), 0, child);
  }

  /** @param {string} tag @returns {Stub[]} */
  querySelectorAll(tag) {
    const inside = this.children.filter((child) => child instanceof Stub);
    return inside.flatMap((child) => [...(child.tag === tag ? [child] : []), ...child.querySelectorAll(tag)]);
  }

  focus() {}

  remove() {}

  click() {
    this.dispatchEvent(new Event("click"));
  }

  /** @param {string} text */
  type(text) {
    this.value = text;
    this.dispatchEvent(new Event("input"));
  }
}

/** Puts the page where the modules look for it. */
export function openPage() {
  const createElement = (/** @type {string} */ tag) => new Stub(tag);
  const createElementNS = (/** @type {string} */ _, /** @type {string} */ tag) => new Stub(tag);
  globalThis.document = /** @type {never} */ ({ createElement, createElementNS });
}

/** A plane from 0 to 10 on both axes, of 100 × 100 pixels, and the view that it is on. */
export function planeView() {
  const axis = { label: "", low: 0, high: 10, log: false, whole: false };
  const spec = { kind: "axes", key: "plane", equal: true, x: axis, y: axis, layers: [] };
  const plane = {
    spec,
    taker: null,
    view: {
      box: { left: 0, top: 0, width: 100, height: 100 },
      point: (/** @type {number} */ x, /** @type {number} */ y) => [10 * x, 100 - 10 * y],
      inverse: (/** @type {number} */ px, /** @type {number} */ py) => [px / 10, 10 - py / 10],
    },
    move() {},
  };
  const view = { panels: { of: () => plane }, shownView: { panels: [spec] }, theme: {} };
  return { plane: /** @type {never} */ (plane), view: /** @type {never} */ (view) };
}

/** @type {(key: string, shiftKey?: boolean) => never} a key that is pressed on an element */
export const press = (
  key,
  shiftKey = false,
) => /** @type {never} */ (Object.assign(new Event("keydown", { cancelable: true }), { key, shiftKey }));

/** @type {(element: unknown, tag: string) => Stub[]} */
export const partsOf = (element, tag) => /** @type {Stub} */ (element).querySelectorAll(tag);
