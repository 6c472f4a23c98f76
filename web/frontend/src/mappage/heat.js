/** The heat map: colours by fixed classes, the legend with measure, unit, period and number, and exports. */
import { el, find, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { theme } from "../kit/theme.js";
import { breaks, colorsFor, fillColor, labels, resolutionOf } from "../map/heatscale.js";
import { withParams } from "../kit/api.js";

/** Mean area of an H3 cell in km² by resolution. Source: H3 documentation, "Average area in km2". */
const CELL_KM2 = [
  4357449, 609788, 86801, 12393, 1770, 252.9, 36.13, 5.161, 0.7373, 0.1053, 0.01505, 0.00215, 0.000307,
];

/** @typedef {{ cell: string, values: Record<string, number> }} Cell */

/** «0,11 км²» or «15 000 м²». @param {number} resolution */
export function cellSize(resolution) {
  const km2 = CELL_KM2[resolution] ?? 0;
  if (km2 >= 1) return `${number(Number(km2.toPrecision(2)))}\u00a0${gettext("km²")}`;
  if (km2 >= 0.05) return `${number(Number(km2.toPrecision(2)))}\u00a0${gettext("km²")}`;
  return `${number(Number((km2 * 1e6).toPrecision(2)))}\u00a0${gettext("m²")}`;
}

/**
 * @param {HTMLElement} box the legend
 * @param {{
 *   exportUrl: string,
 *   params: () => Record<string, unknown>,
 *   period: () => string,
 *   chooseMetric: (metric: string) => void,
 *   recolor: (color: any) => void,
 * }} page
 */
export function heatLegend(box, page) {
  const scale = find("[data-legend-scale]", box);
  const note = find("[data-legend-note]", box);
  const here = find("[data-legend-here]", box);
  const select = /** @type {HTMLSelectElement} */ (find("[data-legend-metric]", box));
  const links = /** @type {HTMLAnchorElement[]} */ ([...box.querySelectorAll("[data-export]")]);
  const more = /** @type {HTMLAnchorElement | null} */ (box.querySelector("[data-heat-page]"));
  const pageAddress = more?.getAttribute("href") ?? "";
  let metric = "count";
  let resolution = -1;
  /** Bounds are kept while the filter, the metric and the size of the cells stay. */
  let key = "";
  /** @type {number[]} */
  let bounds = [1];
  let matched = 0;

  select.addEventListener("change", () => page.chooseMetric(select.value));

  function drawScale() {
    const whole = metric !== "per_km2";
    const colors = colorsFor(bounds.length, theme());
    const words = labels(bounds, { whole }, number);
    put(
      scale,
      words.map((text, index) => {
        const patch = el("span", { class: "legend__patch" });
        patch.style.background = colors[index];
        return el("li", null, patch, el("span", null, text));
      }),
    );
  }

  document.addEventListener("metka:theme", () => {
    page.recolor(fillColor(metric, bounds, theme()));
    drawScale();
  });

  function drawNote() {
    const count = fill(ngettext("%(count)s appeal in view", "%(count)s appeals in view", matched), {
      count: number(matched),
    });
    const size =
      resolution < 0 ? "" : fill(gettext("a cell is about %(size)s"), { size: cellSize(resolution) });
    note.textContent = [page.period(), count, size].filter(Boolean).join(" · ");
  }

  function drawLinks() {
    if (more) {
      const measure = metric === "count" ? "" : metric;
      more.href = withParams(pageAddress, { ...page.params(), bbox: "", measure }) + location.hash;
    }
    for (const link of links) {
      link.href = withParams(page.exportUrl, {
        ...page.params(),
        metric,
        format: link.dataset.export,
        ...(resolution < 0 ? {} : { resolution }),
      });
    }
  }

  return {
    /** @param {string} next */
    setMetric(next) {
      metric = next;
      select.value = next;
    },
    /** Colour for the style; before any cell is known, the whole scale. */
    color: () => fillColor(metric, bounds, theme()),
    /** @param {number} count of the list */
    setMatched(count) {
      matched = count;
      drawNote();
      drawLinks();
    },
    /**
     * Cells in view have been drawn: settles the classes when filter, metric or cell size are new.
     * @param {Cell[]} cells @param {string} filter
     */
    settle(cells, filter) {
      if (!cells.length) {
        drawNote();
        drawScale();
        return;
      }
      resolution = resolutionOf(cells[0].cell);
      const wanted = `${filter}|${metric}|${resolution}`;
      if (wanted !== key) {
        key = wanted;
        bounds = breaks(
          cells.map((cell) => Number(cell.values[metric] ?? 0)),
          { whole: metric !== "per_km2" },
        );
        page.recolor(fillColor(metric, bounds, theme()));
      }
      drawScale();
      drawNote();
      drawLinks();
    },
    /** @param {Record<string, number> | null} values of the cell under the pointer */
    point(values) {
      here.textContent = values
        ? fill(
            ngettext(
              "Here: %(count)s appeal, %(open)s waiting",
              "Here: %(count)s appeals, %(open)s waiting",
              Number(values.count),
            ),
            { count: number(Number(values.count)), open: number(Number(values.open ?? 0)) },
          )
        : "";
    },
    show: (/** @type {boolean} */ shown) => (box.hidden = !shown),
  };
}
