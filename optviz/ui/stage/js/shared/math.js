// Formulas, set by KaTeX once it is here; until then their place is kept.

import { assetUrl, loadScript } from "./plotly.js";

/** @type {Promise<unknown> | undefined} */
let ready;

// A recording has no fonts of KaTeX's: the browser sets the formula.
const output = () => (window.optvizFile ? "mathml" : "htmlAndMathml");

function load() {
  if (window.optvizFile) return loadScript("katex.min.js");
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: assetUrl("katex.min.css") });
  document.head.append(sheet);
  return loadScript("katex.min.js");
}

/** Brings KaTeX to the page; resolves when it is there. */
export const loadMath = () => (ready ??= load());

/**
 * Shows a formula in an element.
 * @type {(element: HTMLElement, latex: string, display?: boolean) => void}
 */
export function setMath(element, latex, display = false) {
  if (element.dataset.latex === latex) return;
  element.dataset.latex = latex;
  const render = () => {
    if (element.dataset.latex === latex) {
      window.katex?.render(latex, element, {
        throwOnError: false,
        displayMode: display,
        fleqn: true,
        strict: "ignore",
        output: output(),
      });
    }
  };
  const plain = () => {
    element.textContent = latex;
  };
  if (window.katex) render();
  else loadMath().then(render, plain);
}

/**
 * A new element that shows a formula.
 * @param {string} latex
 */
export function mathInline(latex) {
  const span = document.createElement("span");
  setMath(span, latex);
  return span;
}
