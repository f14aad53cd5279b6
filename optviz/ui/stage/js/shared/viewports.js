// What a person looks at, as a link has it: window=panel:x0,x1,y0,y1 or camera=panel:eye,centre,up. Rounded, so that it
// is short, to less than what can be seen. See optviz/scenes/viewport.py.

/** @import { Viewport, ViewportKind } from "./board_types.js" */
/** @import { Vector } from "./types.js" */

const PARTS = 2000; // of a window's width, to which its ends are rounded
const DECIMALS = 3; // of a camera

/** Which panel each kind of viewport belongs to. */
export const PANEL_OF = /** @type {const} */ ({ window: "axes", camera: "surface_3d" });

/** @type {(value: number, decimals: number) => number} */
const rounded = (value, decimals) => Number(value.toFixed(Math.min(Math.max(decimals, 0), 100))) || 0;

/** @param {number[]} ends */
function shortened([low, high]) {
  const decimals = Math.ceil(-Math.log10((high - low) / PARTS));
  return [rounded(low, decimals), rounded(high, decimals)];
}

/** @param {Vector} vector */
const coordinates = ({ x, y, z }) => [x, y, z].map((part) => rounded(part, DECIMALS));

/**
 * A viewport as the key and the text of a link.
 * @type {(panel: string, viewport: Viewport) => [ViewportKind, string]}
 */
export function viewportText(panel, viewport) {
  if (Array.isArray(viewport)) return ["window", `${panel}:${viewport.flatMap(shortened)}`];
  const { eye, center = { x: 0, y: 0, z: 0 }, up = { x: 0, y: 0, z: 1 } } = viewport;
  const [at, above] = [coordinates(center), coordinates(up)];
  const upright = above.join() === "0,0,1";
  return ["camera", `${panel}:${[...coordinates(eye), ...at, ...(upright ? [] : above)]}`];
}

/**
 * The viewport of a link's numbers.
 * @type {(kind: ViewportKind, numbers: number[]) => Viewport}
 */
export function viewportOf(kind, numbers) {
  if (kind === "window") return [[numbers[0], numbers[1]], [numbers[2], numbers[3]]];
  /** @param {number} from */
  const vector = (from) => ({ x: numbers[from], y: numbers[from + 1], z: numbers[from + 2] });
  return {
    eye: vector(0),
    ...(numbers.length > 3 ? { center: vector(3) } : {}),
    ...(numbers.length > 6 ? { up: vector(6) } : {}),
  };
}
