/** The map of the map page: what is in view, what is pointed at, chosen, highlighted; it knows no list and no URL. */
import { getJson } from "../kit/api.js";
import { createMap } from "../map/create.js";
import { APPEAL_LAYERS, EMPTY, PINS, tilesOf } from "../map/layers.js";

/** @typedef {import("./rows.js").AppealItem} AppealItem */
/** @typedef {Awaited<ReturnType<typeof mapView>>} View */
/** @typedef {import("../map/create.js").Shown} Shown */

const TOUCH_PX = 6;
const METRIC_NAMES = ["count", "open", "per_km2", "supports"];

/** @param {{ number: string, group: string, lon: number, lat: number }} item @param {boolean} chosen @returns {GeoJSON.Feature} */
function point(item, chosen) {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [item.lon, item.lat] },
    properties: { number: item.number, group: item.group, chosen },
  };
}

/** @param {any} properties @returns {Record<string, number>} */
function figures(properties) {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, Number(properties[name] ?? 0)]));
}

/** The area whose authority answers; its name stands in the sentence. @param {any} explanation */
function decidingArea(explanation) {
  const told = (explanation?.sentences ?? []).join(" ");
  const named = (explanation?.areas ?? []).find((/** @type {any} */ area) => told.includes(area.name));
  return named ?? explanation?.area;
}

/**
 * @param {HTMLElement} container
 * @param {import("../map/create.js").MapConfig} config
 * @param {{
 *   shown: Shown,
 *   embedded?: boolean,
 *   covered: () => { bottom: number },
 *   moved: () => void,
 *   picked: (item: AppealItem) => void,
 *   pointed: (number: string) => void,
 *   cell: (values: Record<string, number> | null) => void,
 *   cells: (cells: import("./heat.js").Cell[]) => void,
 *   area: (id: string) => void,
 *   named: () => void,
 *   failed: () => void,
 * }} page
 */
