/** The legend as what it says, for the page and for the picture alike; how it looks is theirs. */
import { number, telling } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { theme } from "../kit/theme.js";
import { cellSize } from "../mappage/heat.js";
import { colors, title, untold, words } from "./classes.js";
import { boundsOf, toldOf } from "./view.js";

/** @typedef {import("./classes.js").Measure} Measure */
/** @typedef {{ color: string, text: string }} Patch */
/**
 * grey: what has no value, null of a measure that always has one. spots: how hot and cold ones are called, and by what
 * they were judged; null while they are not shown.
 * @typedef {{
 *   title: string, classes: Patch[], grey: Patch | null, spots: { hot: string, cold: string, note: string } | null,
 *   notes: string[],
 * }} Legend
 */

/** A value with as many decimals as tell something of its measure. @param {number} value @param {{ decimals: number }} measure */
export function written(value, { decimals }) {
  return telling(value, decimals);
}

/** Why a place has no value. @param {{ code: string }} measure @param {string} [why] as the API says it, if it does */
export function lack({ code }, why) {
  if (why === "nothing_before") return gettext("nothing before");
  if (why === "partly_known") return gettext("residents known on less than half of the ground");
  return code === "per_1000" ? gettext("few residents, or not known") : gettext("too few appeals");
}

/** How wide cells of a resolution are; "" where nobody gave them words. @param {import("./page.js").PageData} data @param {number} resolution */
export function widthOf({ sizes }, resolution) {
  return sizes[resolution] ?? "";
}

/** What the page shows at this moment. @param {import("./view.js").View} view @returns {Legend} */
export function legendOf(view) {
  const { measure } = view.data;
  const bounds = boundsOf(view);
  const shades = colors(bounds, measure, theme());
  const write = (/** @type {number} */ value) => written(value, measure);
  const texts = words(bounds, measure, write);
  // By hand: whatever is less than the second bound has the first colour.
  if (view.data.method === "manual" && view.data.bounds.length > 1 && !view.played)
    texts[0] = fill(gettext("below %(bound)s"), { bound: write(bounds[1]) });
  return {
    title: title(measure),
    classes: texts.map((text, index) => ({ color: shades[index], text })),
    grey: measure.decimals
      ? { color: untold(theme()), text: gettext("too few appeals, or not known") }
      : null,
    spots: spotsOf(view),
    notes: notesOf(view),
  };
}

/** @param {import("./view.js").View} view */
function spotsOf({ data, spotResolution }) {
  if (!data.spots) return null;
  const { hot, cold } = data.spotWords;
  const width = spotResolution === null ? "" : widthOf(data, spotResolution);
  const note = width
    ? fill(gettext("Judged by the number of appeals in cells %(width)s wide, with their neighbours."), {
        width,
      })
    : gettext("Judged by the number of appeals, cells with their neighbours.");
  return { hot, cold, note };
}

/** @param {number} total */
function counted(total) {
  return fill(ngettext("%(count)s appeal", "%(count)s appeals", total), { count: number(total) });
}

/** @param {import("./view.js").View} view */
function notesOf(view) {
  const { period, total } = toldOf(view);
  const count = counted(total);
  const width = widthOf(view.data, view.resolution);
  const size = width
    ? fill(gettext("a cell is %(width)s wide"), { width })
    : fill(gettext("a cell is about %(size)s"), { size: cellSize(view.resolution) });
  const { beside } = view.data;
  const notes =
    beside && !view.played ? halves(beside, period, count, size) : [[period, count, size].join(" · ")];
  if (view.sampled) notes.push(gettext("The classes are those of evenly spread cells: all were too many."));
  return notes;
}

/**
 * What each map of a comparison shows, and of how many appeals; a period that both share is told once.
 * @param {import("./page.js").Beside} beside @param {string} period @param {string} count @param {string} size
 */
function halves({ own, other, total }, period, count, size) {
  const shared = own === period ? [size] : [period, size];
  return [
    fill(gettext("Left: %(what)s"), { what: `${own} · ${count}` }),
    fill(gettext("Right: %(what)s"), { what: `${other} · ${counted(total)}` }),
    shared.join(" · "),
  ];
}
