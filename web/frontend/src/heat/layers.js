/** The map of the heat page: hexagons by tiles, months, hot spots and what is drawn above them; knows no panel and no legend. */
import { token } from "../kit/theme.js";
import { createMap } from "../map/create.js";
import { EMPTY, tilesOf } from "../map/layers.js";
import { zoomOf } from "./classes.js";

/** @typedef {import("maplibre-gl").Map} MapLibreMap */
/** @typedef {Awaited<ReturnType<typeof heatMap>>} HeatMap */

const HATCH = "heat-hatch";
const HATCH_PX = 8;
/** From this width of a cell on its outline is full and its hatch is seen; below they fade with the cell. */
const OUTLINED_PX = 48;
const HATCHED_PX = 24;
const IS_HOT = /** @type {any} */ (["==", ["get", "class"], "hot"]);

/** Lines aslant: what is significant is told by a pattern, never by a colour alone. @param {MapLibreMap} map */
function addHatch(map) {
  if (map.hasImage(HATCH)) return;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 2 * HATCH_PX;
  const draw = canvas.getContext("2d");
  if (!draw) return;
  draw.strokeStyle = token("ink");
  draw.lineWidth = 2;
  for (const shift of [-1, 0, 1]) {
    draw.moveTo(2 * HATCH_PX * shift, 2 * HATCH_PX);
    draw.lineTo(2 * HATCH_PX * (shift + 1), 0);
  }
  draw.stroke();
  map.addImage(HATCH, draw.getImageData(0, 0, canvas.width, canvas.height), { pixelRatio: 2 });
}

/** «значимо хуже, чем вокруг; держится». @param {Record<string, any>} properties of a cell of the hot spots */
export function spotWords(properties) {
  return [properties.words, properties.course_words].filter(Boolean).join("; ");
}

/**
 * Outlines of small cells side by side would be one black patch that hides the colours: there they are hairlines.
 * @param {MapLibreMap} map @param {number} resolution of the spots' cells
 */
function paintSpots(map, resolution) {
  if (!map.getLayer("spots-hot")) return;
  const { lat } = map.getCenter();
  const full = zoomOf(resolution, OUTLINED_PX, lat);
  const hatched = zoomOf(resolution, HATCHED_PX, lat);
  const along = (/** @type {number[]} */ ...stops) =>
    /** @type {any} */ (["interpolate", ["linear"], ["zoom"], ...stops]);
  map.setPaintProperty("spots-hot", "line-width", along(full - 3, 0.4, full, 2));
  map.setPaintProperty("spots-hot", "line-opacity", along(full - 3, 0.6, full, 1));
  map.setPaintProperty("spots-cold", "line-width", along(full - 3, 0.3, full, 1.5));
  map.setPaintProperty("spots-cold", "line-opacity", along(full - 3, 0.4, full, 1));
  map.setPaintProperty("spots-hatch", "fill-opacity", along(hatched - 1, 0, hatched, 0.5));
}

/** @param {MapLibreMap} map */
function addLayers(map) {
  if (!map.getLayer("hexbins") || map.getSource("months")) return false;
  addHatch(map);
  for (const id of ["months", "spots", "drawing"]) map.addSource(id, { type: "geojson", data: EMPTY });
  const below = "areas-band";
  map.addLayer(
    { id: "months", type: "fill", source: "months", paint: { "fill-opacity": 0.75, "fill-color": "#888" } },
    below,
  );
  map.addLayer(
    {
      id: "spots-hatch",
      type: "fill",
      source: "spots",
      filter: IS_HOT,
      paint: { "fill-pattern": HATCH, "fill-opacity": 0.5 },
    },
    below,
  );
  map.addLayer(
    {
      id: "spots-hot",
      type: "line",
      source: "spots",
      filter: IS_HOT,
      paint: { "line-color": token("ink"), "line-width": 2 },
    },
    below,
  );
  map.addLayer(
    {
      id: "spots-cold",
      type: "line",
      source: "spots",
      filter: ["!", IS_HOT],
      paint: { "line-color": token("ink"), "line-width": 1.5, "line-dasharray": [2, 2] },
    },
    below,
  );
  // A fill that is not seen can be pressed anywhere, not on its outline alone.
  map.addLayer(
    {
      id: "spots-cold-fill",
      type: "fill",
      source: "spots",
      filter: ["!", IS_HOT],
      paint: { "fill-color": token("ink"), "fill-opacity": 0 },
    },
    below,
  );
  const color = token("accent");
  map.addLayer({
    id: "drawing-fill",
    type: "fill",
    source: "drawing",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": color, "fill-opacity": 0.12 },
  });
  map.addLayer({
    id: "drawing-line",
    type: "line",
    source: "drawing",
    filter: ["!=", ["geometry-type"], "Point"],
    paint: { "line-color": color, "line-width": 3 },
  });
  map.addLayer({
    id: "drawing-corners",
    type: "circle",
    source: "drawing",
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-color": color,
      "circle-radius": 6,
      "circle-stroke-color": token("paper"),
      "circle-stroke-width": 2,
    },
  });
  return true;
}

