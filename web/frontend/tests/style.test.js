import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import { basemapStyle } from "../build/basemap.mjs";
import { wholeStyle } from "../src/map/layers.js";

/** What the map's own check would say, which is switched off in the browser. */
test.each(/** @type {const} */ (["light", "dark"]))("the %s style with our layers is one", (theme) => {
  const colors = new Proxy({}, { get: () => "#123456" });
  const base = /** @type {any} */ (basemapStyle(theme));
  base.sources.basemap.tiles = ["https://example.org/{z}/{x}/{y}.mvt"];
  for (const heat of [true, false])
    for (const places of ["", "/places/"]) {
      const look = { theme, colors, heat, query: "topic=a", places };
      const words = { thousand: "k", point: "," };
      const style = wholeStyle(structuredClone(base), look, {
        heatColor: "#123456",
        words,
        attribution: "©",
      });
      expect(validateStyleMin(/** @type {any} */ (style))).toEqual([]);
    }
});
