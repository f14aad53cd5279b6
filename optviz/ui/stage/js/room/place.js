// A place in a room, in the address's hash, which no server sees, and in the browser: for who reloads or comes back.

/** @typedef {{ pin: string, token: string }} Place */

/**
 * The place in the link, else what a store of the browser's keeps.
 * @type {(key: "owner" | "place", store: () => Storage) => Place | null}
 */
export function placeKept(key, store) {
  const [pin, token] = (new URLSearchParams(location.hash.slice(1)).get(key) ?? "").split(".");
  if (pin && token) return { pin, token };
  try {
    return JSON.parse(store().getItem(`optviz-${key}`) ?? "null");
  } catch {
    return null; // a browser may forbid it
  }
}

/** @type {(key: "owner" | "place", store: () => Storage, place: Place | null) => void} */
export function keepPlace(key, store, place) {
  const hash = place ? `#${key}=${place.pin}.${place.token}` : "";
  history.replaceState(history.state, "", location.pathname + location.search + hash);
  try {
    if (place) store().setItem(`optviz-${key}`, JSON.stringify({ pin: place.pin, token: place.token }));
    else store().removeItem(`optviz-${key}`);
  } catch {
    // the place then lasts as long as the page
  }
}
