/** What stands out significantly, above the cells; what that is called is the server's. */
import { getJson, withParams } from "../kit/api.js";
import { EMPTY } from "../map/layers.js";
import { spotWords } from "./layers.js";

/**
 * Fills `view.spotted` and `view.spotResolution`.
 * @param {import("./view.js").View} view @param {import("./layers.js").HeatMap} heat
 * @param {() => void} drawn the legend may tell how large they are
 */
export async function drawSpots(view, heat, drawn) {
  const { data, spotted } = view;
  spotted.clear();
  view.spotResolution = null;
  heat.setData("spots", EMPTY);
  if (!data.spots) return;
  const found = await spotsOf(data, data);
  // The filter may have changed while the answer came; another measure has the same spots, and nobody asks again.
  if (!view.data.spots || view.data.filters !== data.filters) return;
  tell(spotted, found);
  view.spotResolution = found.resolution;
  heat.setSpots(found);
  drawn();
}

/**
 * Those of the other map of a comparison, by its own filter.
 * @param {import("./view.js").View} view
 */
export async function drawOtherSpots(view) {
  const { data, second } = view;
  if (!second) return;
  second.spotted.clear();
  second.clearSpots();
  if (!data.spots || !data.beside) return;
  const found = await spotsOf(data, data.beside);
  if (view.second !== second || !view.data.spots || view.data.beside?.filters !== data.beside.filters) return;
  tell(second.spotted, found);
  second.setSpots(found);
}

/** @param {Map<string, string>} spotted @param {GeoJSON.FeatureCollection} found */
function tell(spotted, { features }) {
  for (const { id, properties } of features) spotted.set(String(id), spotWords(properties ?? {}));
}

/** @param {import("./page.js").PageData} data @param {{ filters: string, since: boolean }} side */
function spotsOf({ urls }, { filters, since }) {
  const params = { significant: "true", format: "geojson", ...(since ? {} : { over: "month" }) };
  return getJson(withParams(`${urls.hotspots}?${filters}`, params));
}