/**
 * @param {HTMLElement} container
 * @param {import("../map/create.js").MapConfig} config
 * @param {{ query: string, color: any, title: string, hash: boolean }} start
 */
export async function heatMap(container, config, { query, color, title, hash }) {
  let shown = { heat: true, query, heatColor: color };
  const { map, restyle } = await createMap(container, config, { shown, hash, title, embedded: false });
  /** What each source holds: a new style has empty ones. @type {Record<string, GeoJSON.FeatureCollection>} */
  const held = {};
  /** @type {any} */
  let monthColor = null;
  let chosen = "";
  /** Resolution of the cells that stand out. */
  let spotted = 0;
  /** The query whose tiles the map has: a style that comes late was made for an earlier one. */
  let loaded = query;

  function load() {
    const source = map.getSource("hexbins");
    // While a source begins, it forgets what it is told.
    if (loaded === shown.query || !source?.loaded() || !("setTiles" in source)) return;
    loaded = shown.query;
    /** @type {any} */ (source).setTiles(tilesOf("hexbins", loaded));
  }

  function dress() {
    load();
    if (!addLayers(map)) return;
    map.setPaintProperty("hexbins", "fill-color", shown.heatColor);
    for (const [id, features] of Object.entries(held)) setData(id, features);
    drawMonth();
    paintSpots(map, spotted);
    light(chosen, true);
  }
  map.on("styledata", dress);
  map.on("sourcedata", load);
  dress();

  /** @param {string} id @param {GeoJSON.FeatureCollection} features */
  function setData(id, features) {
    held[id] = features;
    const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource(id));
    source?.setData(features);
  }

  function drawMonth() {
    if (!map.getLayer("months")) return;
    if (monthColor) map.setPaintProperty("months", "fill-color", monthColor);
    map.setLayoutProperty("months", "visibility", monthColor ? "visible" : "none");
    for (const id of ["hexbins", "hexbins-outline"]) {
      map.setLayoutProperty(id, "visibility", monthColor ? "none" : "visible");
    }
  }

  /** @param {string} cell @param {boolean} on */
  function light(cell, on) {
    if (!cell || !map.getSource("hexbins")) return;
    map.setFeatureState({ source: "hexbins", sourceLayer: "hexbins", id: cell }, { lit: on });
  }

  return {
    map,
    setData,
    /** Cells that stand out. @param {GeoJSON.FeatureCollection & { resolution: number }} found */
    setSpots(found) {
      spotted = found.resolution;
      setData("spots", found);
      paintSpots(map, spotted);
    },
    /** @param {string} next @param {any} nextColor */
    show(next, nextColor) {
      shown = { heat: true, query: next, heatColor: nextColor };
      restyle.keep(shown);
      load();
      if (map.getLayer("hexbins")) map.setPaintProperty("hexbins", "fill-color", nextColor);
    },
    /** One month instead of the whole; null: the whole again. @param {any} nextColor */
    showMonth(nextColor) {
      monthColor = nextColor;
      drawMonth();
    },
    /** @param {string} cell */
    choose(cell) {
      light(chosen, false);
      chosen = cell;
      light(chosen, true);
    },
    /** The cell under a point of the screen, with its figures. @param {import("maplibre-gl").Point} at */
    under(at) {
      const layers = ["hexbins", "months"].filter((id) => map.getLayer(id));
      const [found] = layers.length ? map.queryRenderedFeatures(at, { layers }) : [];
      if (!found) return null;
      return { cell: String(found.properties.cell ?? found.id ?? ""), figures: found.properties };
    },
    /** What stands out at a point, in words: its cells are as large as can be judged, not as those of the map. */
    /** @param {import("maplibre-gl").Point} at */
    spotUnder(at) {
      const layers = ["spots-hatch", "spots-cold-fill"].filter((id) => map.getLayer(id));
      const [found] = layers.length ? map.queryRenderedFeatures(at, { layers }) : [];
      return found ? spotWords(found.properties) : "";
    },
  };
}
