/** The organisation's view: its own appeals on the map; the list is whole without scripts. */
import { withParams } from "../kit/api.js";
import { find, pageData } from "../kit/dom.js";
import { canDraw, createMap } from "../map/create.js";
import { APPEAL_LAYERS, PINS } from "../map/layers.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, filter: Record<string, unknown> }} PageData */

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, filter } = /** @type {PageData} */ (pageData("page-data"));
  const query = withParams("", filter).slice(1);
  const shown = { heat: false, query, heatColor: "transparent" };
  const { map } = await createMap(container, config, { shown, hash: false });
  map.on("click", PINS, (event) => {
    const number = event.features?.[0]?.properties.number;
    if (number) location.assign(`/appeals/${number}/`);
  });
  map.on("click", "clusters", (event) => {
    map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
  });
  map.on("mouseenter", APPEAL_LAYERS, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", APPEAL_LAYERS, () => (map.getCanvas().style.cursor = ""));
}

/** @type {HTMLFormElement} */
const form = find("[data-list-form]");
form.addEventListener("change", () => form.requestSubmit());

/** @type {HTMLElement} */
const container = find("#own-map");
if (canDraw()) draw(container).catch(() => (container.hidden = true));
else container.hidden = true;
