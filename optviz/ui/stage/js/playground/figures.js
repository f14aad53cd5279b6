// The figures that Plotly draws for the picture, seen as they were when the picture was last there.

import { contourFigure, surfaceFigure } from "../shared/plotly.js";

/** @import { Camera, Point } from "../shared/types.js" */
/** @import { Picture } from "./picture.js" */

const NARROW = 500;

/**
 * Ends of an axis, drawn together or apart around their middle.
 * @param {Point} ends
 * @param {number} factor
 * @returns {Point}
 */
export const zoomed = ([a, b], factor) => [(a + b) / 2 - ((b - a) / 2) * factor, (a + b) / 2 + ((b - a) / 2) * factor];

/**
 * On a phone the labels of the axes need more room beside the surface.
 * @param {Camera["eye"]} eye
 */
const farther = ({ x, y, z }) => ({ x: x * 1.18, y: y * 1.18, z: z * 1.18 });

/** @param {Picture} picture */
export function flatFigure({ stage, surface, window }) {
  const { grid, theme, size, coarse, savedViews } = stage;
  const figure = contourFigure(grid, theme, size.font);
  const saved = surface["2d"] === grid.surface ? window : savedViews[`${grid.surface}:2d`];
  if (coarse) figure.layout.dragmode = false; // a finger scrolls the page
  if (Array.isArray(saved)) [figure.layout.xaxis.range, figure.layout.yaxis.range] = saved;
  return figure;
}

/** @param {Picture} picture */
export function deepFigure({ stage, surface, camera, root }) {
  const { grid, theme, size, savedViews } = stage;
  const figure = surfaceFigure(grid, theme, size.font);
  const saved = surface["3d"] === grid.surface ? camera : savedViews[`${grid.surface}:3d`];
  const { scene } = figure.layout;
  if (root.clientWidth < NARROW) scene.camera.eye = farther(scene.camera.eye);
  if (saved && "eye" in saved) scene.camera = saved;
  return figure;
}
