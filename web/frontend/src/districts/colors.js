/** Colours of a choropleth's classes; pure. The classes themselves are the server's, as of the heat map's legend. */
import { colorsFor } from "../map/heatscale.js";

/** @typedef {"light" | "dark"} Theme */

/** ColorBrewer PuOr about zero, the strongest last: less than before in purple, more in orange. */
const LESS = ["#d8daeb", "#998ec3", "#542788"];
const MORE = ["#fee0b6", "#f1a340", "#b35806"];

/** So many of three shades, the strongest always among them. @param {string[]} shades @param {number} count */
function shadesFor(shades, count) {
  return Array.from({ length: count }, (_, index) => {
    const at = count === 1 ? 1 : Math.round((index * (shades.length - 1)) / (count - 1));
    return shades[at];
  });
}

/**
 * A colour for each class, the strongest of a sequence for the worst.
 * @param {{ bounds: number[], diverging: boolean, less_is_worse: boolean }} classes bounds: lower ones; diverging: about zero
 * @param {Theme} theme
 */
export function classColors({ bounds, diverging, less_is_worse }, theme) {
  if (!diverging) {
    const colors = colorsFor(bounds.length, theme);
    return less_is_worse ? colors.reverse() : colors;
  }
  const below = bounds.filter((bound) => bound < 0).length;
  return [...shadesFor(LESS, below).reverse(), ...shadesFor(MORE, bounds.length - below)];
}

/** What the key says of each class: «от 3», «3 – 5». @param {string[]} labels of the bounds */
export function ranges(labels) {
  return labels.map((label, index) =>
    index + 1 < labels.length ? `${label} – ${labels[index + 1]}` : `${label} +`,
  );
}
