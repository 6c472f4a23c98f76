/** The page's own state in its address, and its parts that the server writes: both are renewed without losing the map. */
import { request } from "../kit/api.js";
import { find, pageData } from "../kit/dom.js";
import { changed, extraOf, queryOf } from "./address.js";

/** @typedef {{ query: string, filters: string, since: boolean, total: number, own: string, other: string, difference: string }} Beside */
/**
 * area: names of the areas of the filter; "" without any. table: resolution
 * of its cells. sizes: widths of cells by resolution. words: of the filter, a line for each of its conditions but the period
 * @typedef {{
 *   map: import("../map/create.js").MapConfig,
 *   urls: { classes: string, figures: string, months: string, hotspots: string, list: string },
 *   query: string, filters: string, measure: import("./classes.js").Measure, resolution: number | null, table: number, sizes: Record<string, string>,
 *   method: string, bounds: number[], period: string, area: string, words: string[], since: boolean, total: number,
 *   spots: boolean, spotWords: Record<string, string>,
 *   beside: Beside | null,
 * }} PageData
 */

/** The form keeps what the server understood; a refused page has nothing to draw. @returns {PageData | null} */
export function readData() {
  return pageData("page-data") || null;
}

/** @param {Document} from */
function swap(from) {
  for (const part of document.querySelectorAll("[data-swap]")) {
    const name = part.getAttribute("data-swap");
    const next = from.querySelector(`[data-swap="${name}"]`);
    if (next) part.replaceWith(document.adoptNode(next));
  }
  const data = from.getElementById("page-data");
  if (data) find("#page-data").replaceWith(document.adoptNode(data));
}

/** @param {string} path */
async function load(path) {
  try {
    const response = await request(path, { headers: { Accept: "text/html" } });
    return await response.text();
  } catch (error) {
    // A filter that was refused is told by the page itself.
    const body = /** @type {{ body?: string }} */ (error).body;
    if (body) return body;
    throw error;
  }
}

/**
 * The form sends itself on every change, and the map stays where it is.
 * @param {HTMLFormElement} form
 * @param {{ changed: (data: PageData | null) => void, failed: (error: unknown) => void, busy: (on: boolean) => void, table: () => string }} page
 *   table: of which resolution the table's cells are unless one is chosen
 */
export function liveForm(form, page) {
  let asked = 0;

  async function renew() {
    const own = ++asked;
    const { month } = extraOf(location.search);
    const query = changed(queryOf(form), { month });
    const path = `${location.pathname}${query ? `?${query}` : ""}`;
    page.busy(true);
    try {
      const text = await load(`${location.pathname}?${changed(query, { table: page.table() })}`);
      if (own !== asked) return;
      history.replaceState(history.state, "", path + location.hash);
      swap(new DOMParser().parseFromString(text, "text/html"));
      page.changed(readData());
    } catch (error) {
      if (own === asked) page.failed(error);
    } finally {
      if (own === asked) page.busy(false);
    }
  }

  /** The same page with its table of other cells; the address stays. @param {number} table @returns {Promise<PageData | null>} */
  async function retable(table) {
    const own = ++asked;
    const query = changed(location.search, { table: String(table) });
    const text = await load(`${location.pathname}?${query}`);
    // What somebody is in is not taken from under the fingers.
    if (own !== asked || document.activeElement?.closest("[data-swap]")) return null;
    swap(new DOMParser().parseFromString(text, "text/html"));
    return readData();
  }

  form.addEventListener("change", renew);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    renew();
  });
  return { renew, retable };
}
