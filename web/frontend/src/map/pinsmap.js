/** A desk's appeals on a map: its pins open their appeals; what stands beside the map is the desk's. */
import { createMap } from "./create.js";
import { APPEAL_LAYERS, PINS } from "./layers.js";

/**
 * places: address of the pins. opens: address of one appeal, with NUMBER in place of its own.
 * @param {HTMLElement} container
 * @param {{ map: import("./create.js").MapConfig, places: string, opens: string }} data
 */
export async function pinsMap(container, { map: config, places, opens }) {
  const shown = { heat: false, query: "", places, heatColor: "transparent" };
  const { map } = await createMap(container, config, { shown, hash: false });
  map.on("click", PINS, (event) => {
    const number = event.features?.[0]?.properties.number;
    if (number) location.assign(opens.replace("NUMBER", number));
  });
  map.on("click", "clusters", (event) => {
    map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
  });
  map.on("mouseenter", APPEAL_LAYERS, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", APPEAL_LAYERS, () => (map.getCanvas().style.cursor = ""));
}
