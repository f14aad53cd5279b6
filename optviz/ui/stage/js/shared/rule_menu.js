// A menu of optimizers: its options under the catalogue's headings.

import { node } from "./text.js";

/** @import { Catalog } from "./types.js" */

/**
 * Put options, in any order, under their headings. What is in no group stays where it is: before the groups if it is
 * the first option, else behind them.
 * @param {[value: string, label: string][]} options
 * @param {Catalog["groups"]} groups
 */
export function byGroup(options, groups) {
  const names = new Map(options);
  const known = new Set(groups.flatMap(([, keys]) => keys));
  const alone = options.filter(([value]) => !known.has(value));
  const first = alone.filter((option) => option === options[0]);
  const headed = groups.map(([label, keys]) => /** @type {const} */ ([label, keys.filter((key) => names.has(key))]));
  return {
    first,
    groups: headed.filter(([, keys]) => keys.length).map(([label, keys]) => ({
      label,
      options: keys.map((key) => /** @type {[string, string]} */ ([key, names.get(key) ?? ""])),
    })),
    last: alone.filter((option) => !first.includes(option)),
  };
}

/**
 * @param {[value: string, label: string][]} options
 * @param {Catalog["groups"]} groups
 */
export function ruleOptions(options, groups) {
  /** @type {(pairs: [string, string][]) => HTMLElement[]} */
  const items = (pairs) => pairs.map(([value, text]) => node("option", { value, text }));
  const menu = byGroup(options, groups);
  return [
    ...items(menu.first),
    ...menu.groups.map(({ label, options }) => node("optgroup", { label }, ...items(options))),
    ...items(menu.last),
  ];
}
