/** The drawn polygon as a flat list of open rings, and its history; no map, no page. Which ring is a hole follows from where it lies. */

/** @typedef {[number, number]} Position lon, lat */
/** @typedef {Position[]} Ring open: the first vertex is not repeated at the end */
/** @typedef {{ ring: number, at: number }} Spot a vertex by its place */

/** Rings of MultiPolygon coordinates. @param {number[][][][]} shape @returns {Ring[]} */
export function ringsOf(shape) {
  return shape.flat().map((ring) => {
    const last = ring.length > 1 && same(ring[0], ring[ring.length - 1]);
    return /** @type {Ring} */ (last ? ring.slice(0, -1) : ring);
  });
}

/** @param {number[]} one @param {number[]} other */
export function same(one, other) {
  return one[0] === other[0] && one[1] === other[1];
}

/**
 * MultiPolygon coordinates: a ring inside an odd number of others is a hole of the innermost of them.
 * @param {Ring[]} rings @returns {number[][][][]}
 */
export function shapeOf(rings) {
  const around = rings.map((ring, i) =>
    rings.map((_, j) => j).filter((j) => j !== i && holds(rings[j], ring)),
  );
  const isHole = (/** @type {number} */ i) => around[i].length % 2 === 1;
  return rings.flatMap((ring, i) => {
    if (isHole(i)) return [];
    const holes = rings.filter(
      (_, j) => isHole(j) && around[j].includes(i) && around[j].length === around[i].length + 1,
    );
    return [[ring, ...holes].map(closed)];
  });
}

/** @param {Ring} ring */
function closed(ring) {
  return ring.length > 2 ? [...ring, ring[0]] : ring;
}

/** Whether most of a ring lies inside another: a vertex may stand on its border. @param {Ring} outer @param {Ring} inner */
function holds(outer, inner) {
  if (outer.length < 3 || inner.length < 3) return false;
  const probes = inner.flatMap((vertex, i) => [vertex, middle(vertex, inner[(i + 1) % inner.length])]);
  return 2 * probes.filter((probe) => contains(outer, probe)).length > probes.length;
}

/** @param {Position} one @param {Position} other @returns {Position} */
export function middle(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

/** @param {Ring} ring @param {Position} probe */
function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** @param {Ring[]} rings @param {Spot} spot @param {Position} to */
export function moved(rings, { ring, at }, to) {
  return rings.map((one, i) => (i === ring ? one.map((vertex, j) => (j === at ? to : vertex)) : one));
}

/** Puts vertices before a place. @param {Ring[]} rings @param {Spot} spot @param {...Position} vertices */
export function inserted(rings, { ring, at }, ...vertices) {
  return rings.map((one, i) => (i === ring ? [...one.slice(0, at), ...vertices, ...one.slice(at)] : one));
}

/** A ring that keeps fewer than three vertices goes as a whole. @param {Ring[]} rings @param {Spot} spot */
export function removed(rings, { ring, at }) {
  if (rings[ring].length <= 3) return rings.filter((_, i) => i !== ring);
  return rings.map((one, i) => (i === ring ? one.filter((_, j) => j !== at) : one));
}

/** What was drawn, step by step. @template T */
export class History {
  /** @param {T} state */
  constructor(state) {
    /** @type {T[]} */
    this.past = [];
    this.now = state;
    /** @type {T[]} */
    this.future = [];
  }

  /** @param {T} state */
  push(state) {
    this.past.push(this.now);
    this.now = state;
    this.future = [];
  }

  undo() {
    const before = this.past.pop();
    if (before === undefined) return false;
    this.future.push(this.now);
    this.now = before;
    return true;
  }

  redo() {
    const after = this.future.pop();
    if (after === undefined) return false;
    this.past.push(this.now);
    this.now = after;
    return true;
  }
}
