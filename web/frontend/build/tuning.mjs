/** Where the basemap's layers differ from the theme in more than colour: buildings, labels, rails; not appeals. */

/** @typedef {import("maplibre-gl").LayerSpecification} Layer */
/** @typedef {Record<string, string>} Colors */
/** @typedef {{ minzoom?: number, maxzoom?: number, layout?: object, paint?: object }} Change */

/** Stops of a zoom interpolation. @param {...number} stops zoom, value, zoom, value … */
const byZoom = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
const BOLD = ["noto_sans_bold"];
/** A crisp edge: the theme's wide soft one greys the streets around a name. */
const HALO = { "text-halo-width": 1.4, "text-halo-blur": 0.3 };

/** Layers of the theme that this map goes without: the second, shifted outline of buildings. */
const LEFT_OUT = new Set(["building:outline"]);

/** @type {(colors: Colors) => Record<string, Change>} */
const CHANGES = (colors) => ({
  building: {
    paint: {
      "fill-color": colors.building,
      "fill-outline-color": colors.buildingBg,
      "fill-translate": [0, 0],
      "fill-opacity": byZoom(14, 0, 14.6, 1),
    },
  },
  "land-park": { paint: { "fill-color": colors.naturePark } },
  "street-minor": { paint: { "line-width": byZoom(12, 0.8, 14, 2.6, 16, 6, 18, 24, 19, 60, 20, 120) } },
  "street-minor:outline": {
    paint: { "line-width": byZoom(12, 1.4, 14, 3.8, 16, 7.4, 18, 26, 19, 63, 20, 124) },
  },
  "transport-rail:outline": { paint: { "line-width": byZoom(8, 0.8, 13, 1.6, 15, 2.4, 20, 14) } },
  "transport-rail": {
    minzoom: 13,
    paint: {
      "line-color": colors.areaResidential,
      "line-dasharray": [5, 5],
      "line-width": byZoom(13, 0.8, 15, 1.4, 20, 10),
      "line-opacity": 1,
    },
  },
  "label-address-housenumber": {
    minzoom: 16.5,
    layout: { "text-size": byZoom(16.5, 10, 18, 12, 19, 14), "text-padding": 1 },
    paint: { "text-color": colors.labelHousenumber },
  },
  "label-place-city": { layout: { "text-font": BOLD, "text-size": byZoom(7, 13, 10, 18, 13, 21) } },
  "label-place-town": { layout: { "text-font": BOLD, "text-size": byZoom(8, 13, 12, 17, 14, 19) } },
  "label-place-village": { layout: { "text-size": byZoom(9, 11, 12, 13, 15, 14) } },
  "label-place-hamlet": { layout: { "text-size": byZoom(12, 11, 15, 13), "text-transform": "none" } },
  "label-place-suburb": {
    layout: { "text-size": byZoom(11, 10, 13, 12, 15, 13), "text-letter-spacing": 0.08 },
  },
});

/**
 * The layer as this map draws it, in a list that is empty for a layer left out.
 * @template {{ id: string, type: string, layout?: object, paint?: object }} L
 * @param {L} layer @param {Colors} colors
 * @returns {L[]}
 */
export function tuned(layer, colors) {
  if (LEFT_OUT.has(layer.id)) return [];
  const { layout, paint, ...rest } = CHANGES(colors)[layer.id] ?? {};
  return [
    {
      ...layer,
      ...rest,
      ...(layer.layout || layout ? { layout: { ...layer.layout, ...layout } } : {}),
      paint: { ...layer.paint, ...(layer.type === "symbol" ? HALO : {}), ...paint },
    },
  ];
}
