/** A small map with one place, drawn when it comes into view; hidden where a map cannot be drawn. */
import { brandMark, el, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { canDraw, createMap } from "./create.js";

/** @typedef {{ map: import("./create.js").MapConfig, place: { lon: number, lat: number, exact: boolean } }} PageData */

const ZOOM = { exact: 16, around: 14.5 };

/** @param {HTMLElement} container @param {PageData} data */
async function draw(container, { map: config, place }) {
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const { map } = await createMap(container, config, {
    shown,
    hash: false,
    embedded: true,
    title: gettext("Map around the place"),
  });
  map.jumpTo({ center: [place.lon, place.lat], zoom: place.exact ? ZOOM.exact : ZOOM.around });
  const { Marker } = await import("../pages/maplibre.js");
  /** @type {any} MapLibre takes any element; an SVG is one */
  const element = place.exact ? brandMark("small-map__pin") : el("div", { class: "small-map__around" });
  new Marker({ element, anchor: place.exact ? "bottom" : "center" })
    .setLngLat([place.lon, place.lat])
    .addTo(map);
}

/** Draws the map of the page's one place; nothing where the page has none. */
export function smallMap() {
  const container = document.getElementById("small-map");
  if (!container) return;
  if (!canDraw()) return void (container.hidden = true);
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    draw(container, pageData("page-data")).catch(() => (container.hidden = true));
  });
  watcher.observe(container);
}
