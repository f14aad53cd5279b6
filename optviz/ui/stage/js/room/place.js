// A place in a room, in the address's hash, which no server sees: for who reloads, or opens the link again.

/** @typedef {{ pin: string, token: string }} Place */

/**
 * @param {string} key whose place: `owner` or `place`
 * @returns {Place | null}
 */
export function placeInHash(key) {
  const [pin, token] = (new URLSearchParams(location.hash.slice(1)).get(key) ?? "").split(".");
  return pin && token ? { pin, token } : null;
}

/** @type {(key: string, place: Place | null) => void} */
export function writeHash(key, place) {
  const hash = place ? `#${key}=${place.pin}.${place.token}` : "";
  history.replaceState(history.state, "", location.pathname + location.search + hash);
}
