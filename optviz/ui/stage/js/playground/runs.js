// The runs of a race as the stage shows them: with their names and looks.

import { lookOf } from "../shared/theme.js";

/** @import { Player } from "../shared/player.js" */
/** @import { Catalog, RaceView, RacerView, RunView, Saved, Theme } from "../shared/types.js" */

/**
 * A racer's name; two of one rule are numbered: Adam 1, Adam 2.
 * @param {Pick<RacerView, "rule">[]} racers
 * @param {number} slot
 * @param {Record<string, { name: string }>} rules
 */
export function nameOf(racers, slot, rules) {
  const { rule } = racers[slot];
  const twins = racers.map((racer, i) => (racer.rule === rule ? i : -1)).filter((i) => i >= 0);
  return twins.length > 1 ? `${rules[rule].name} ${twins.indexOf(slot) + 1}` : rules[rule].name;
}

/**
 * @param {RaceView} view
 * @param {Theme} theme
 * @param {Catalog} catalog
 * @returns {RunView[]}
 */
export function runsOf({ runs, scene: { racers } }, theme, catalog) {
  return runs.map((run) => ({
    ...run,
    name: nameOf(racers, run.slot, catalog.rules),
    style: racers[run.slot].style,
    look: lookOf(racers[run.slot], theme, catalog.palette),
  }));
}

/**
 * Puts the playhead where another stage left it, or else where the link says: at `step`, null for the end.
 * @param {Pick<Player, "time" | "last" | "speed" | "loop" | "play">} player
 * @param {number | null} step
 * @param {Saved} saved
 */
export function placePlayhead(player, step, { time, speed, loop, playing }) {
  player.time = Math.min(time ?? step ?? player.last, player.last);
  if (time != null) {
    player.speed = speed ?? player.speed;
    player.loop = loop ?? player.loop;
  }
  if (playing) player.play();
}
