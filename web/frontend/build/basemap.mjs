/** The two basemap styles, quiet so that appeals win; not the layers of appeals (src/map/layers.js). */
import { osm } from "@versatiles/style";
import { FONT_FACES } from "./fonts.mjs";
import { tuned } from "./tuning.mjs";

/** Colours that differ from the theme: warm paper, green parks, calm water, streets that do not compete with pins. */
const COLORS = {
  light: {
    background: "#F4F3EF",
    land: "#F4F3EF",
    water: "#B9D3E6",
    naturePark: "#CDE3C4",
    natureWood: "#CFE0C8",
    natureGrass: "#E1EBD9",
    natureAgriculture: "#EFEEE3",
    natureWetland: "#D9E6DC",
    natureLeisure: "#D6E7CF",
    natureSand: "#F2EAD2",
    areaResidential: "#EBEAE6",
    areaCommercial: "#EEEAE6",
    areaIndustrial: "#E6E6EA",
    areaBurial: "#D9E3D4",
    building: "#DEDCD5",
    buildingBg: "#C6C3BA",
    roadStreet: "#FFFFFF",
    roadStreetBg: "#D6D5D0",
    roadTrunk: "#FFFFFF",
    roadTrunkBg: "#BDBDB9",
    roadMotorway: "#FFFFFF",
    roadMotorwayBg: "#A9AAA8",
    transitRail: "#A3A8AE",
    transitFoot: "#FBFAF7",
    label: "#3F4750",
    labelHalo: "#FFFFFFE6",
    labelWater: "#3F6F94",
    labelHousenumber: "#6E6B64",
  },
  dark: {
    background: "#151B21",
    land: "#151B21",
    water: "#0D2B40",
    naturePark: "#19331F",
    natureWood: "#162A1E",
    natureGrass: "#18261E",
    natureAgriculture: "#191F20",
    natureWetland: "#152622",
    natureLeisure: "#1A2F20",
    natureSand: "#2A281F",
    areaResidential: "#1A2128",
    areaCommercial: "#1D2229",
    areaIndustrial: "#1C232C",
    areaBurial: "#1A2820",
    building: "#252F39",
    buildingBg: "#34414E",
    roadStreet: "#303C48",
    roadStreetBg: "#12181E",
    roadTrunk: "#435261",
    roadTrunkBg: "#12181E",
    roadMotorway: "#516274",
    roadMotorwayBg: "#12181E",
    transitRail: "#4A5866",
    transitFoot: "#2A3540",
    label: "#B4C0CB",
    labelHalo: "#10171EE6",
    labelWater: "#6FA3C8",
    labelHousenumber: "#8794A0",
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
    .map((layer) => ("source" in layer && layer.source === source ? { ...layer, source: "basemap" } : layer))
    .flatMap((layer) => tuned(layer, COLORS[theme]));
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
