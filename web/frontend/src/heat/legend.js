/** The legend: measure, classes with their colours, period, number and size of cells, what outlines mean. */
import { el, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, language, ngettext } from "../kit/i18n.js";
import { theme } from "../kit/theme.js";
import { cellSize } from "../mappage/heat.js";
import { colors, title, untold, words } from "./classes.js";

/** @typedef {import("./classes.js").Measure} Measure */
/**
 * @typedef {{
 *   measure: Measure, bounds: number[], period: string, total: number, resolution: number,
 *   spots: Record<string, string> | null, sampled: boolean,
 * }} Told
 */

/** A value with as many decimals as its measure has. @param {number} value @param {Measure} measure */
export function written(value, { decimals }) {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: decimals }).format(value);
}

/** Why a place has no value. @param {{ code: string }} measure @param {string} [why] as the API says it, if it does */
export function lack({ code }, why) {
  if (why === "nothing_before") return gettext("nothing before");
  return code === "per_1000" ? gettext("few residents, or not known") : gettext("too few appeals");
}

/** @param {string} color @param {string} text */
function patch(color, text) {
  const shade = el("span", { class: "legend__patch" });
  shade.style.background = color;
  return el("li", null, shade, el("span", null, text));
}

/** @param {HTMLElement} box @param {Told} told */
export function drawLegend(box, told) {
  const { measure, bounds } = told;
  const shades = colors(bounds, measure, theme());
  const texts = words(bounds, measure, (value) => written(value, measure));
  const grey = el("span", { class: "heat__grey" });
  grey.style.background = untold(theme());
  const count = fill(ngettext("%(count)s appeal", "%(count)s appeals", told.total), {
    count: number(told.total),
  });
  const size = fill(gettext("a cell is about %(size)s"), { size: cellSize(told.resolution) });
  const spots = told.spots
    ? [
        el("p", { class: "heat__key" }, el("span", { class: "heat__hot" }), told.spots.hot),
        el("p", { class: "heat__key" }, el("span", { class: "heat__cold" }), told.spots.cold),
        el(
          "p",
          { class: "legend__note" },
          gettext("Judged by the number of appeals, cells with their neighbours."),
        ),
      ]
    : [];
  put(
    box,
    el("h2", { class: "heat__measure" }, title(measure)),
    bounds.length
      ? el(
          "ol",
          { class: "legend__scale" },
          texts.map((text, index) => patch(shades[index], text)),
        )
      : el("p", { class: "legend__note" }, gettext("There is nothing to tell here.")),
    measure.decimals ? el("p", { class: "heat__key" }, grey, gettext("too few appeals, or not known")) : null,
    spots,
    el("p", { class: "legend__note" }, [told.period, count, size].join(" · ")),
    told.sampled
      ? el(
          "p",
          { class: "legend__note" },
          gettext("The classes are those of evenly spread cells: all were too many."),
        )
      : null,
    el("p", { class: "legend__note legend__here", "data-here": true }),
  );
}

/** What the pointer is over. @param {HTMLElement} box @param {Measure} measure @param {Record<string, any> | null} figures */
export function tellHere(box, measure, figures) {
  const here = box.querySelector("[data-here]");
  if (!here) return;
  if (!figures || !("count" in figures)) return void (here.textContent = "");
  const value = "value" in figures ? written(Number(figures.value), measure) : lack(measure);
  const count = Number(figures.count);
  const told = fill(ngettext("%(count)s appeal", "%(count)s appeals", count), { count: number(count) });
  here.textContent =
    measure.code === "count"
      ? fill(gettext("Here: %(told)s"), { told })
      : fill(gettext("Here: %(value)s (%(told)s)"), { value, told });
}
