/** Classes of the heat map's page: cell sizes by zoom, colours both ways, expressions, words of the ranges; pure. */
import { colorsFor, labels } from "../map/heatscale.js";

/**
 * finest: resolution of the smallest cells that have a value
 * @typedef {{
 *   code: string, name: string, unit: string, scale: string, decimals: number, worse: boolean | null, finest: number,
 * }} Measure
 */
/** @typedef {"light" | "dark"} Theme */

export const COARSEST = 4;
export const FINEST = 11;
/** Tiles hold no more than cells two finer than their own. */
const FINER = 2;

/**
 * ColorBrewer PuOr: less than before is purple, more is orange, safe for colour-blind eyes. At night what changed little
 * lies near the ground.
 */
const BOTH_WAYS = {
  light: { less: ["#542788", "#998ec3", "#d8daeb"], more: ["#fee0b6", "#f1a340", "#b35806"] },
  dark: { less: ["#d4c6ff", "#8f7fd0", "#4b4278"], more: ["#5a3f22", "#b87325", "#ffc877"] },
};
/** Of cells about which too little is known. */
const UNTOLD = { light: "#d9e0e6", dark: "#3a4754" };

/** The size of cells that suits a zoom: 350 m across a town. @param {number} zoom */
export function ordinaryResolution(zoom) {
  const suited = Math.round(0.712 * Math.min(Math.floor(zoom), 14) + 0.1);
  return Math.min(Math.max(suited, COARSEST), FINEST);
}

/**
 * What is drawn: the wanted size where zoom and measure allow it.
 * @param {number} zoom @param {number | null} wanted @param {{ finest: number }} measure
 */
export function resolutionFor(zoom, wanted, { finest }) {
  const ordinary = ordinaryResolution(zoom);
  const allowed = wanted === null ? ordinary : Math.min(wanted, Math.max(ordinary + FINER, COARSEST));
  return Math.min(allowed, finest);
}

/** What MapLibre leaves free around the bounds that it opens with, on both sides. */
const AROUND_PX = 48;
const WORLD_PX = 512;

/** How far down the map a latitude lies, in turns. @param {number} lat */
function mercator(lat) {
  return -Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
}

/**
 * The zoom at which the map will open, before there is one: its first cells are then the right ones.
 * @param {string} hash "#12.6/54.3/40.6" @param {[number, number, number, number] | null} bounds
 * @param {{ width: number, height: number }} size of the map, px
 */
export function openingZoom(hash, bounds, { width, height }) {
  const told = Number(/^#(\d+(?:\.\d+)?)\//.exec(hash)?.[1] ?? NaN);
  if (!Number.isNaN(told)) return told;
  if (!bounds) return 4;
  const [west, south, east, north] = bounds;
  const fitting = (/** @type {number} */ px, /** @type {number} */ turns) =>
    Math.log2(Math.max(px - AROUND_PX, 1) / (WORLD_PX * Math.max(turns, 1e-7)));
  const across = fitting(width, (east - west) / 360);
  return Math.min(across, fitting(height, mercator(south) - mercator(north)), 14);
}

/** Width of an H3 cell between opposite corners at resolution 0; each finer one is √7 times narrower. */
const WIDEST_M = 2_215_000;
const EQUATOR_M = 40_075_017;

/** The zoom at which cells are so wide on the screen. @param {number} resolution @param {number} px @param {number} lat */
export function zoomOf(resolution, px, lat) {
  const width_m = WIDEST_M / Math.sqrt(7) ** resolution;
  const around_m = EQUATOR_M * Math.cos((lat * Math.PI) / 180);
  return Math.log2((around_m * px) / (WORLD_PX * width_m));
}

/** @param {Theme} theme */
export function untold(theme) {
  return UNTOLD[theme];
}

/**
 * A colour for each class. The strongest colour is the worst: of what is better the more of it there is, the least.
 * @param {number[]} bounds @param {{ scale: string, worse: boolean | null }} measure @param {Theme} theme
 */
export function colors(bounds, { scale, worse }, theme) {
  if (scale === "diverging") return bothWays(bounds, theme);
  const found = colorsFor(Math.max(bounds.length, 1), theme);
  return worse === false ? [...found].reverse() : found;
}

/** Few classes take the outer colours first, those on both sides of zero alike. @param {number[]} bounds @param {Theme} theme */
function bothWays(bounds, theme) {
  const { less, more } = BOTH_WAYS[theme];
  const below = bounds.filter((bound) => bound < 0).length;
  return bounds.map((_, index) =>
    index < below
      ? less[Math.min(index, less.length - 1)]
      : more[more.length - 1 - Math.min(bounds.length - 1 - index, more.length - 1)],
  );
}

/**
 * MapLibre expression: the colour of a cell by one of its properties, grey where it has none.
 * @param {number[]} bounds @param {string[]} shades @param {string} none @param {string} [property] @returns {any}
 */
export function fill(bounds, shades, none, property = "value") {
  if (!bounds.length) return none;
  const value = ["to-number", ["get", property], 0];
  const steps = bounds.slice(1).flatMap((bound, index) => [bound, shades[index + 1]]);
  const told = bounds.length > 1 ? ["step", value, shades[0], ...steps] : shades[0];
  return ["case", ["has", property], told, none];
}

/**
 * What stands under each colour: ranges, of a change where each begins, with its sign.
 * @param {number[]} bounds @param {Measure} measure @param {(value: number) => string} write
 */
export function words(bounds, measure, write) {
  if (measure.scale !== "diverging") return labels(bounds, { whole: measure.decimals === 0 }, write);
  return bounds.map((bound) => `${bound > 0 ? "+" : ""}${write(Math.round(bound))}`.replace("-", "−"));
}

/** Characters that fit under a sixth of the legend. */
const LONGEST = 6;

/** Whether what stands under the colours needs two rows. @param {{ text: string }[]} classes */
export function needsRoom(classes) {
  return classes.length > 3 && classes.some(({ text }) => text.length > LONGEST);
}

/** The measure's name with its unit, where the name does not say it. @param {Measure} measure */
export function title({ name, unit }) {
  const said = name.toLowerCase().includes(unit.toLowerCase());
  return said ? name : `${name}, ${unit}`;
}
