// A picture by Plotly for a file: what it drew, and our layers over it.

import { prepare } from "../canvas/layers.js";
import { plotlyFor } from "../shared/plotly.js";
import { inTheme } from "../shared/theme.js";

/** @import { Press, Print } from "../shared/board_types.js" */
/** @import { Context } from "../shared/types.js" */
/** @import { PlotlyPanel } from "./plotly_panel.js" */

/** @type {(panel: PlotlyPanel, press: Press) => Promise<Print>} */
export async function printPlot(panel, { scale, vector, theme }) {
  const { board, plot } = panel;
  const Plotly = await plotlyFor(panel.mode);
  if (!plot._fullLayout) throw new Error("There is no picture yet.");
  const { width, height } = (panel.measured ||= panel.measure());
  const what = theme === board.theme ? plot : inTheme(board, theme, () => panel.figure({ width, height }));
  const format = vector ? "svg" : "png";
  const base = await Plotly.toImage(what, { format, width, height, scale: vector ? 1 : scale });
  const paint = (/** @type {Context} */ context) => {
    prepare(panel.told().layers, board);
    panel.drawStill(context);
    panel.drawLive(context);
  };
  if (vector) return { under: decodeURIComponent(base.slice(base.indexOf(",") + 1)), paint };
  const image = new Image();
  image.src = base;
  await image.decode();
  const onImage = (/** @type {Context} */ context) => {
    context.drawImage(image, 0, 0, width, height);
    paint(context);
  };
  return { paint: onImage };
}
