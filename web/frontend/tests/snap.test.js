import { describe, expect, it } from "vitest";
import { borders, followed, snap } from "../src/zones/snap.js";

/** At the equator, where a thousandth of a degree is 111 m either way. @type {[number, number][]} */
const RING = [
  [0, 0],
  [0.01, 0],
  [0.01, 0.01],
  [0.005, 0.012],
  [0, 0.01],
];

describe("snapping", () => {
  it("takes a vertex by its very numbers, before any edge", () => {
    const exact = /** @type {[number, number]} */ ([30.12345678901234, 59.98765432109876]);
    const found = snap([30.1234568, 59.9876543], [[exact, [30.2, 60], [30.1, 60.1]]], 10);
    expect(found?.position).toBe(exact);
  });

  it("finds the foot on an edge, and nothing too far away", () => {
    expect(snap([0.004, -0.00005], [RING], 10)?.position[1]).toBe(0);
    expect(snap([0.004, -0.001], [RING], 10)).toBeNull();
  });

  it("follows a border the shorter way, with every vertex of it", () => {
    const from = snap([0.01, 0.005], [RING], 10);
    const to = snap([0, 0.005], [RING], 10);
    if (!from || !to) throw new Error("not on the border");
    const east = followed(from, { ...to, position: [0, 0.009], along: 4.1 });
    expect(east).toEqual([RING[2], RING[3], RING[4]]);
    expect(followed(from, { ...to, position: [0, 0.001], along: 4.9 })).toEqual([RING[1], RING[0]]);
    expect(followed(from, { position: [0, 0], ring: [...RING], along: 0 })).toEqual([]);
  });

  it("reads the rings of polygons of every kind", () => {
    const ring = [...RING, RING[0]];
    const feature = (/** @type {GeoJSON.Geometry} */ geometry) => ({
      type: /** @type {const} */ ("Feature"),
      properties: {},
      geometry,
    });
    const features = [
      feature({ type: "Polygon", coordinates: [ring] }),
      feature({ type: "MultiPolygon", coordinates: [[ring, ring]] }),
      feature({ type: "Point", coordinates: [0, 0] }),
    ];
    expect(borders({ type: "FeatureCollection", features })).toEqual([RING, RING, RING]);
  });
});
