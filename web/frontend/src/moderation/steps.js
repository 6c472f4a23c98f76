/** How far an arrow key moves a pin on the screen; pure. */

const NEAR_PX = 4;
const FAR_PX = 40;

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Pixels to the right and down, null for any other key. @param {string} key @param {boolean} far */
export function keyStep(key, far) {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  const step_px = far ? FAR_PX : NEAR_PX;
  return { x_px: direction[0] * step_px, y_px: direction[1] * step_px };
}
