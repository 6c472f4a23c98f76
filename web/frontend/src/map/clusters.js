/** A cluster's image name: how large, and in which shares its ring is cut; pure, drawing is images.js. */

/** Order of the ring, clockwise from the top. */
export const GROUPS = /** @type {const} */ (["new", "progress", "solved", "neutral"]);
/** The ring is cut into this many parts, so that a town needs some hundred images and not one per cluster. */
export const PARTS = 16;

/** @typedef {(typeof GROUPS)[number]} Group */

/**
 * Whole parts of the ring per group that add up to PARTS; a group that has any appeal keeps at least one.
 * @param {number[]} counts per group, in the order of GROUPS
 */
export function ringParts(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!total) return [0, 0, 0, PARTS];
  const exact = counts.map((count) => (count / total) * PARTS);
  const parts = exact.map((share) => (share > 0 ? Math.max(1, Math.floor(share)) : 0));
  let left = PARTS - parts.reduce((sum, part) => sum + part, 0);
  while (left !== 0) {
    const step = Math.sign(left);
    const at = worst(exact, parts, step);
    parts[at] += step;
    left -= step;
  }
  return parts;
}

/** Index whose part is farthest from its share in the direction of `step`. @param {number[]} exact @param {number[]} parts @param {number} step */
function worst(exact, parts, step) {
  let best = 0;
  let most = -Infinity;
  exact.forEach((share, index) => {
    const gap = (share - parts[index]) * step;
    const allowed = step > 0 ? share > 0 : parts[index] > 1;
    if (allowed && gap > most) {
      most = gap;
      best = index;
    }
  });
  return best;
}

/** How a disc grows. By the square root a town's discs would all be as large as they may be. */
export const SIZE = { least_px: 24, step_px: 3, power: 0.3, most_px: 76 };

/** Diameter in pixels: 28 for two, 36 for a hundred, 68 for eight thousand. @param {number} count */
export function diameter(count) {
  const grown = SIZE.least_px + SIZE.step_px * count ** SIZE.power;
  return Math.min(SIZE.most_px, Math.round(grown / 4) * 4);
}

/** @param {string} theme @param {number} size_px @param {number[]} parts @param {string} text */
export function clusterId(theme, size_px, parts, text) {
  return `${theme}/cluster/${size_px}/${parts.join("-")}/${text}`;
}

/** @param {string} id */
export function parseImageId(id) {
  const [theme, what, ...rest] = id.split("/");
  if (what === "cluster")
    return {
      theme,
      what,
      size_px: Number(rest[0]),
      parts: rest[1].split("-").map(Number),
      text: rest[2] ?? "",
    };
  if (what === "pin") return { theme, what, group: rest[0], size: rest[1] ?? "small" };
  return null;
}
