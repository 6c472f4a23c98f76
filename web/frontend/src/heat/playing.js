/** Plays the months of the selection: asks for all of them at once, and shows one after another with fixed classes. */
import { getJson } from "../kit/api.js";
import { changed, keep } from "./address.js";
import { ordinarySince } from "./months.js";
import { player } from "./player.js";
import { methodOf, ownBounds, tilesQuery } from "./view.js";

/**
 * @param {import("./view.js").View} view @param {import("./layers.js").HeatMap} heat @param {HTMLElement} box
 * @param {{ shown: () => void, failed: (error: unknown) => void }} page  shown: another month, or the whole again
 */
export function playing(view, heat, box, { shown, failed }) {
  const controls = player(box, {
    show(index) {
      if (!view.played) return;
      view.played.index = index;
      keep({ month: view.played.months[index].month.slice(0, 7) });
      shown();
    },
    close() {
      view.played = null;
      heat.showMonth(null);
      keep({ month: "" });
      shown();
    },
  });

  return {
    get open() {
      return controls.open;
    },
    close: controls.close,
    /** @param {string} month the one to begin with; "" the last */
    async start(month) {
      const since = view.data.since ? "" : ordinarySince(new Date());
      const query = changed(tilesQuery(view), { method: methodOf(view), ...(since ? { since } : {}) });
      try {
        const found = await getJson(`${view.data.urls.months}?${query}`);
        view.played = { months: found.months, bounds: ownBounds(view) ?? found.bounds, index: 0 };
        // The map drops names of features that are no numbers.
        for (const feature of found.features) feature.properties.cell = feature.id;
        heat.setData("months", found);
        controls.start(found.months, month);
        // Below a map that fills a phone's screen nobody would look for it.
        box.scrollIntoView({ block: "nearest" });
      } catch (error) {
        failed(error);
      }
    },
  };
}
