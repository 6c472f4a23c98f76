/** The two basemap styles, quiet so that appeals win; not the layers of appeals (src/map/layers.js). */
import { osm } from "@versatiles/style";
import { FONT_FACES } from "./fonts.mjs";

/** Colours that differ from the theme: paper-like land, calm water, roads that do not compete with pins. */
const COLORS = {
  light: {
    background: "#EFF0EE",
    land: "#EFF0EE",
    water: "#C5D8E6",
    naturePark: "#D9E6D5",
    natureWood: "#D0DFCD",
    natureGrass: "#E0E9DC",
    natureAgriculture: "#E9EBE2",
    natureWetland: "#DCE6E2",
    natureLeisure: "#DDE8DA",
    areaResidential: "#E9EAE8",
    areaCommercial: "#EBE9E8",
    areaIndustrial: "#E5E7E9",
    building: "#DEE0E0",
    buildingBg: "#CFD3D4",
    roadStreet: "#FFFFFF",
    roadStreetBg: "#D3D8DA",
    roadTrunk: "#FFFFFF",
    roadTrunkBg: "#BCC5CA",
    roadMotorway: "#FFFFFF",
    roadMotorwayBg: "#A5B0B7",
    transitRail: "#B3BBC1",
    label: "#414B54",
    labelHalo: "#FFFFFFD9",
    labelWater: "#4C7390",
    labelHousenumber: "#717B84",
  },
  dark: {
    background: "#141B22",
    land: "#141B22",
    water: "#0C2638",
    naturePark: "#16281F",
    natureWood: "#15251E",
    natureGrass: "#17241F",
    natureAgriculture: "#171E22",
    natureWetland: "#152422",
    natureLeisure: "#17261F",
    areaResidential: "#182028",
    areaCommercial: "#1A2129",
    areaIndustrial: "#1A232B",
    building: "#202B35",
    buildingBg: "#2A3743",
    roadStreet: "#2B3641",
    roadStreetBg: "#10171E",
    roadTrunk: "#384552",
    roadTrunkBg: "#10171E",
    roadMotorway: "#445362",
    roadMotorwayBg: "#10171E",
    transitRail: "#3A4752",
    label: "#AFBBC6",
    labelHalo: "#10171ED9",
    labelWater: "#6B93B0",
    labelHousenumber: "#75858F",
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
