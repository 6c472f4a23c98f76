/** The form of area alerts: only the fields of the chosen shape, and a map to set circle or corners; whole without scripts. */
import { getJson } from "../kit/api.js";
import { circle } from "../kit/circle.js";
import { combobox } from "../kit/combobox.js";
import { find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { token } from "../kit/theme.js";
import { canDraw, createMap } from "../map/create.js";
import { EMPTY } from "../map/layers.js";

/** @typedef {import("maplibre-gl").Map} MapLibreMap */

/** @type {HTMLFormElement} */
const form = find("[data-alert-form]");
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
const shape = () => /** @type {RadioNodeList} */ (form.elements.namedItem("shape")).value;

/** Corners of the drawn area, lon/lat. @type {[number, number][]} */
let corners = [];
/** @type {MapLibreMap | null} */
let map = null;

function showShape() {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-shape]"))) {
    part.hidden = part.dataset.shape !== shape();
  }
  const container = /** @type {HTMLElement} */ (find("#alert-map"));
  container.hidden = !map || shape() === "area";
  map?.resize();
  redraw();
}

/** @returns {GeoJSON.Feature[]} */
function drawn() {
  const feature = (/** @type {GeoJSON.Geometry} */ geometry) => ({
    type: /** @type {const} */ ("Feature"),
    properties: {},
    geometry,
  });
  if (shape() === "circle") {
    if (!field("lon").value) return [];
    const centre = { lon: Number(field("lon").value), lat: Number(field("lat").value) };
    return [feature(circle(centre, Number(field("radius_m").value) || 0))];
  }
  if (shape() !== "polygon") return [];
  const points = corners.map((corner) => feature({ type: "Point", coordinates: corner }));
  if (corners.length < 3) return points;
  return [...points, feature({ type: "Polygon", coordinates: [[...corners, corners[0]]] })];
}

function redraw() {
  const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map?.getSource("alert"));
  source?.setData({ type: "FeatureCollection", features: drawn() });
}

function keepCorners() {
  const ring = [...corners, corners[0]];
  field("polygon").value = corners.length < 3 ? "" : JSON.stringify({ type: "Polygon", coordinates: [ring] });
  redraw();
}

/** @param {number} lon @param {number} lat */
function setCentre(lon, lat) {
  field("lon").value = lon.toFixed(7);
  field("lat").value = lat.toFixed(7);
  redraw();
}

/** @param {MapLibreMap} on */
function addLayers(on) {
  if (on.getSource("alert")) return;
  on.addSource("alert", { type: "geojson", data: EMPTY });
  const color = token("accent");
  on.addLayer({
    id: "alert",
    type: "fill",
    source: "alert",
    paint: { "fill-color": color, "fill-opacity": 0.15 },
  });
  on.addLayer({
    id: "alert-line",
    type: "line",
    source: "alert",
    paint: { "line-color": color, "line-width": 2 },
  });
  on.addLayer({
    id: "alert-corners",
    type: "circle",
    source: "alert",
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": color, "circle-radius": 5 },
  });
  redraw();
}

async function drawMap() {
  const container = /** @type {HTMLElement} */ (find("#alert-map"));
  container.hidden = false;
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const made = await createMap(container, pageData("page-data"), { shown, hash: false });
  map = made.map;
  made.onStyle(() => addLayers(made.map));
  map.on("click", (event) => {
    if (shape() === "polygon") {
      corners.push([Number(event.lngLat.lng.toFixed(6)), Number(event.lngLat.lat.toFixed(6))]);
      keepCorners();
    } else {
      field("address").value = "";
      setCentre(event.lngLat.lng, event.lngLat.lat);
    }
  });
  if (field("lon").value) {
    map.jumpTo({ center: [Number(field("lon").value), Number(field("lat").value)], zoom: 14 });
  }
  const draw = /** @type {HTMLElement} */ (find("[data-draw]", form));
  draw.hidden = false;
  /** @type {HTMLElement} */ (find("[data-without-map]", form)).hidden = true;
  find("[data-undo]", form).addEventListener("click", () => {
    corners.pop();
    keepCorners();
  });
  const before = field("polygon").value;
  if (before) corners = JSON.parse(before).coordinates[0].slice(0, -1);
  showShape();
}

combobox(field("address"), {
  none: gettext("No such address. Put the pin on the map."),
  async search(text, signal) {
    const near = map ? { lon: map.getCenter().lng, lat: map.getCenter().lat } : {};
    const { suggestions } = await getJson("/api/v1/suggest/", { text, limit: 6, ...near }, signal);
    return suggestions.map((/** @type {any} */ one) => ({ label: one.text, hint: "", value: one }));
  },
  choose({ value: place }) {
    setCentre(place.lon, place.lat);
    map?.jumpTo({ center: [place.lon, place.lat], zoom: 14 });
  },
});
field("address").addEventListener("input", () => {
  field("lon").value = field("lat").value = "";
  redraw();
});
field("radius_m").addEventListener("input", redraw);
form.addEventListener("change", showShape);
showShape();
if (form.querySelector("[data-proof]")) void import("../report/proof.js").then(({ prove }) => prove(form));
if (canDraw()) drawMap().catch(() => (map = null));
