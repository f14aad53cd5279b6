// What stands in words over a picture, its title and its key, drawn on a canvas where the page shows it.

/** @import { Context } from "../shared/types.js" */

/** Is an element in sight, or hidden by the page? @type {(element: Element) => boolean} */
export const seen = (element) => element.getClientRects().length > 0;

/** @type {(context: Context, text: Text) => void} each line of a text, as the page breaks it */
function paintText(context, text) {
  const { parentElement, data } = text;
  if (!parentElement || !data.trim()) return;
  const range = document.createRange();
  range.selectNodeContents(text);
  const style = getComputedStyle(parentElement);
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const lines = range.getClientRects().length > 1 ? brokenLines(range, text) : [data.trim()];
  Array.from(range.getClientRects()).forEach(({ left, top, height }, i) => {
    context.fillText(lines[i] ?? "", left, top + height / 2);
  });
}

/** @type {(range: Range, text: Text) => string[]} */
function brokenLines(range, text) {
  /** @type {string[]} */
  const lines = [];
  let top = NaN;
  for (const { index, 0: word } of text.data.matchAll(/\S+\s*/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.trimEnd().length);
    const at = range.getBoundingClientRect().top;
    if (Math.abs(at - top) < 2) lines[lines.length - 1] += word;
    else lines.push(word);
    top = at;
  }
  range.selectNodeContents(text);
  return lines.map((line) => line.trimEnd());
}

/** @type {(context: Context, element: HTMLElement) => void} a patch of colour, or a ramp of several */
function paintPatch(context, element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const colours = element.style.background.match(/#[0-9a-f]{6,8}|rgba?\([^)]*\)/gi) ?? [];
  if (!colours.length) return;
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect(left + (i * width) / colours.length, top, width / colours.length + 0.5, height);
  });
}

/**
 * Draws the words and patches of an element in pixels of the window, in one colour of text.
 * @type {(context: Context, element: Element, colour: string) => void}
 */
export function paintWords(context, element, colour) {
  if (!seen(element)) return;
  if (element instanceof HTMLCanvasElement) {
    const { left, top, width, height } = element.getBoundingClientRect();
    context.drawImage(element, left, top, width, height);
    return;
  }
  if (element instanceof HTMLElement && element.matches(".ov-key-patch, .ov-key-ramp")) paintPatch(context, element);
  for (const child of element.childNodes) {
    context.fillStyle = colour;
    if (child instanceof Text) paintText(context, child);
    else if (child instanceof Element) paintWords(context, child, colour);
  }
}
