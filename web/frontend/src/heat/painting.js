/** Colours, legend and picture of what the page shows at this moment. */
import { theme } from "../kit/theme.js";
import { colors, fill, untold } from "./classes.js";
import { drawLegend } from "./legend.js";
import { savePicture } from "./picture.js";
import { legendOf } from "./telling.js";
import { boundsOf, tilesQuery } from "./view.js";

/** @typedef {import("./view.js").View} View */

/** MapLibre's expression of a cell's colour. @param {View} view @param {string} [property] of the cell */
export function colorOf(view, property = "value") {
  const bounds = boundsOf(view);
  return fill(bounds, colors(bounds, view.data.measure, theme()), untold(theme()), property);
}

/** @param {View} view @param {import("./layers.js").HeatMap} heat @param {HTMLElement} legend */
export function paint(view, heat, legend) {
  const { data, second, played } = view;
  heat.show(tilesQuery(view), colorOf(view));
  if (played) heat.showMonth(colorOf(view, `m${played.index}`));
  if (second && data.beside) second.show(tilesQuery(view, data.beside.query), colorOf(view));
  drawLegend(legend, legendOf(view));
}

/** @param {View} view @param {import("maplibre-gl").Map} map @param {string} credits */
export function picture(view, map, credits) {
  const { measure, words } = view.data;
  return savePicture(map, view.second, {
    legend: legendOf(view),
    filter: words.join(" · "),
    credits,
    name: `heatmap-${measure.code}.png`,
  });
}
