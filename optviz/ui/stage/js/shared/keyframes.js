// Texts that are there from the start, or only from some step on.

/** @import { Keyframes, Text } from "./board_types.js" */

/**
 * What is shown at a step: the text of the last keyframe that is not later; null before the first.
 * @type {(keyframes: Keyframes, step: number) => string | string[] | null}
 */
export const shownAt = (keyframes, step) => keyframes.findLast(([from]) => from <= step)?.[1] ?? null;

/**
 * What a text says at a step; null before it says anything.
 * @type {(text: Text, step: number) => string | null}
 */
export const textAt = (text, step) => {
  const shown = typeof text === "string" ? text : shownAt(text, step);
  return Array.isArray(shown) ? shown.join() : shown;
};
