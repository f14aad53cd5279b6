// Formulas, set by KaTeX once it is here; until then their place is kept.

import { assetUrl, loadScript } from "./plotly.js";

let ready = null;

export function loadMath() {
  if (!ready) {
    const sheet = document.createElement("link");
    Object.assign(sheet, { rel: "stylesheet", href: assetUrl("katex.min.css") });
    document.head.append(sheet);
    ready = loadScript("katex.min.js");
  }
  return ready;
}

export function setMath(element, latex, display = false) {
  if (element.dataset.latex === latex) return;
  element.dataset.latex = latex;
  const render = () => {
    if (element.dataset.latex === latex) {
      window.katex.render(latex, element, { throwOnError: false, displayMode: display, fleqn: true, strict: "ignore" });
    }
  };
  if (window.katex) render();
  else {loadMath().then(render, () => {
      element.textContent = latex;
    });}
}

export function mathInline(latex) {
  const span = document.createElement("span");
  setMath(span, latex);
  return span;
}
