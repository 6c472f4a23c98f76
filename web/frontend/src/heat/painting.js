/** Colours, legend and picture of what the page shows at this moment. */
import { theme } from "../kit/theme.js";
import { colors, fill, title, untold, words } from "./classes.js";
import { drawLegend, written } from "./legend.js";
import { savePicture } from "./picture.js";
import { boundsOf, tilesQuery, toldOf } from "./view.js";

/** @typedef {import("./view.js").View} View */

/** MapLibre's expression of a cell's colour. @param {View} view @param {string} [property] of the cell */
export function colorOf(view, property = "value") {
  const bounds = boundsOf(view);
  return fill(bounds, colors(bounds, view.data.measure, theme()), untold(theme()), property);
}

/** @param {View} view @param {import("./layers.js").HeatMap} heat @param {HTMLElement} legend */
export function paint(view, heat, legend) {
  const { data, second, resolution, sampled, played } = view;
  heat.show(tilesQuery(view), colorOf(view));
  if (played) heat.showMonth(colorOf(view, `m${played.index}`));
  if (second && data.beside) second.show(tilesQuery(view, data.beside.query), colorOf(view));
  drawLegend(legend, {
    measure: data.measure,
    bounds: boundsOf(view),
    ...toldOf(view),
    resolution,
    spots: data.spots ? data.spotWords : null,
    sampled,
  });
}

/** @param {View} view @param {import("maplibre-gl").Map} map @param {string} credits */
export function picture(view, map, credits) {
  const { measure } = view.data;
  const bounds = boundsOf(view);
  const shades = colors(bounds, measure, theme());
  const texts = words(bounds, measure, (value) => written(value, measure));
  return savePicture(map, {
    title: title(measure),
    note: toldOf(view).period,
    credits,
    classes: texts.map((text, index) => ({ color: shades[index], text })),
    name: `heatmap-${measure.code}.png`,
  });
}
