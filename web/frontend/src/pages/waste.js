/** Container sites on the map, by their complaints; all figures stand in tables that are whole without scripts. */
import { getJson } from "../kit/api.js";
import { el, find, pageData, put } from "../kit/dom.js";
import { fill, gettext } from "../kit/i18n.js";
import { theme, token } from "../kit/theme.js";
import { canDraw, createMap } from "../map/create.js";
import { RADII, byClass, colors, ranges } from "../waste/classes.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, url: string, asked: Record<string, string> }} PageData */

const LAYER = "waste-sites";

function drawKey() {
  const shades = colors(theme(), token("neutral"));
  const entries = ranges().map((range, index) => {
    const dot = el("i", { class: "waste__dot" });
    dot.style.background = shades[index];
    dot.style.width = dot.style.height = `${2 * RADII[index]}px`;
    return el("span", null, dot, range);
  });
  const out = el(
    "span",
    null,
    el("i", { class: "waste__dot waste__dot--out" }),
    gettext("worse than the others"),
  );
  put(find("[data-key]"), el("span", { class: "muted" }, gettext("Complaints:")), ...entries, out);
}

/** @param {Record<string, any>} site */
function tell(site) {
  const told = gettext(
    "%(code)s, %(place)s: complaints %(complaints)s, violations %(violations)s, early %(early)s",
  );
  put(find("[data-chosen]"), fill(told, { ...site, place: site.name || site.address || site.operator }));
}

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, url, asked } = /** @type {PageData} */ (pageData("page-data"));
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const [{ map, onStyle }, sites] = await Promise.all([
    createMap(container, config, {
      shown,
      hash: false,
      embedded: true,
      title: gettext("Map of the container sites"),
    }),
    getJson(url, asked),
  ]);
  onStyle(() => {
    if (map.getLayer(LAYER)) return;
    map.addSource(LAYER, { type: "geojson", data: sites });
    map.addLayer({
      id: LAYER,
      type: "circle",
      source: LAYER,
      layout: { "circle-sort-key": ["get", "complaints"] },
      paint: {
        "circle-color": byClass(colors(theme(), token("neutral"))),
        "circle-radius": byClass(RADII),
        "circle-stroke-color": ["case", ["get", "stands_out"], token("ink"), token("muted")],
        "circle-stroke-width": ["case", ["get", "stands_out"], 3, 1],
      },
    });
    drawKey();
  });
  map.on("click", LAYER, (event) => {
    const properties = event.features?.[0]?.properties;
    if (properties) tell(properties);
  });
  map.on("mouseenter", LAYER, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", LAYER, () => (map.getCanvas().style.cursor = ""));
}

const container = document.getElementById("waste-map");
if (container) {
  /** @type {HTMLElement} */
  const section = find("[data-map-section]");
  if (canDraw()) draw(container).catch(() => (section.hidden = true));
  else section.hidden = true;
}
