/** What the parts of the heat map's page share, and the questions that follow from it; no drawing. */
import { language } from "../kit/i18n.js";
import { changed } from "./address.js";
import { daysOf, monthName } from "./months.js";

/** @typedef {{ months: { month: string, count: number }[], bounds: number[], index: number }} Played  index: of the month shown */
/** @typedef {Awaited<ReturnType<typeof import("./swipe.js").swipe>>} Second */
/**
 * bounds, sampled: classes of the whole selection. played: while it is shown by months. second: the other map of a
 * comparison. spotted: cells that stand out, in words. spotResolution: theirs, once it is known.
 * @typedef {{
 *   data: import("./page.js").PageData, resolution: number, bounds: number[], sampled: boolean,
 *   played: Played | null, second: Second | null, spotted: Map<string, string>,
 *   spotResolution: number | null,
 * }} View
 */

/** @param {import("./page.js").PageData} data @param {number} resolution @returns {View} */
export function newView(data, resolution) {
  const spots = { spotted: new Map(), spotResolution: null };
  return { data, resolution, bounds: [], sampled: false, played: null, second: null, ...spots };
}

/** The filter as tiles and classes are asked. @param {View} view @param {string} [query] */
export function tilesQuery({ data, resolution }, query = data.query) {
  return changed(query, { resolution: String(resolution) });
}

/** The classes that are shown: of the months while they are played. @param {View} view */
export function boundsOf({ played, bounds }) {
  return played?.bounds ?? bounds;
}

/** Quantiles stand for classes by hand that nobody has given yet. @param {View} view */
export function methodOf({ data }) {
  return data.method === "natural" ? "natural" : "quantiles";
}

/** Classes by hand, if they were given. @param {View} view */
export function ownBounds({ data }) {
  return data.method === "manual" && data.bounds.length ? data.bounds : null;
}

/** Period and number of what is shown. @param {View} view */
export function toldOf({ data, played }) {
  if (!played) return { period: data.period, total: data.total };
  const { month, count } = played.months[played.index];
  return { period: monthName(month, language()), total: count };
}

/** The filter of what is shown: while months are played, of the one month. @param {View} view */
export function filtersOf({ data, played }) {
  if (!played) return data.filters;
  const until = new URLSearchParams(data.filters).get("until") ?? "";
  return changed(data.filters, daysOf(played.months[played.index].month, until));
}
