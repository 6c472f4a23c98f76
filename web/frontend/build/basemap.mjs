/** The two basemap styles, quiet so that appeals win; not the layers of appeals (src/map/layers.js). */
import { osm } from "@versatiles/style";
import { FONT_FACES } from "./fonts.mjs";

/** Colours that differ from the theme: paper-like land, calm water, roads that do not compete with pins. */
const COLORS = {
  light: {
    background: "#F3F4F2",
    land: "#F3F4F2",
    water: "#C9DAE6",
    naturePark: "#DDE8DA",
    natureWood: "#D3E1D1",
    natureGrass: "#E4ECE0",
    building: "#E3E4E3",
    buildingBg: "#D6D8D8",
    label: "#4A545D",
    labelHalo: "#FFFFFFCC",
    labelWater: "#5A7C96",
    labelHousenumber: "#7A848D",
  },
  dark: {
    background: "#131A21",
    land: "#131A21",
    water: "#0B2436",
    naturePark: "#16271F",
    natureWood: "#14241D",
    natureGrass: "#17241F",
    building: "#1C262F",
    buildingBg: "#25313C",
    label: "#A9B5C0",
    labelHalo: "#10171ECC",
    labelWater: "#5E87A6",
    labelHousenumber: "#70808E",
  },
};

const THEMES = /** @type {const} */ ({ light: "gray", dark: "gray-dark" });

/**
 * MapLibre style of the basemap alone. The tile URL and fonts are relative: src/map/style.js makes them absolute,
 * because MapLibre's worker has no page to resolve them against.
 * @param {"light" | "dark"} theme
 */
export function basemapStyle(theme) {
  const style = osm({
    theme: THEMES[theme],
    projection: "mercator",
    sky: false,
    text: { language: "ru" },
    colors: COLORS[theme],
    layers: { icons: false, sites: true, labels: { streets: { refs: false, exits: false } } },
    urls: { osm: "/tiles/basemap/{z}/{x}/{y}.mvt" },
  });
  const source = Object.keys(style.sources)[0];
  const layers = style.layers
    .filter((layer) => layer.type !== "background" || !layer.id.startsWith("slot-"))
    .filter((layer) => !("paint" in layer && layer.paint && "fill-pattern" in layer.paint))
    .map((layer) => ("source" in layer && layer.source === source ? { ...layer, source: "basemap" } : layer));
  return {
    version: 8,
    name: `metka-${theme}`,
    "font-faces": FONT_FACES,
    sources: {
      basemap: { type: "vector", tiles: ["/tiles/basemap/{z}/{x}/{y}.mvt"], minzoom: 0, maxzoom: 14 },
    },
    layers,
  };
}
