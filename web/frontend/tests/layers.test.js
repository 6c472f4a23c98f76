import { describe, expect, test } from "vitest";
import { SIZE } from "../src/map/clusters.js";
import { highLayers, lowLayers } from "../src/map/layers.js";

const LOOK = /** @type {const} */ ({ theme: "light", colors: { border: "purple" }, heat: false, query: "" });
const layers = [...lowLayers(LOOK, "red"), ...highLayers(LOOK, { thousand: "k", point: "." })];
const named = (/** @type {string} */ id) => /** @type {any} */ (layers.find((layer) => layer.id === id));

describe("borders of areas", () => {
  test("have a colour of their own, unlike streets and rails", () => {
    for (const id of ["areas-band", "areas-line"]) expect(named(id).paint["line-color"]).toBe("purple");
  });

  test("leave naming towns to the basemap", () => {
    expect(JSON.stringify(named("area-labels").filter)).toContain('"town"');
    expect(JSON.stringify(named("areas-line").filter)).not.toContain('"town"');
  });
});

test("what is over is a dot until its mark can be told apart", () => {
  const [, , far, zoom, near] = named("pins-done").layout["icon-image"];
  expect(JSON.stringify(far)).toContain("/dot");
  expect(zoom).toBe(16);
  expect(JSON.stringify(near)).toContain("/small");
});

test("the map grows its discs as clusters.js does", () => {
  expect(JSON.stringify(named("clusters").layout["icon-image"])).toContain(String(SIZE.power));
});
