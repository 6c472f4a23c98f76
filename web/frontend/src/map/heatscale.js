/** Classes of the heat map: round bounds from a fixed ladder, a colour each; pure. They change with filter and cell size only. */

/**
 * ColorBrewer YlOrRd, six classes: even in lightness, safe for colour-blind eyes. At night the same hues rise from dark
 * to light: little must lie near the ground in either theme, and a pale cell on a dark map would shout.
 */
export const COLORS = {
  light: ["#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026"],
  dark: ["#4a1a2c", "#7d1d33", "#b52a31", "#e2592f", "#f99b45", "#ffe394"],
};
export const CLASSES = COLORS.light.length;

/** @typedef {keyof typeof COLORS} Theme */
/** Characters of a label that fit under a sixth of the legend. */
const LONGEST = 6;

/** Digits of a coarse ladder (1, 2, 5, 10 …) and of a fine one, for values that do not reach far. */
const COARSE = [1, 2, 5];
const FINE = [1, 1.5, 2, 3, 5, 7];

/** 1, 2, 5, 10, 20, 50 … and the same below one. @param {number[]} digits @param {number} from_power @param {number} to_power */
function ladder(digits, from_power, to_power) {
  const steps = [];
  for (let power = from_power; power <= to_power; power += 1) {
    for (const digit of digits) steps.push(power < 0 ? digit / 10 ** -power : digit * 10 ** power);
  }
  return steps;
}

const LADDERS = [ladder(COARSE, -3, 9), ladder(FINE, -3, 9)];

/**
 * Lower bounds of the classes, ascending, at most six; the first class begins below every value.
 * @param {number[]} values of the cells in view
 * @param {{ whole: boolean }} kind whole: counts, whose ladder begins at one
 */
export function breaks(values, { whole }) {
  const positive = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (!positive.length) return whole ? [1] : [0];
  // One hot cell must not wash out the rest: the top class begins where the highest fiftieth of the cells does.
  const top = positive[Math.min(positive.length - 1, Math.floor(positive.length * 0.98))];
  const fits = (/** @type {number} */ step) =>
    step <= top && (!whole || (step >= 1 && Number.isInteger(step)));
  const [coarse, fine] = LADDERS.map((steps) => steps.filter(fits).slice(-CLASSES));
  const kept = coarse.length < CLASSES ? fine : coarse;
  if (!kept.length) return [whole ? 1 : 0];
  kept[0] = whole ? 1 : 0;
  return kept;
}

/** Colours for so many classes: the whole range of the scale even when there are few. @param {number} count @param {Theme} theme */
export function colorsFor(count, theme) {
  const scale = COLORS[theme];
  if (count <= 1) return [scale[2]];
  return Array.from(
    { length: count },
    (_, index) => scale[Math.round((index * (CLASSES - 1)) / (count - 1))],
  );
}

/** MapLibre expression that colours a cell by its metric. @param {string} metric @param {number[]} bounds @param {Theme} theme @returns {any} */
export function fillColor(metric, bounds, theme) {
  const colors = colorsFor(bounds.length, theme);
  /** @type {unknown[]} */
  const steps = ["step", ["to-number", ["get", metric], 0], colors[0]];
  bounds.slice(1).forEach((bound, index) => steps.push(bound, colors[index + 1]));
  return bounds.length > 1 ? steps : colors[0];
}

/**
 * What the legend says of each class: its range, or where it begins when ranges would run into each other.
 * @param {number[]} bounds @param {{ whole: boolean }} kind @param {(value: number) => string} write
 */
export function labels(bounds, { whole }, write) {
  const ranges = rangesOf(bounds, { whole }, write);
  if (ranges.every((range) => range.length <= LONGEST)) return ranges;
  return bounds.map((bound, index) => (index < bounds.length - 1 ? write(bound) : `${write(bound)}+`));
}

/** @param {number[]} bounds @param {{ whole: boolean }} kind @param {(value: number) => string} write */
function rangesOf(bounds, { whole }, write) {
  return bounds.map((bound, index) => {
    const next = bounds[index + 1];
    if (next === undefined) return `${write(bound)}+`;
    if (whole) return next - 1 <= bound ? write(bound) : `${write(bound)}–${write(next - 1)}`;
    return bound === 0 ? `< ${write(next)}` : `${write(bound)}–${write(next)}`;
  });
}

/** H3 resolution of a cell's hexadecimal name. @param {string} cell */
export function resolutionOf(cell) {
  return parseInt(cell.padStart(16, "0").charAt(2), 16);
}
