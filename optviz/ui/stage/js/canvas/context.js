// The pen of a canvas.

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no canvas to draw on.");
  return context;
}

/**
 * A canvas wiped clean, measured in pixels of the page whatever the screen's are.
 * @param {HTMLCanvasElement} canvas
 */
export function clearedContext(canvas) {
  const context = contextOf(canvas);
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
