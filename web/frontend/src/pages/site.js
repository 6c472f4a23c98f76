/** The form of a container site: its place on a map, by click and by dragging; the two fields say the same without it. */
import { brandMark, find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { token } from "../kit/theme.js";
import { canDraw, createMap } from "../map/create.js";
import { placeOf, write } from "../waste/place.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, beside: [string, number, number][] }} PageData */

const LAYER = "other-sites";
const NEAR = 17;

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, beside } = /** @type {PageData} */ (pageData("page-data"));
  /** @type {HTMLFormElement} */
  const form = find("[data-site-form]");
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const { map, onStyle } = await createMap(container, config, {
    shown,
    hash: false,
    title: gettext("Map around the place"),
  });
  const { Marker } = await import("./maplibre.js");
  /** @type {any} MapLibre takes any element; an SVG is one */
  const element = brandMark("waste__pin");
  const pin = new Marker({ element, anchor: "bottom", draggable: true });
  /** @param {[number, number] | null} place */
  const show = (place) => (place ? pin.setLngLat(place).addTo(map) : pin.remove());
  const start = placeOf(form);
  show(start);
  if (start) map.jumpTo({ center: start, zoom: NEAR });
  pin.on("dragend", () => write(form, pin.getLngLat()));
  map.on("click", (event) => {
    write(form, event.lngLat);
    show(placeOf(form));
  });
  form.addEventListener("change", () => show(placeOf(form)));

  const features = beside.map(([code, lon, lat]) => ({
    type: /** @type {const} */ ("Feature"),
    geometry: { type: /** @type {const} */ ("Point"), coordinates: [lon, lat] },
    properties: { code },
  }));
  onStyle(() => {
    if (map.getLayer(LAYER)) return;
    map.addSource(LAYER, { type: "geojson", data: { type: "FeatureCollection", features } });
    map.addLayer({
      id: LAYER,
      type: "circle",
      source: LAYER,
      paint: {
        "circle-color": token("accent"),
        "circle-radius": 5,
        "circle-stroke-color": token("paper"),
        "circle-stroke-width": 1,
      },
    });
  });
}

/** @type {HTMLElement} */
const container = find("#site-map");
/** @type {HTMLElement} */
const section = find("[data-map-section]");
if (canDraw()) draw(container).catch(() => (section.hidden = true));
else section.hidden = true;
