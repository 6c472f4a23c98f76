/** Our sources and layers above the basemap: areas, hexbins, appeals, what is chosen; as plain style JSON. */
import { GROUPS, PARTS, SIZE } from "./clusters.js";
import { absolute } from "./style.js";

/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {import("maplibre-gl").SourceSpecification} Source */
/** @typedef {{ theme: "light" | "dark", colors: Record<string, string>, heat: boolean, query: string, places?: string }} Look */

export const EMPTY = /** @type {GeoJSON.FeatureCollection} */ ({ type: "FeatureCollection", features: [] });
const SHOWN = { visibility: /** @type {const} */ ("visible") };
const HIDDEN = { visibility: /** @type {const} */ ("none") };
export const PINS = ["pins", "pins-done"];
export const APPEAL_LAYERS = ["clusters", ...PINS];
export const HEAT_LAYERS = ["hexbins", "hexbins-outline"];

/** Address of a layer's tiles with the filter in it. @param {string} layer @param {string} query */
export function tilesOf(layer, query) {
  const url = absolute(`/tiles/${layer}/{z}/{x}/{y}.mvt`);
  return [query ? `${url}?${query}` : url];
}

/** Places of one's own instead of tiles: GeoJSON, joined into clusters with what a tile's clusters have. */
/** @param {string} address @returns {Source} */
function placesOf(address) {
  const ofGroup = (/** @type {string} */ group) => ["+", ["case", ["==", ["get", "group"], group], 1, 0]];
  return {
    type: "geojson",
    data: absolute(address),
    cluster: true,
    clusterMaxZoom: 15,
    clusterProperties: {
      count: ["+", 1],
      ...Object.fromEntries(GROUPS.map((group) => [group, ofGroup(group)])),
    },
  };
}

/** @param {Look} look @returns {Record<string, Source>} */
export function sources({ query, places }) {
  return {
    areas: { type: "vector", tiles: tilesOf("areas", ""), minzoom: 0, maxzoom: 14 },
    appeals: places
      ? placesOf(places)
      : { type: "vector", tiles: tilesOf("appeals", query), minzoom: 0, maxzoom: 16 },
    hexbins: { type: "vector", tiles: tilesOf("hexbins", query), minzoom: 0, maxzoom: 14, promoteId: "cell" },
    zones: { type: "vector", tiles: tilesOf("zones", ""), minzoom: 4, maxzoom: 14 },
    highlight: { type: "geojson", data: EMPTY },
    focus: { type: "geojson", data: EMPTY },
  };
}

/** Parts of a cluster's ring as the end of an image name; the same rounding as clusters.ringParts, near enough for the eye. */
function ringName() {
  const share = (/** @type {string} */ group) => [
    "round",
    ["/", ["*", PARTS, ["to-number", ["get", group], 0]], ["max", ["to-number", ["get", "count"], 1], 1]],
  ];
  return [
    "concat",
    ...GROUPS.flatMap((group, index) => [...(index ? ["-"] : []), ["to-string", share(group)]]),
  ];
}

/**
 * Name of a cluster's picture. The count is part of the picture: MapLibre draws all texts above all icons, so that the
 * count of a disc below would stand on the disc above it.
 * @param {string} theme @param {any} text @returns {any}
 */
function clusterImage(theme, text) {
  const grown = [
    "+",
    SIZE.least_px,
    ["*", SIZE.step_px, ["^", ["to-number", ["get", "count"], 1], SIZE.power]],
  ];
  const size = ["min", SIZE.most_px, ["*", 4, ["round", ["/", grown, 4]]]];
  return ["concat", `${theme}/cluster/`, ["to-string", size], "/", ringName(), "/", text];
}

/** 940, 1,2k, 12k in the page's language. @param {string} thousand @param {string} point @returns {any} */
function countText(thousand, point) {
  const count = ["to-number", ["get", "count"], 0];
  const tenths = ["floor", ["/", ["%", count, 1000], 100]];
  const whole = ["to-string", ["floor", ["/", count, 1000]]];
  return [
    "case",
    ["<", count, 1000],
    ["to-string", count],
    ["all", ["<", count, 10000], [">", tenths, 0]],
    ["concat", whole, point, ["to-string", tenths], thousand],
    ["concat", whole, thousand],
  ];
}

