/** An executor's public page: its zones and its appeals on a small map; all else is whole without scripts. */
import { getJson } from "../kit/api.js";
import { find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { canDraw, createMap } from "../map/create.js";
import { PINS } from "../map/layers.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, zones: number[], areas: number[], executor: number }} PageData */

/** The areas whose authority it is; one that cannot be had is left out. @param {number[]} ids */
async function outlinesOf(ids) {
  const asked = ids.map((id) =>
    getJson(`/api/v1/areas/${id}/`, { geometry: "simplified" }).catch(() => null),
  );
  const features = (await Promise.all(asked)).filter((feature) => feature?.geometry);
  return /** @type {GeoJSON.FeatureCollection} */ ({ type: "FeatureCollection", features });
}

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, zones, areas, executor } = /** @type {PageData} */ (pageData("page-data"));
  const shown = { heat: false, query: `executor=${executor}`, heatColor: "transparent" };
  const { map } = await createMap(container, config, {
    shown,
    hash: false,
    embedded: true,
    title: gettext("Map of appeals"),
  });
  const show = () => {
    for (const layer of ["zone-fill", "zone-line"]) {
      if (!map.getLayer(layer) || !zones.length) continue;
      map.setFilter(layer, ["in", ["to-number", ["get", "id"], -1], ["literal", zones]]);
      map.setLayoutProperty(layer, "visibility", "visible");
    }
  };
  const outlines = await outlinesOf(areas);
  const outline = () =>
    /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource("highlight"))?.setData(
      outlines,
    );
  // Again after a change of theme, which brings another style.
  for (const draws of [show, outline]) {
    map.on("style.load", draws);
    draws();
  }
  map.on("click", PINS, (event) => {
    const number = event.features?.[0]?.properties.number;
    if (number) location.assign(`/appeals/${number}/`);
  });
}

const container = document.getElementById("executor-map");
if (container && canDraw()) draw(find("#executor-map")).catch(() => (container.hidden = true));
else if (container) container.hidden = true;
