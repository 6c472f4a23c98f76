/** A cell, a drawn area or the areas of the filter that were chosen: lit on the map, kept in the address, its figures in the panel. */
import { getJson, latest } from "../kit/api.js";
import { gettext } from "../kit/i18n.js";
import { EMPTY } from "../map/layers.js";
import { changed, keep } from "./address.js";
import { cornersOf, shapes } from "./drawing.js";
import { drawPanel } from "./panel.js";
import { filtersOf, toldOf } from "./view.js";

/**
 * area: those of the filter, which need nothing more in the address. filters: of the map it was pressed on
 * @typedef {{ at?: string, drawn?: string, area?: boolean, spot?: string, filters?: string }} Place
 */

/**
 * @param {import("./view.js").View} view @param {import("./layers.js").HeatMap} heat @param {HTMLElement} panel
 * @param {{ say: (text: string) => void, failed: (error: unknown) => void }} page
 */
export function choosing(view, heat, panel, { say, failed }) {
  /** @type {Place} */
  let chosen = {};
  const nextFigures = latest();

  function show() {
    const { at = "", drawn = "" } = chosen;
    keep({ at, drawn });
    heat.choose(at);
    heat.setData("drawing", drawn ? shapes(cornersOf(drawn), true) : EMPTY);
  }

  function heading() {
    if (chosen.at) return gettext("The chosen cell");
    return chosen.area ? view.data.area : gettext("The drawn area");
  }

  /** @param {any} found @param {string} query */
  function draw(found, query) {
    const { at = "", spot } = chosen;
    drawPanel(panel, {
      heading: heading(),
      period: chosen.filters && view.data.beside ? view.data.beside.other : toldOf(view).period,
      spot: spot ?? view.spotted.get(at) ?? "",
      measure: view.data.measure,
      found,
      listAddress: `${view.data.urls.list}?${query}`,
      close: () => choose({}),
    });
  }

  async function tell() {
    const { at = "", drawn = "", filters = filtersOf(view) } = chosen;
    // What the filter has of its own stays: an area may be cut by a polygon.
    const query = changed(filters, { ...(at && { cell: at }), ...(drawn && { polygon: drawn }) });
    const before = view.data.measure.scale === "diverging" ? "previous" : "";
    try {
      draw(await getJson(`${view.data.urls.figures}?${query}`, { compare: before }, nextFigures()), query);
      say("");
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  /**
   * Nothing named: nothing is chosen any more. The focus goes to the panel, unless a field of the filter has it.
   * @param {Place} place
   */
  async function choose(place) {
    chosen = place;
    show();
    if (!place.at && !place.drawn && !place.area) {
      nextFigures();
      panel.hidden = true;
    } else if ((await tell()) && !place.area) panel.focus({ preventScroll: true });
  }

  return {
    choose,
    ofAreas: () => Boolean(chosen.area),
    /** The same place, of another period; the focus stays where it is. */
    async again() {
      if (!panel.hidden) await tell();
    },
  };
}
