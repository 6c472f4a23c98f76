/** How the drawing desk looks on the map: sources and layers for what is drawn, its neighbours and what checks found. */
import { token } from "../kit/theme.js";
import { EMPTY } from "../map/layers.js";
import { middle, shapeOf } from "./rings.js";

/** @typedef {import("maplibre-gl").Map} MapLibreMap */
/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {{ place: [number, number] | null, shape: GeoJSON.Geometry | null, fault: string, grave: boolean, text: string }} Finding */

/** More vertices than these would be a chain of discs in which none is told from the next. */
const MANY = 150;
export const VERTICES = "drawn-vertices";
export const MIDDLES = "drawn-middles";
const SOURCES = ["around", "before", "findings", "drawn"];
const IS = (/** @type {string} */ name, /** @type {string} */ value) =>
  /** @type {any} */ (["==", ["get", name], value]);

/** @returns {Layer[]} */
function layers() {
  const [ink, muted, accent, paper, fresh, late] = ["ink", "muted", "accent", "paper", "new", "overdue"].map(
    token,
  );
  const role = /** @type {any} */ (["match", ["get", "role"], "draft", fresh, "ground", ink, muted]);
  const line = (/** @type {string} */ id, /** @type {any} */ paint, /** @type {any} */ more = {}) =>
    /** @type {Layer} */ ({ id, type: "line", source: id.split("-")[0], paint, ...more });
  const fill = (/** @type {string} */ id, /** @type {any} */ paint, /** @type {any} */ more = {}) =>
    /** @type {Layer} */ ({ id, type: "fill", source: id.split("-")[0], paint, ...more });
  const dot = (/** @type {string} */ id, /** @type {any} */ paint, /** @type {string} */ part) =>
    /** @type {Layer} */ ({ id, type: "circle", source: id.split("-")[0], paint, filter: IS("part", part) });
  return [
    fill(
      "around-fill",
      { "fill-color": role, "fill-opacity": 0.08 },
      { filter: ["!=", ["get", "role"], "ground"] },
    ),
    line("around-line", { "line-color": role, "line-width": 1.5 }),
    line("before-line", { "line-color": muted, "line-width": 2, "line-dasharray": [2, 2] }),
    fill("drawn-fill", { "fill-color": accent, "fill-opacity": 0.15 }, { filter: IS("part", "whole") }),
    fill("findings-fill", { "fill-color": late, "fill-opacity": 0.3 }),
    line("findings-line", { "line-color": late, "line-width": 2 }),
    line("drawn-line", { "line-color": accent, "line-width": 2.5 }, { filter: IS("part", "ring") }),
    line(
      "drawn-begun",
      { "line-color": accent, "line-width": 2.5, "line-dasharray": [2, 1] },
      { filter: IS("part", "begun") },
    ),
    dot(
      MIDDLES,
      { "circle-color": accent, "circle-opacity": 0.5, "circle-radius": ["case", ["get", "small"], 2.5, 4] },
      "middle",
    ),
    dot(
      VERTICES,
      {
        "circle-color": ["case", ["get", "chosen"], accent, paper],
        "circle-stroke-color": accent,
        "circle-stroke-width": 2,
        "circle-radius": ["case", ["get", "chosen"], 7, ["get", "small"], 3.5, 5.5],
      },
      "vertex",
    ),
    /** @type {Layer} */ ({
      id: "findings-place",
      type: "circle",
      source: "findings",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-color": late,
        "circle-radius": 7,
        "circle-stroke-color": paper,
        "circle-stroke-width": 2,
      },
    }),
  ];
}

/** Puts sources and layers on the map, again after a change of theme. @param {MapLibreMap} map */
export function dress(map) {
  for (const source of SOURCES) {
    if (!map.getSource(source)) map.addSource(source, { type: "geojson", data: EMPTY });
  }
  for (const layer of layers()) if (!map.getLayer(layer.id)) map.addLayer(layer);
}

/** @param {MapLibreMap} map @param {string} source @param {GeoJSON.Feature[]} features */
export function show(map, source, features) {
  const known = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource(source));
  known?.setData({ type: "FeatureCollection", features });
}

/** @param {GeoJSON.Geometry} geometry @param {Record<string, any>} [properties] @returns {GeoJSON.Feature} */
export function feature(geometry, properties = {}) {
  return { type: "Feature", properties, geometry };
}

/**
 * @param {import("./rings.js").Ring[]} rings
 * @param {import("./rings.js").Spot | null} chosen
 * @param {import("./rings.js").Ring | null} begun ring that is being drawn
 * @param {boolean} handles whether vertices are shown: of thousands at once none can be taken
 */
export function drawnFeatures(rings, chosen, begun, handles) {
  const found = [feature({ type: "MultiPolygon", coordinates: whole(rings) }, { part: "whole" })];
  const small = rings.reduce((sum, ring) => sum + ring.length, 0) > MANY;
  rings.forEach((ring, i) => {
    found.push(feature({ type: "LineString", coordinates: [...ring, ring[0]] }, { part: "ring" }));
    if (!handles || begun) return;
    ring.forEach((vertex, at) => {
      const next = middle(vertex, ring[(at + 1) % ring.length]);
      found.push(feature({ type: "Point", coordinates: next }, { part: "middle", ring: i, at, small }));
      const isChosen = chosen?.ring === i && chosen.at === at;
      found.push(
        feature(
          { type: "Point", coordinates: vertex },
          { part: "vertex", ring: i, at, chosen: isChosen, small },
        ),
      );
    });
  });
  if (!begun?.length) return found;
  if (begun.length > 1) found.push(feature({ type: "LineString", coordinates: begun }, { part: "begun" }));
  begun.forEach((vertex, at) => {
    found.push(
      feature(
        { type: "Point", coordinates: vertex },
        { part: "vertex", ring: -1, at, chosen: at === 0, small: false },
      ),
    );
  });
  return found;
}

/** @param {import("./rings.js").Ring[]} rings */
function whole(rings) {
  return shapeOf(rings.filter((ring) => ring.length > 2));
}

/** @param {Finding[]} findings @returns {GeoJSON.Feature[]} */
export function findingFeatures(findings) {
  return findings.flatMap(({ shape, place, fault, grave }) => {
    const properties = { fault };
    if (shape) return [feature(shape, properties)];
    return grave && place ? [feature({ type: "Point", coordinates: place }, properties)] : [];
  });
}
