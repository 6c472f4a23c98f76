/** Snapping to the borders of neighbours, and following them, so that a common border is the same numbers; no map. */
import { same } from "./rings.js";

/** @typedef {import("./rings.js").Position} Position */
/** @typedef {import("./rings.js").Ring} Ring */
/** @typedef {{ position: Position, ring: Ring, along: number }} Snap along: place on the ring, 2.5 is the middle of its third edge */

const DEGREE_M = 111_320;

/** Rings of polygons of a FeatureCollection. @param {GeoJSON.FeatureCollection} collection @returns {Ring[]} */
export function borders(collection) {
  return collection.features.flatMap(({ geometry }) => {
    if (geometry.type === "Polygon") return geometry.coordinates.map(opened);
    return geometry.type === "MultiPolygon" ? geometry.coordinates.flat().map(opened) : [];
  });
}

/** @param {number[][]} ring @returns {Ring} */
function opened(ring) {
  return /** @type {Ring} */ (ring.slice(0, -1));
}

/**
 * The nearest vertex within the tolerance, by its very numbers; else the nearest point of an edge; else nothing.
 * @param {Position} position @param {Ring[]} rings @param {number} tolerance_m @returns {Snap | null}
 */
export function snap(position, rings, tolerance_m) {
  const scale = scaleAt(position);
  /** @type {{ snap: Snap, far: number } | null} */
  let vertex = null;
  /** @type {{ snap: Snap, far: number } | null} */
  let edge = null;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const far = length(position, ring[i], scale);
      if (far <= (vertex?.far ?? tolerance_m)) vertex = { snap: { position: ring[i], ring, along: i }, far };
      const t = share(position, ring[i], ring[(i + 1) % ring.length], scale);
      if (t <= 0 || t >= 1) continue;
      const point = between(ring[i], ring[(i + 1) % ring.length], t);
      const aside = length(position, point, scale);
      if (aside <= (edge?.far ?? tolerance_m))
        edge = { snap: { position: point, ring, along: i + t }, far: aside };
    }
  }
  return (vertex ?? edge)?.snap ?? null;
}

/**
 * Vertices of the border strictly between two places on it, the shorter way round.
 * @param {Snap} from @param {Snap} to @returns {Position[]}
 */
export function followed(from, to) {
  if (from.ring !== to.ring) return [];
  const forth = walk(from.ring, from.along, to.along);
  const back = walk(from.ring, to.along, from.along).reverse();
  const scale = scaleAt(from.position);
  const long = (/** @type {Position[]} */ path) => {
    const whole = [from.position, ...path, to.position];
    return whole.slice(1).reduce((sum, vertex, i) => sum + length(whole[i], vertex, scale), 0);
  };
  return long(forth) <= long(back) ? forth : back;
}

/** @param {Ring} ring @param {number} start @param {number} stop */
function walk(ring, start, stop) {
  const end = stop < start ? stop + ring.length : stop;
  /** @type {Position[]} */
  const path = [];
  for (let i = Math.floor(start) + 1; i < end; i++) path.push(ring[i % ring.length]);
  return path.filter((vertex, i) => i === 0 || !same(vertex, path[i - 1]));
}

/** Metres per degree there. @param {Position} position @returns {[number, number]} */
function scaleAt([, lat]) {
  return [DEGREE_M * Math.cos((lat * Math.PI) / 180), DEGREE_M];
}

/** @param {Position} one @param {Position} other @param {[number, number]} scale */
function length(one, other, [kx, ky]) {
  return Math.hypot((one[0] - other[0]) * kx, (one[1] - other[1]) * ky);
}

/** How far along the edge the foot of the position lies. @param {Position} p @param {Position} a @param {Position} b @param {[number, number]} scale */
function share(p, a, b, [kx, ky]) {
  const [x, y] = [(b[0] - a[0]) * kx, (b[1] - a[1]) * ky];
  const whole = x * x + y * y;
  return whole ? ((p[0] - a[0]) * kx * x + (p[1] - a[1]) * ky * y) / whole : 0;
}

/** @param {Position} a @param {Position} b @param {number} t @returns {Position} */
function between(a, b, t) {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}