export async function mapView(container, config, page) {
  const { map, restyle } = await createMap(container, config, {
    shown: page.shown,
    embedded: page.embedded ?? false,
  });
  let shown = page.shown;
  /** @type {AppealItem | null} */
  let chosen = null;
  /** @type {AppealItem | null} */
  let lit = null;
  /** What the search found. @type {GeoJSON.Feature | null} */
  let place = null;
  let litCell = "";
  let told = false;
  /** @type {GeoJSON.FeatureCollection} */
  let highlighted = EMPTY;
  /** @type {Map<string, string>} */
  const areaNames = new Map();

  /** @param {string} id @param {GeoJSON.FeatureCollection} features */
  function setData(id, features) {
    const source = map.getSource(id);
    if (source && "setData" in source) /** @type {any} */ (source).setData(features);
  }

  function drawFocus() {
    const features = place ? [place] : [];
    if (lit && lit.number !== chosen?.number) features.push(point(lit, false));
    if (chosen) features.push(point(chosen, true));
    setData("focus", { type: "FeatureCollection", features });
  }

  /** A new style has empty sources of ours. */
  map.on("styledata", () => {
    drawFocus();
    setData("highlight", highlighted);
  });

  /** @param {import("maplibre-gl").Point} at @param {string[]} layers */
  function under(at, layers) {
    const box = /** @type {[[number, number], [number, number]]} */ ([
      [at.x - TOUCH_PX, at.y - TOUCH_PX],
      [at.x + TOUCH_PX, at.y + TOUCH_PX],
    ]);
    const present = layers.filter((id) => map.getLayer(id));
    const found = present.length ? map.queryRenderedFeatures(box, { layers: present }) : [];
    return found.filter((feature) => feature.properties.group !== "place");
  }

  /** @param {import("maplibre-gl").MapGeoJSONFeature} feature @returns {AppealItem} */
  function itemOf(feature) {
    const [lon, lat] = /** @type {GeoJSON.Point} */ (feature.geometry).coordinates;
    return /** @type {any} */ ({
      ...feature.properties,
      number: String(feature.properties.number),
      lon,
      lat,
    });
  }

  /** The nearest of what lies under a finger; a chosen pin and a disc cover what is below. */
  /** @param {import("maplibre-gl").Point} at @param {string[]} layers */
  function nearest(at, layers) {
    const found = under(at, layers);
    if (!found[0]?.layer.id.startsWith("pins")) return found[0];
    const far = (/** @type {import("maplibre-gl").MapGeoJSONFeature} */ feature) => {
      const [lon, lat] = /** @type {GeoJSON.Point} */ (feature.geometry).coordinates;
      return map.project([lon, lat]).dist(at);
    };
    return found.filter((feature) => PINS.includes(feature.layer.id)).sort((a, b) => far(a) - far(b))[0];
  }

  map.on("click", (event) => {
    const found = nearest(event.point, ["focus", ...APPEAL_LAYERS]);
    if (found?.layer.id === "clusters") {
      const center = /** @type {[number, number]} */ (
        /** @type {GeoJSON.Point} */ (found.geometry).coordinates
      );
      map.easeTo({ center, zoom: Math.min(map.getZoom() + 2, 18), padding: padding() });
      return;
    }
    if (found) return page.picked(itemOf(found));
    if (shown.heat) return;
    const [label] = under(event.point, ["area-labels"]);
    if (label) page.area(String(label.properties.id));
  });

  map.on("mousemove", (event) => {
    const found = nearest(event.point, [...APPEAL_LAYERS, "area-labels"]);
    map.getCanvas().style.cursor = found ? "pointer" : "";
    const item = found && PINS.includes(found.layer.id) ? itemOf(found) : null;
    if (item?.number !== lit?.number) {
      lit = item;
      drawFocus();
      page.pointed(item?.number ?? "");
    }
    if (shown.heat) pointCell(event.point);
  });
  map.on("mouseout", () => {
    lit = null;
    drawFocus();
    page.pointed("");
    page.cell(null);
  });

  /** @param {import("maplibre-gl").Point} at */
  function pointCell(at) {
    const [found] = map.getLayer("hexbins") ? map.queryRenderedFeatures(at, { layers: ["hexbins"] }) : [];
    const cell = found ? String(found.properties.cell) : "";
    if (cell === litCell) return;
    const state = (/** @type {string} */ id, /** @type {boolean} */ on) =>
      map.setFeatureState({ source: "hexbins", sourceLayer: "hexbins", id }, { lit: on });
    if (litCell) state(litCell, false);
    if (cell) state(cell, true);
    litCell = cell;
    page.cell(found ? figures(found.properties) : null);
  }

  function padding() {
    return { top: 0, left: 0, right: 0, bottom: page.covered().bottom };
  }

  function readCells() {
    if (!shown.heat) return;
    /** @type {Map<string, import("./heat.js").Cell>} */
    const cells = new Map();
    for (const feature of map.querySourceFeatures("hexbins", { sourceLayer: "hexbins" })) {
      const cell = String(feature.properties.cell);
      cells.set(cell, { cell, values: figures(feature.properties) });
    }
    page.cells([...cells.values()]);
  }

  function readAreas() {
    for (const feature of map.querySourceFeatures("areas", { sourceLayer: "area_labels" })) {
      areaNames.set(String(feature.properties.id), String(feature.properties.name));
    }
    page.named();
  }

  map.on("idle", () => {
    readCells();
    readAreas();
  });
  map.on("moveend", page.moved);
  map.on("error", (event) => {
    const status = /** @type {any} */ (event.error)?.status;
    if (told || status === 404) return;
    told = true;
    page.failed();
    setTimeout(() => (told = false), 30_000);
  });
  map.on("resize", page.moved);

  /** West, south, east, north of what a person sees, in degrees. */
  function bbox() {
    const bounds = map.getBounds();
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const low = map.unproject([width / 2, height - Math.min(page.covered().bottom, height * 0.6)]);
    const edge = (/** @type {number} */ value, /** @type {number} */ most) =>
      Math.max(-most, Math.min(most, value));
    return [
      edge(bounds.getWest(), 180),
      edge(Math.max(bounds.getSouth(), low.lat), 85),
      edge(bounds.getEast(), 180),
      edge(bounds.getNorth(), 85),
    ]
      .map((value) => value.toFixed(5))
      .join(",");
  }

  function centre() {
    const { lng, lat } = map.getCenter();
    return { lon: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)) };
  }

  /** Moves only when the place is out of sight. @param {{ lon: number, lat: number }} place */
  function reveal({ lon, lat }) {
    const { x, y } = map.project([lon, lat]);
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const bottom = height - page.covered().bottom;
    if (x > 40 && x < width - 40 && y > 70 && y < bottom - 20 && map.getZoom() > 11) return;
    map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 15), padding: padding() });
  }

  /** A zone of duty is drawn from its tiles; hidden layers load none. @param {number | null} id */
  function highlightZone(id) {
    for (const layer of ["zone-fill", "zone-line"]) {
      if (!map.getLayer(layer)) continue;
      map.setFilter(layer, ["==", ["to-number", ["get", "id"], -1], id ?? -1]);
      map.setLayoutProperty(layer, "visibility", id == null ? "none" : "visible");
    }
  }

  /** The polygon that decided: the zone, else the area the sentence names. @param {any} explanation */
  async function highlight(explanation) {
    highlighted = EMPTY;
    highlightZone(explanation?.zone?.id ?? null);
    const id = explanation?.zone ? null : decidingArea(explanation)?.id;
    if (id != null) {
      const feature = await getJson(`/api/v1/areas/${id}/`, { geometry: "simplified" }).catch(() => null);
      if (feature?.geometry) highlighted = { type: "FeatureCollection", features: [feature] };
    }
    setData("highlight", highlighted);
  }

  return {
    bbox,
    centre,
    highlight,
    areaName: (/** @type {string} */ id) => areaNames.get(id) ?? id,
    /** @param {Shown} next */
    show(next) {
      const modes = next.heat !== shown.heat;
      const filtered = next.query !== shown.query;
      shown = next;
      if (modes) return restyle(next);
      if (filtered) {
        for (const id of ["appeals", "hexbins"]) {
          const source = map.getSource(id);
          if (source && "setTiles" in source) /** @type {any} */ (source).setTiles(tilesOf(id, next.query));
        }
      }
      if (map.getLayer("hexbins")) map.setPaintProperty("hexbins", "fill-color", next.heatColor);
      return restyle.keep(next);
    },
    /** @param {any} color */
    recolor(color) {
      shown = { ...shown, heatColor: color };
      restyle.keep(shown);
      if (map.getLayer("hexbins")) map.setPaintProperty("hexbins", "fill-color", color);
    },
    /** The search has been emptied. */
    forgetPlace() {
      place = null;
      drawFocus();
    },
    /** @param {AppealItem | null} item */
    light(item) {
      lit = item;
      drawFocus();
    },
    /** @param {AppealItem | null} item @param {{ reveal?: boolean }} [how] */
    choose(item, how) {
      chosen = item;
      lit = null;
      drawFocus();
      if (item && how?.reveal) reveal(item);
    },
    /** Marks a found place and goes there. @param {{ lon: number, lat: number, zoom: number }} found */
    goTo({ lon, lat, zoom }) {
      const geometry = /** @type {GeoJSON.Point} */ ({ type: "Point", coordinates: [lon, lat] });
      place = { type: "Feature", geometry, properties: { group: "place", chosen: true } };
      drawFocus();
      map.flyTo({ center: [lon, lat], zoom, padding: padding(), duration: 800 });
    },
  };
}
