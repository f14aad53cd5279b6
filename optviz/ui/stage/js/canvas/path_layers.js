// The paths of a picture, of a plane or of a surface seen from the side.

import { drawArrows } from "./marks.js";
import { drawGhosts, drawRuns } from "./paths.js";
import { pixels } from "../shared/project.js";

/** @import { Context, DrawnRun } from "../shared/types.js" */
/** @import { PathLayer } from "../shared/board_types.js" */
/** @import { Scene } from "./spots.js" */

/**
 * Paths with their pixels, which are kept until the paths, the zoom or the camera change.
 * @type {(paths: PathLayer[], panel: Scene) => DrawnRun[]}
 */
function runsOf(paths, { board, view }) {
  const key = `${view.key},${board.revision}`;
  return paths.map((path, slot) => {
    if (path.trackKey !== key || !path.track) path.track = pixels({ data: path }, view);
    path.trackKey = key;
    const status = { kind: path.status[0], step: path.status[1] };
    return { slot, steps: path.x.length - 1, look: path.pen, status, track: path.track };
  });
}

/**
 * The whole way of every path, faint.
 * @type {(context: Context, paths: PathLayer[], panel: Scene) => void}
 */
export const drawGhostPaths = (context, paths, panel) => drawGhosts(context, runsOf(paths, panel), panel.board.size);

/**
 * Every path up to the playhead, its head, and the arrows there.
 * @type {(context: Context, paths: PathLayer[], panel: Scene) => void}
 */
export function drawPaths(context, paths, panel) {
  const { board: { theme, size, player: { time } }, view } = panel;
  const picked = paths.findIndex((path) => path.chosen);
  drawRuns(context, { runs: runsOf(paths, panel), time, theme, size, picked, box: view.box });
  for (const path of paths) drawArrows(context, path, time, view, theme, size);
}
