/** The list of zones: those of the page on the map, row and polygon light each other up; the list is whole without scripts. */
import { find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { canDraw, createMap } from "../map/create.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, zones: number[] }} PageData */

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, zones } = /** @type {PageData} */ (pageData("page-data"));
  const shown = { heat: false, query: "executor=0", heatColor: "transparent" };
  const { map } = await createMap(container, config, {
    shown,
    hash: false,
    title: gettext("Zones on the map"),
  });
  const only = (/** @type {number[]} */ ids) =>
    /** @type {any} */ (["in", ["to-number", ["get", "id"], -1], ["literal", ids]]);
  const show = (ids = zones) => {
    for (const layer of ["zone-fill", "zone-line"]) {
      if (!map.getLayer(layer)) continue;
      map.setFilter(layer, only(layer === "zone-fill" && ids.length === zones.length ? [] : ids));
      map.setLayoutProperty(layer, "visibility", "visible");
    }
  };
  map.on("style.load", () => show());
  show();
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-zone]"))) {
    const id = Number(row.dataset.zone);
    for (const on of ["mouseenter", "focusin"]) row.addEventListener(on, () => show([id]));
    for (const off of ["mouseleave", "focusout"]) row.addEventListener(off, () => show());
  }
}

const container = /** @type {HTMLElement} */ (find("#zones-map"));
if (canDraw()) draw(container).catch(() => (container.hidden = true));
else container.hidden = true;
