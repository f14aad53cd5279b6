// Many runs' paths at once, each in its place's colour of a ramp, up to the playhead.

import { shadeAt } from "../shared/pens.js";

/** @import { Context } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @import { BundleLayer } from "../shared/layer_types.js" */

const FAR = 1e4;
const ALPHA = 0.75;

/** @type {(context: Context, panel: AxesContext, layer: BundleLayer) => void} */
export function drawBundle(context, panel, layer) {
  const { player, size, theme } = panel.board;
  const [runs, rows] = layer.x.shape;
  const last = Math.min(player.horizon, rows - 1);
  context.globalAlpha = ALPHA;
  context.lineWidth = size.line * 0.6;
  for (let run = 0; run < runs; run++) {
    context.beginPath();
    for (let i = 0; i <= last; i++) {
      const [px, py] = panel.view.point(layer.x[run * rows + i], layer.y[run * rows + i]);
      if (!(Math.abs(px) < FAR && Math.abs(py) < FAR)) break;
      if (i) context.lineTo(px, py);
      else context.moveTo(px, py);
    }
    context.strokeStyle = `rgb(${shadeAt(theme.warm, layer.share[run]).map(Math.round).join()})`;
    context.stroke();
  }
  context.globalAlpha = 1;
}
