// What a person has chosen of the page itself, kept in this browser: which tab is open, whether the words are shown.

const PREFIX = "optviz.";

/** @param {string} name */
export function recalled(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // a browser may forbid it
  }
}

/** @type {(name: string, value: string) => void} */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // then it holds as long as the page does
  }
}