const IS_DONE = /** @type {any} */ (["in", ["get", "group"], ["literal", ["solved", "neutral"]]]);
/** Electoral precincts cut across everything else; a town has a hundred. */
const NO_PRECINCT = /** @type {any} */ ([
  "!",
  ["in", ["get", "kind"], ["literal", ["precinct", "electoral_precinct"]]],
]);
/** Towns are named by the basemap already. */
const NO_PLACE = /** @type {any} */ (["!", ["in", ["get", "kind"], ["literal", ["town", "city"]]]]);
const IS_LIT = /** @type {any} */ (["boolean", ["feature-state", "lit"], false]);
const NOTHING = /** @type {any} */ (["==", ["get", "id"], -1]);
const IS_CLUSTER = /** @type {any} */ ([
  "all",
  ["has", "count"],
  [">", ["to-number", ["get", "count"], 0], 1],
]);

/** From this zoom a mark inside what is over can be told apart. */
const MARKED_ZOOM = 16;

/** @param {string} theme @param {string} [size] @returns {any} */
function pinImage(theme, size = "small") {
  return ["concat", `${theme}/pin/`, ["coalesce", ["get", "group"], "neutral"], `/${size}`];
}

/** Below the basemap's labels. @param {Look} look @param {any} heatColor @returns {Layer[]} */
export function lowLayers({ colors, heat }, heatColor) {
  return [
    {
      id: "hexbins",
      type: "fill",
      source: "hexbins",
      "source-layer": "hexbins",
      layout: heat ? SHOWN : HIDDEN,
      paint: { "fill-color": heatColor, "fill-opacity": 0.75, "fill-antialias": false },
    },
    {
      id: "hexbins-outline",
      type: "line",
      source: "hexbins",
      "source-layer": "hexbins",
      layout: heat ? SHOWN : HIDDEN,
      paint: {
        "line-color": ["case", IS_LIT, colors.ink, colors.paper],
        "line-opacity": ["case", IS_LIT, 1, 0.35],
        "line-width": ["case", IS_LIT, 2, 0.75],
      },
    },
    {
      // A soft band tells a border from the street, the railway or the river it follows.
      id: "areas-band",
      type: "line",
      source: "areas",
      "source-layer": "areas",
      filter: NO_PRECINCT,
      layout: { "line-join": "round" },
      paint: {
        "line-color": colors.border,
        "line-opacity": 0.1,
        "line-width": ["interpolate", ["linear"], ["zoom"], 6, 2, 12, 6, 16, 10],
      },
    },
    {
      id: "areas-line",
      type: "line",
      source: "areas",
      "source-layer": "areas",
      filter: NO_PRECINCT,
      layout: { "line-join": "round" },
      // Neighbours both draw their common border: a dashed line would fill its own gaps.
      paint: {
        "line-color": colors.border,
        "line-opacity": 0.35,
        "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.5, 12, 0.8, 16, 1.2],
      },
    },
    {
      id: "zone-fill",
      type: "fill",
      source: "zones",
      "source-layer": "zones",
      filter: NOTHING,
      layout: HIDDEN,
      paint: { "fill-color": colors.accent, "fill-opacity": 0.1 },
    },
    {
      id: "zone-line",
      type: "line",
      source: "zones",
      "source-layer": "zones",
      filter: NOTHING,
      layout: HIDDEN,
      paint: { "line-color": colors.accent, "line-width": 2 },
    },
    {
      id: "highlight-fill",
      type: "fill",
      source: "highlight",
      paint: { "fill-color": colors.accent, "fill-opacity": 0.1 },
    },
    {
      id: "highlight-line",
      type: "line",
      source: "highlight",
      paint: { "line-color": colors.accent, "line-width": 2 },
    },
  ];
}

