/** Figures of a cell or of what was drawn: the measure, how it went by months, topics, executors, the appeals themselves. */
import { el, icon, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, language, ngettext } from "../kit/i18n.js";
import { title } from "./classes.js";
import { lack, written } from "./telling.js";
import { monthName, series, shortMonth } from "./months.js";

/** @typedef {import("./classes.js").Measure} Measure */

const MOST_MONTHS = 24;
const SPARK = { width: 260, height: 56 };
/** Told of every place beside the measure that was chosen. */
const BESIDE = ["open", "in_time", "median_days", "rating"];

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes */
function svg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** Bars by month, with what they say in words. @param {{ month: string, appeals: number }[]} told */
function spark(told) {
  const months = series(told, MOST_MONTHS);
  if (months.length < 2) return null;
  const most = Math.max(...months.map((one) => one.appeals));
  const step = SPARK.width / months.length;
  const top = months.find((one) => one.appeals === most) ?? months[0];
  const words = fill(gettext("Appeals by month, most in %(month)s: %(count)s"), {
    month: monthName(top.month, language()),
    count: number(most),
  });
  const bars = months.map(({ appeals }, index) => {
    const height = Math.max((appeals / Math.max(most, 1)) * SPARK.height, appeals ? 1 : 0);
    return svg("rect", { x: index * step, y: SPARK.height - height, width: Math.max(step - 1.5, 1), height });
  });
  const picture = svg("svg", {
    viewBox: `0 0 ${SPARK.width} ${SPARK.height}`,
    preserveAspectRatio: "none",
    class: "heat__spark",
    role: "img",
    "aria-label": words,
  });
  picture.append(...bars);
  return el(
    "figure",
    { class: "heat__figure" },
    picture,
    el(
      "figcaption",
      { class: "small muted" },
      el("span", null, shortMonth(months[0].month, language())),
      el("span", null, shortMonth(months[months.length - 1].month, language())),
    ),
    el("p", { class: "small" }, words),
  );
}

/** @param {string} heading @param {{ id: number | null, name: string, appeals: number }[]} tops @param {string} nobody */
function list(heading, tops, nobody) {
  if (!tops.length) return null;
  return el(
    "section",
    null,
    el("h3", { class: "heat__sub" }, heading),
    el(
      "ul",
      { class: "heat__tops" },
      tops.map(({ name, appeals }) =>
        el("li", null, el("span", null, name || nobody), el("span", { class: "number" }, number(appeals))),
      ),
    ),
  );
}

/** @param {any} found one of the answer's measures */
function valueOf(found) {
  if (found.value === null) return lack(found, found.why);
  const told = written(found.value, found);
  return found.unit === "%" ? `${told}\u00a0%` : told;
}

/** Where residents are known on a part of the ground only: its share. @param {any} found one of the answer's measures */
export function residentsKnown({ residents_known: share = 1 }) {
  const told = gettext("residents known on %(share)s of the ground");
  // Rounded up 49.6 % would be enough for a rate; of a hundred cells the border may cut off one.
  return share > 0.99 ? "" : fill(told, { share: `${Math.floor(share * 100)}\u00a0%` });
}

/** What a value is of: its unit stands in the name only where it does not stand beside the value. @param {Measure} measure */
export function headed(measure) {
  return measure.unit === "%" ? measure.name : title(measure);
}

/**
 * @param {HTMLElement} box
 * @param {{
 *   heading: string, period: string, spot: string, measure: Measure, found: any, listAddress: string, close: () => void,
 * }} told
 */
export function drawPanel(box, { heading, period, spot, measure, found, listAddress, close }) {
  const main = found.measures.find((/** @type {any} */ one) => one.code === measure.code);
  const beside = found.measures.filter(
    (/** @type {any} */ one) => BESIDE.includes(one.code) && one.code !== measure.code,
  );
  const known = residentsKnown(main);
  const count = found.numberMatched;
  const appeals = fill(ngettext("List: %(count)s appeal", "List: %(count)s appeals", count), {
    count: number(count),
  });
  put(
    box,
    el(
      "div",
      { class: "split heat__panel-head" },
      el("h2", { class: "heat__heading", tabindex: "-1" }, heading),
      el(
        "button",
        { type: "button", class: "button button--icon", "aria-label": gettext("Close"), onclick: close },
        icon("x"),
      ),
    ),
    el("p", { class: "muted small" }, period),
    el(
      "p",
      null,
      el("span", { class: "muted" }, `${headed(measure)}: `),
      el("span", { class: "heat__big" }, valueOf(main)),
    ),
    known ? el("p", { class: "muted small" }, known) : null,
    spot ? el("p", { class: "heat__key" }, el("span", { class: "heat__hot" }), spot) : null,
    el(
      "dl",
      { class: "heat__facts" },
      beside.map((/** @type {any} */ one) =>
        el("div", null, el("dt", null, headed(one)), el("dd", null, valueOf(one))),
      ),
    ),
    spark(found.months),
    list(gettext("What about"), found.topics, ""),
    list(gettext("Who answers"), found.executors, gettext("To be chosen by the administration")),
    count
      ? el("a", { class: "button button--wide", href: listAddress }, icon("list"), appeals)
      : el("p", { class: "muted" }, gettext("There are no appeals here.")),
  );
  box.hidden = false;
}
