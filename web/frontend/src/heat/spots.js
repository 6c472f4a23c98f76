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
  const params = { significant: "true", format: "geojson", ...(data.since ? {} : { over: "month" }) };
  const found = await getJson(withParams(`${data.urls.hotspots}?${data.filters}`, params));
  // The filter may have changed while the answer came; another measure has the same spots, and nobody asks again.
  if (!view.data.spots || view.data.filters !== data.filters) return;
  for (const { id, properties } of found.features) spotted.set(id, spotWords(properties));
  view.spotResolution = found.resolution;
  heat.setSpots(found);
  drawn();
}
