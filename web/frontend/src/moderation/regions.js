/** Parts of a photo as [x, y, width, height], fractions of the picture from its upper left corner; pure. */

/** @typedef {[number, number, number, number]} Part */

/** Smaller than this nobody has drawn it on purpose. */
const LEAST = 0.01;

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** The part between two opposite corners, cut at the edges. @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @returns {Part} */
export function between(x1, y1, x2, y2) {
  const [left, right] = [within(Math.min(x1, x2), 0, 1), within(Math.max(x1, x2), 0, 1)];
  const [top, bottom] = [within(Math.min(y1, y2), 0, 1), within(Math.max(y1, y2), 0, 1)];
  return [left, top, right - left, bottom - top];
}

/** Whether it was drawn and not merely pressed. @param {Part} part */
export function isDrawn([, , width, height]) {
  return width >= LEAST && height >= LEAST;
}

/** The part elsewhere, whole inside the picture. @param {Part} part @param {number} dx @param {number} dy @returns {Part} */
export function moved([x, y, width, height], dx, dy) {
  return [within(x + dx, 0, 1 - width), within(y + dy, 0, 1 - height), width, height];
}

/** The part with its lower right corner elsewhere. @param {Part} part @param {number} dx @param {number} dy @returns {Part} */
export function resized([x, y, width, height], dx, dy) {
  return [x, y, within(width + dx, LEAST, 1 - x), within(height + dy, LEAST, 1 - y)];
}

/** What an arrow key does to a part; null for any other key. @param {Part} part @param {string} key @param {boolean} shift */
export function byKey(part, key, shift) {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!step) return null;
  const [dx, dy] = [step[0] * LEAST, step[1] * LEAST];
  return shift ? resized(part, dx, dy) : moved(part, dx, dy);
}

/** A new part in the middle, beside those that lie there. @param {number} count @returns {Part} */
export function fresh(count) {
  const shift = (count % 5) * 0.05;
  return [0.4 + shift, 0.4 + shift, 0.2, 0.2];
}

/** The numbers as they are sent: no longer than they have to be. @param {Part[]} parts */
export function written(parts) {
  return JSON.stringify(parts.map((part) => part.map((value) => Number(value.toFixed(5)))));
}
