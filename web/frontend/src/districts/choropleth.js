/** Districts on the map: filled by class, lined by whether they differ not by chance; not the page around it. */
import { theme, token } from "../kit/theme.js";
import { createMap } from "../map/create.js";
import { classColors } from "./colors.js";

/**
 * @typedef {{ id: number, name: string, told: string, class: number | null, sure: boolean, page: string }} Area
 * @typedef {{ map: import("../map/create.js").MapConfig, outlines: string, diverging: boolean, less_is_worse: boolean, bounds: number[],
 *   labels: string[], chosen: number | null, areas: Area[] }} Districts
 */

const SOURCE = "districts";
const FILL = "districts-fill";

/** A value of each area by its id. @param {Area[]} areas @param {(area: Area) => any} value @param {any} otherwise @returns {any} */
function byArea(areas, value, otherwise) {
  return areas.length
    ? ["match", ["id"], ...areas.flatMap((area) => [area.id, value(area)]), otherwise]
    : otherwise;
}

/** @param {Districts} found */
function layers(found) {
  const { areas, chosen } = found;
  const colors = classColors(found, theme());
  const none = token("line");
  const color = byArea(areas, (area) => (area.class === null ? none : colors[area.class]), none);
  const width = byArea(areas, (area) => (area.id === chosen ? 4 : area.sure ? 3 : 1), 1);
  const line = byArea(areas, (area) => (area.id === chosen ? token("accent") : token("ink")), token("ink"));
  return [
    { id: FILL, type: "fill", source: SOURCE, paint: { "fill-color": color, "fill-opacity": 0.75 } },
    {
      id: "districts-line",
      type: "line",
      source: SOURCE,
      paint: { "line-color": line, "line-width": width },
    },
  ];
}

/**
 * @param {HTMLElement} container @param {Districts} found
 * @param {{ title: string, choose: (area: Area) => void, dressed: () => void }} page
 */
export async function drawDistricts(container, found, { title, choose, dressed }) {
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const { map, onStyle } = await createMap(container, found.map, {
    shown,
    hash: false,
    embedded: true,
    title,
  });
  const known = new Map(found.areas.map((area) => [area.id, area]));
  onStyle(() => {
    if (map.getLayer(FILL)) return;
    map.addSource(SOURCE, { type: "geojson", data: found.outlines });
    for (const layer of layers(found)) map.addLayer(/** @type {any} */ (layer));
    dressed();
  });
  map.on("click", FILL, (event) => {
    const area = known.get(Number(event.features?.[0]?.id));
    if (area) choose(area);
  });
  map.on("mouseenter", FILL, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", FILL, () => (map.getCanvas().style.cursor = ""));
}
