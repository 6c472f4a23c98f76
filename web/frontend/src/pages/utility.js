/** The heat map of an executor's own zone; all figures stand in tables that are whole without scripts. */
import { getJson } from "../kit/api.js";
import { el, find, pageData, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { theme } from "../kit/theme.js";
import { canDraw, createMap } from "../map/create.js";
import { breaks, colorsFor, fillColor, labels } from "../map/heatscale.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, url: string, asked: Record<string, string> }} PageData */

const LAYER = "zone-cells";

/** @param {number[]} bounds */
function drawKey(bounds) {
  const colors = colorsFor(bounds.length, theme());
  const words = labels(bounds, { whole: true }, number);
  const entries = words.map((text, index) => {
    const patch = el("i", { class: "utility__patch" });
    patch.style.background = colors[index];
    return el("li", null, patch, text);
  });
  put(find("[data-key]"), el("li", { class: "muted" }, gettext("Appeals in a cell:")), ...entries);
}

/** @param {Record<string, any>} cell */
function tell(cell) {
  const told = ngettext(
    "Here: %(count)s appeal, %(open)s waiting",
    "Here: %(count)s appeals, %(open)s waiting",
    Number(cell.count),
  );
  put(
    find("[data-chosen]"),
    fill(told, { count: number(Number(cell.count)), open: number(Number(cell.open)) }),
  );
}

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, url, asked } = /** @type {PageData} */ (pageData("page-data"));
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const title = gettext("Heat map of my zone");
  const [{ map, onStyle }, cells] = await Promise.all([
    createMap(container, config, { shown, hash: false, embedded: true, title }),
    getJson(url, asked),
  ]);
  const values = cells.features.map((/** @type {any} */ cell) => Number(cell.properties.count));
  const bounds = breaks(values, { whole: true });
  onStyle(() => {
    if (map.getLayer(LAYER)) return;
    map.addSource(LAYER, { type: "geojson", data: cells });
    const paint = { "fill-color": fillColor("count", bounds, theme()), "fill-opacity": 0.75 };
    map.addLayer({ id: LAYER, type: "fill", source: LAYER, paint });
    drawKey(bounds);
  });
  map.on("click", LAYER, (event) => {
    const properties = event.features?.[0]?.properties;
    if (properties) tell(properties);
  });
  map.on("mouseenter", LAYER, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", LAYER, () => (map.getCanvas().style.cursor = ""));
}

const container = document.getElementById("utility-map");
if (container) {
  /** @type {HTMLElement} */
  const section = find("[data-map-section]");
  if (canDraw()) draw(container).catch(() => (section.hidden = true));
  else section.hidden = true;
}
