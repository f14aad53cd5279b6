// A climber on a mountain: the area below a curve, and a small figure on it that feels the slope.

/** @import { Context, Floats, Point } from "../shared/types.js" */
/** @import { AxesContext } from "../shared/board_types.js" */
/** @import { AreaLayer, ClimberLayer } from "../shared/layer_types.js" */
/**
 * How the figure stands: the pixel below it, the tangent's angle there on the screen (positive: down to the right),
 * to which side it looks (1: right), and how far it has walked, in pixels.
 * @typedef {{ foot: Point, angle: number, side: 1 | -1, walked: number }} Pose
 */

// In letters; the others in heights of the figure.
const TALL = 4.4;
const STRIDE = 0.15;
const STICK = 0.42;
// A step of its feet takes so much of its height.
const PACE = 0.55;

/**
 * The height of a curve at a place; NaN outside its ends.
 * @type {(x: Floats, y: Floats, at: number) => number}
 */
export function heightAt(x, y, at) {
  const last = x.length - 1;
  if (!(at >= x[0] && at <= x[last])) return NaN;
  let i = 1;
  while (i < last && x[i] < at) i++;
  return y[i - 1] + ((at - x[i - 1]) / (x[i] - x[i - 1])) * (y[i] - y[i - 1]);
}

/**
 * Where the figure is at a time, between two steps too; null where it is not on the curve.
 * @type {(layer: Pick<ClimberLayer, "at" | "x" | "y">, point: (x: number, y: number) => Point, time: number) =>
 *   Pose | null}
 */
export function poseAt({ at, x, y }, point, time) {
  const last = at.length - 1;
  const i = Math.min(Math.floor(time + 1e-9), last);
  const part = i < last ? Math.max(time - i, 0) : 0;
  const place = part > 1e-6 ? at[i] + (at[i + 1] - at[i]) * part : at[i];
  const foot = point(place, heightAt(x, y, place));
  if (!foot.every(Number.isFinite)) return null;
  const [low, high] = [x[0], x[x.length - 1]];
  const near = (high - low) / 200;
  const [from, to] = [Math.max(place - near, low), Math.min(place + near, high)];
  const [[ax, ay], [bx, by]] = [point(from, heightAt(x, y, from)), point(to, heightAt(x, y, to))];
  const angle = Math.atan2(by - ay, bx - ax);
  const walked = part > 1e-6 ? Math.abs(foot[0] - point(at[i], heightAt(x, y, at[i]))[0]) : 0;
  return { foot, angle, side: angle < 0 ? -1 : 1, walked };
}

/** @type {(context: Context, panel: AxesContext, layer: AreaLayer) => void} */
export function drawArea(context, panel, layer) {
  const { box, point } = panel.view;
  const floor = box.top + box.height;
  context.beginPath();
  context.moveTo(point(layer.x[0], layer.y[0])[0], floor);
  for (let i = 0; i < layer.x.length; i++) context.lineTo(...point(layer.x[i], layer.y[i]));
  context.lineTo(point(layer.x[layer.x.length - 1], layer.y[0])[0], floor);
  context.closePath();
  context.globalAlpha = layer.alpha;
  context.fillStyle = layer.pen.colour;
  context.fill();
  context.globalAlpha = 1;
}

/**
 * The figure's lines around its foot, x to the side it looks to, y down: legs, body, arm, stick, and the pack's place.
 * @type {(pose: Pose, tall: number) => { limbs: Point[][], stick: Point[], pack: Point, head: Point }}
 */
export function figure({ angle, side, walked }, tall) {
  const slope = Math.tan(angle) * side;
  const swing = Math.cos((Math.PI * walked) / (PACE * tall));
  const onGround = (/** @type {number} */ x) => /** @type {Point} */ ([x * tall, x * tall * slope]);
  // Steep ground is stepped on near the body.
  const flat = Math.cos(angle);
  const [front, back] = [onGround(STRIDE * flat * swing), onGround(-STRIDE * flat * swing)];
  const low = Math.max(front[1], back[1], 0) * 0.5;
  const up = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {Point} */ ([x * tall, -y * tall + low]);
  const [hip, neck, hand] = [up(0, 0.42), up(0.06, 0.74), up(0.27, 0.5)];
  return {
    limbs: [[front, hip, neck], [back, hip], [up(0.05, 0.68), up(0.14, 0.5), hand]],
    stick: [hand, onGround(STICK * flat)],
    pack: up(-0.08, 0.6),
    head: up(0.1, 0.89),
  };
}

/** @type {(context: Context, points: Point[]) => void} */
function stroke(context, points) {
  context.beginPath();
  for (const point of points) context.lineTo(...point);
  context.stroke();
}

/** @type {(context: Context, panel: AxesContext, layer: ClimberLayer) => void} */
export function drawClimber(context, panel, layer) {
  const { theme, size, player } = panel.board;
  const pose = poseAt(layer, panel.view.point, player.time);
  if (!pose) return;
  const tall = size.font * TALL;
  const { limbs, stick, pack, head } = figure(pose, tall);
  context.save();
  context.translate(...pose.foot);
  context.scale(pose.side, 1);
  context.lineCap = context.lineJoin = "round";
  for (const { colour, more } of [{ colour: theme.casing, more: 4 }, { colour: layer.pen.colour, more: 0 }]) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = tall * 0.035 + more;
    stroke(context, stick);
    context.lineWidth = tall * 0.085 + more;
    for (const limb of limbs) stroke(context, limb);
    context.beginPath();
    context.ellipse(...pack, tall * 0.07 + more / 2, tall * 0.12 + more / 2, 0.15, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    context.arc(...head, tall * 0.1 + more / 2, 0, 2 * Math.PI);
    context.fill();
  }
  context.restore();
}
