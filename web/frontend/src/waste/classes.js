/** Classes of container sites by complaints: fixed bounds, so that two periods can be compared; pure. */
import { colorsFor } from "../map/heatscale.js";

/** Lower bounds; the first class is that of no complaint at all. */
export const BOUNDS = [0, 1, 3, 6, 11, 21];
/** Radius in px of each class: not the colour alone tells how many. */
export const RADII = [4, 5, 7, 9, 11, 13];

/** @param {"light" | "dark"} theme @param {string} none colour of sites without a complaint */
export function colors(theme, none) {
  return [none, ...colorsFor(BOUNDS.length - 1, theme)];
}

/** MapLibre expression by the number of complaints. @param {(string | number)[]} values one per class @returns {any} */
export function byClass(values) {
  const steps = BOUNDS.slice(1).flatMap((bound, index) => [bound, values[index + 1]]);
  return ["step", ["to-number", ["get", "complaints"], 0], values[0], ...steps];
}

/** What the key says of each class: «0», «1–2» … «21+». */
export function ranges() {
  return BOUNDS.map((bound, index) => {
    const next = BOUNDS[index + 1];
    if (next === undefined) return `${bound}+`;
    return next - 1 > bound ? `${bound}–${next - 1}` : String(bound);
  });
}
