import { expect, test } from "vitest";
import { circle } from "../src/kit/circle.js";

test("a circle is closed and as wide on the ground as it is high", () => {
  const [ring] = circle({ lon: 30, lat: 60 }, 1000).coordinates;
  expect(ring[0]).toEqual(ring[ring.length - 1]);
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  const wide = Math.max(...lons) - Math.min(...lons);
  const high = Math.max(...lats) - Math.min(...lats);
  expect(high * 111_195).toBeCloseTo(2000, -1);
  expect(wide / high).toBeCloseTo(2, 2);
});
