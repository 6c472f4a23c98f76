/** The executor's desk: its own appeals on the map, rows chosen for one step; list and forms are whole without scripts. */
import { picking } from "../desk/picking.js";
import { find, pageData } from "../kit/dom.js";
import { printing } from "../kit/printing.js";
import { canDraw, createMap } from "../map/create.js";
import { APPEAL_LAYERS, PINS } from "../map/layers.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, places: string, work: string }} PageData */

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, places, work } = /** @type {PageData} */ (pageData("page-data"));
  const shown = { heat: false, query: "", places, heatColor: "transparent" };
  const { map } = await createMap(container, config, { shown, hash: false });
  map.on("click", PINS, (event) => {
    const number = event.features?.[0]?.properties.number;
    if (number) location.assign(work.replace("NUMBER", number));
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

/** @type {HTMLFormElement | null} */
const batch = document.querySelector("[data-batch]");
if (batch) picking(batch);
printing();

/** @type {HTMLElement} */
const container = find("#own-map");
if (canDraw()) draw(container).catch(() => (container.hidden = true));
else container.hidden = true;
