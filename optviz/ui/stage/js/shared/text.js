// Small helpers: DOM nodes, numbers as text.

/** @import { Attributes } from "./types.js" */

/**
 * A new element. Of its attributes `text` is what it says, `on…` are listeners; true is set empty, false is left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key === "text") element.textContent = value == null ? null : String(value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/**
 * A number for a reader: four significant digits; powers of ten where plain digits would be long.
 * @param {number | null | undefined} value
 */
export function digits(value, significant = 4) {
  if (value == null || Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(significant - 1) : value.toPrecision(significant);
  const [mantissa, exponent] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return (exponent ? `${short}e${exponent.replace("+", "")}` : short).replaceAll("-", "−");
}

/**
 * The same number in LaTeX.
 * @param {number | null | undefined} value
 */
export function latexNumber(value, significant = 4) {
  if (value == null || Number.isNaN(value)) return "\\text{not a number}";
  if (!Number.isFinite(value)) return value > 0 ? "\\infty" : "-\\infty";
  const [mantissa, exponent] = digits(value, significant).replaceAll("−", "-").split("e");
  return exponent ? `${mantissa}\\!\\times\\!10^{${exponent}}` : mantissa;
}

/**
 * A number as a person types it back: shortest text that keeps its value to 6 digits.
 * @param {number} value
 */
export const typed = (value) => String(Number(value.toPrecision(6)));

/**
 * Sets a text if it is another one. The same one set again would cost a drag half its time: the browser would find out
 * which of the page's styles depend on it.
 * @type {(element: HTMLElement, text: string) => void}
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * The number nearest to `value` from `low` to `high`.
 * @type {(value: number, low: number, high: number) => number}
 */
export const between = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * Does an element show only a part of what is in it?
 * @type {(element: Element, along: "x" | "y") => boolean}
 */
export const scrolls = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }, along) =>
  along === "x" ? scrollWidth > clientWidth : scrollHeight > clientHeight;

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
