// Fields to type in, and what was typed there as a number.

import { between, node, typed } from "./text.js";
import { t } from "./words.js";

/** @import { Attributes } from "./types.js" */

/**
 * A field for a line of text; `enter` is called when it is left, or when Enter is pressed.
 * @type {(attributes: Attributes, enter: () => void) => HTMLInputElement}
 */
export const textField = (attributes, enter) =>
  node("input", {
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    ...attributes,
    onchange: enter,
    onkeydown: (event) => event.key === "Enter" && enter(),
  });

/**
 * A field for a number.
 * @type {(attributes: Attributes, enter: () => void) => HTMLInputElement}
 */
export const numberField = (attributes, enter) =>
  textField({ inputmode: "decimal", class: "ov-exact", ...attributes }, enter);

/**
 * What was typed as a number; NaN if it is none. A comma and a real minus sign count too.
 * @param {string} text
 */
export function numberOf(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  return plain === "" ? NaN : Number(plain);
}

/**
 * The number typed in a field, brought between its ends, or what was there before; if it is not as typed, `toast` says
 * why.
 * @type {(text: string, before: number, ends: { label: string, low: number, high: number, whole?: boolean },
 *   toast: (text: string) => void) => number}
 */
export function entered(text, before, { label, low, high, whole }, toast) {
  const number = numberOf(text);
  if (!Number.isFinite(number)) {
    toast(
      t("“{text}” is not a number. {label} stays {before}.", { text: text.slice(0, 20), label, before: typed(before) }),
    );
    return before;
  }
  const value = between(whole ? Math.round(number) : number, low, high);
  const more = whole
    ? "{label} goes from {low} to {high}, in whole numbers: set to {value}."
    : "{label} goes from {low} to {high}: set to {value}.";
  if (value !== number) toast(t(more, { label, low: typed(low), high: typed(high), value: typed(value) }));
  return value;
}
