// The ground beyond a picture's window, once a person looks there.

import { contourTrace, levels, withLevels } from "./plotly.js";

/** @import { Grid, Theme, Trace } from "./types.js" */

const MOST_LEVELS = 44;

/**
 * The ground round a surface, in its shades, the highest one for all that is higher still; of its level lines every so
 * many-th, so that they are never too dense.
 * @type {(around: Grid, grid: Grid, theme: Theme) => Trace}
 */
export function aroundTrace(around, grid, theme) {
  const { scale, warp } = withLevels(grid);
  const trace = contourTrace(Object.assign(around, { scale, warp }), theme, 0);
  const { high } = levels(withLevels(around).rows, 1);
  const size = scale.size * Math.max(1, Math.ceil((high - scale.low) / (MOST_LEVELS * scale.size)));
  return { ...trace, contours: { coloring: "heatmap", start: scale.low + scale.size / 2, end: high, size } };
}
