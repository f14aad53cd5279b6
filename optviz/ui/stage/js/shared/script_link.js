// The script of the page: which press of its menus, pills and presets opens what, and what its words are about.

/** @import { Channel, ScriptMessage, Shows } from "./types.js" */
/** @import { View } from "./view.js" */

/** @param {Shows | undefined} shows */
const textOf = (shows) => JSON.stringify(Object.entries(shows ?? {}).sort());

/**
 * Are two pictures about the same section, lesson and surface?
 * @type {(a: Shows | undefined, b: Shows | undefined) => boolean}
 */
export const sameWords = (a, b) => textOf(a) === textOf(b);

export class ScriptLink {
  /**
   * @param {View} view
   * @param {Channel} channel
   * @param {{ session: string, number: number } | undefined} acted the last press that was followed
   */
  constructor(view, channel, acted) {
    this.view = view;
    this.channel = channel;
    this.acted = acted;
    /** @type {ScriptMessage | null} */
    this.message = null;
    this.told = "";
  }

  get ahead() {
    return this.message?.ahead ?? {};
  }

  /**
   * A press is followed once. A session that has begun anew, after a crash, knows nothing: it is told.
   * @param {ScriptMessage} message
   */
  take(message) {
    const { session, number, open, keys } = message;
    const { acted, view } = this;
    const fresh = number > 0 && !(acted?.session === session && number <= acted.number);
    Object.assign(this, { message, told: "", acted: { session, number } });
    view.addressBar.keys = keys;
    if (fresh) view.open(open);
    else if (!view.request) view.openHere();
    else if (!view.source.wanted) this.tell();
  }

  // The words of the page follow what is shown; the quiz has words that are always the same.
  tell() {
    const shows = this.view.shownView?.quiz ? null : this.view.shownView?.shows;
    if (!shows || sameWords(this.message?.shows, shows) || this.told === textOf(shows)) return;
    this.told = textOf(shows);
    this.channel.shown(shows);
  }
}
