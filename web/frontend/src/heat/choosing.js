/** A cell or a drawn area that was chosen: lit on the map, kept in the address, its figures in the panel. */
import { getJson, latest } from "../kit/api.js";
import { gettext } from "../kit/i18n.js";
import { EMPTY } from "../map/layers.js";
import { changed, keep } from "./address.js";
import { cornersOf, shapes } from "./drawing.js";
import { drawPanel } from "./panel.js";
import { filtersOf, toldOf } from "./view.js";

/** @typedef {{ at?: string, drawn?: string, spot?: string, filters?: string }} Place  filters: of the map it was pressed on */

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

  /** @param {any} found @param {string} query */
  function draw(found, query) {
    const { at = "", spot } = chosen;
    drawPanel(panel, {
      heading: at ? gettext("The chosen cell") : gettext("The drawn area"),
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
    const query = changed(filters, { cell: at, polygon: drawn });
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

  /** Nothing named: nothing is chosen any more. @param {Place} place */
  async function choose(place) {
    chosen = place;
    show();
    if (!place.at && !place.drawn) {
      nextFigures();
      panel.hidden = true;
    } else if (await tell()) panel.focus({ preventScroll: true });
  }

  return {
    choose,
    /** The same place, of another period; the focus stays where it is. */
    async again() {
      if (!panel.hidden && (chosen.at || chosen.drawn)) await tell();
    },
  };
}