/** Above everything. @param {Look} look @param {{ thousand: string, point: string }} words @returns {Layer[]} */
export function highLayers({ theme, colors, heat }, words) {
  return [
    {
      id: "area-labels",
      type: "symbol",
      source: "areas",
      "source-layer": "area_labels",
      filter: ["all", NO_PRECINCT, NO_PLACE],
      minzoom: 6,
      maxzoom: 15,
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["noto_sans_bold"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 8, 10.5, 14, 12.5],
        "text-letter-spacing": 0.02,
        "text-max-width": 9,
        "text-padding": 12,
        "text-optional": true,
      },
      paint: {
        "text-color": colors.border,
        "text-halo-color": colors.paper,
        "text-halo-width": 1.4,
        "text-halo-blur": 0.3,
      },
    },
    {
      // What is over stays small below, lets street names through, and grows where there is room.
      id: "pins-done",
      type: "symbol",
      source: "appeals",
      "source-layer": "appeals",
      filter: ["all", ["!", IS_CLUSTER], IS_DONE],
      layout: {
        ...(heat ? HIDDEN : SHOWN),
        "icon-image": ["step", ["zoom"], pinImage(theme, "dot"), MARKED_ZOOM, pinImage(theme)],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 11, 0.32, 14, 0.34, 16, 0.55, 17, 0.8, 18, 1],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
    {
      id: "pins",
      type: "symbol",
      source: "appeals",
      "source-layer": "appeals",
      filter: ["all", ["!", IS_CLUSTER], ["!", IS_DONE]],
      layout: {
        ...(heat ? HIDDEN : SHOWN),
        "icon-image": pinImage(theme),
        "icon-size": ["interpolate", ["linear"], ["zoom"], 11, 0.7, 15, 0.9, 17, 1],
        "icon-allow-overlap": true,
      },
    },
    {
      id: "clusters",
      type: "symbol",
      source: "appeals",
      "source-layer": "appeals",
      filter: IS_CLUSTER,
      layout: {
        ...(heat ? HIDDEN : SHOWN),
        "symbol-sort-key": ["to-number", ["get", "count"], 0],
        "icon-image": clusterImage(theme, countText(words.thousand, words.point)),
        "icon-allow-overlap": true,
      },
    },
    {
      id: "focus",
      type: "symbol",
      source: "focus",
      layout: {
        "icon-image": ["concat", `${theme}/pin/`, ["get", "group"], "/big"],
        "icon-size": ["case", ["get", "chosen"], 1, 0.85],
        "icon-anchor": "bottom",
        "icon-allow-overlap": true,
        "symbol-sort-key": ["case", ["get", "chosen"], 1, 0],
      },
    },
  ];
}

/**
 * The whole style: basemap, our low layers under its labels, our high layers on top.
 * @param {import("maplibre-gl").StyleSpecification} base
 * @param {Look} look
 * @param {{ heatColor: any, words: { thousand: string, point: string }, attribution: string }} rest
 * @returns {import("maplibre-gl").StyleSpecification}
 */
export function wholeStyle(base, look, { heatColor, words, attribution }) {
  const at = base.layers.findIndex((layer) => layer.type === "symbol");
  const cut = at < 0 ? base.layers.length : at;
  return {
    ...base,
    sources: { ...withCredits(base, attribution).sources, ...sources(look) },
    layers: [
      ...base.layers.slice(0, cut),
      ...lowLayers(look, heatColor),
      ...base.layers.slice(cut),
      ...highLayers(look, words).map((layer) => (look.places ? withoutTiles(layer) : layer)),
    ],
  };
}

/** A layer of appeals reads places of one's own, which are in no layer of a tile. @param {any} layer */
function withoutTiles(layer) {
  return layer.source === "appeals" ? { ...layer, "source-layer": undefined } : layer;
}

/** The basemap's style with the credits of imported sources. @param {any} base @param {string} attribution */
export function withCredits(base, attribution) {
  const { basemap } = base.sources;
  return { ...base, sources: { ...base.sources, basemap: { ...basemap, attribution } } };
}
