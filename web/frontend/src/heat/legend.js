/** The legend on the page: measure, classes with their colours, period, number and size of cells, what outlines mean. */
import { el, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { needsRoom } from "./classes.js";
import { lack, written } from "./telling.js";

/** @typedef {import("./classes.js").Measure} Measure */
/** @typedef {import("./telling.js").Legend} Legend */

/** @param {string} color @param {string} text */
function patch(color, text) {
  const shade = el("span", { class: "legend__patch" });
  shade.style.background = color;
  return el("li", null, shade, el("span", null, text));
}

/** @param {import("./telling.js").Patch} told */
function key({ color, text }) {
  const grey = el("span", { class: "heat__grey" });
  grey.style.background = color;
  return el("p", { class: "heat__key" }, grey, text);
}

/** @param {string} text */
function note(text) {
  return el("p", { class: "legend__note" }, text);
}

/** @param {HTMLElement} box @param {Legend} told */
export function drawLegend(box, { title, classes, grey, spots, notes }) {
  put(
    box,
    el("h2", { class: "heat__measure" }, title),
    classes.length
      ? el(
          "ol",
          { class: needsRoom(classes) ? "legend__scale heat__scale--long" : "legend__scale" },
          classes.map(({ color, text }) => patch(color, text)),
        )
      : note(gettext("There is nothing to tell here.")),
    grey ? key(grey) : null,
    spots
      ? [
          el("p", { class: "heat__key" }, el("span", { class: "heat__hot" }), spots.hot),
          el("p", { class: "heat__key" }, el("span", { class: "heat__cold" }), spots.cold),
          note(spots.note),
        ]
      : null,
    notes.map(note),
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
