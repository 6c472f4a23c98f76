import { describe, expect, test } from "vitest";
import { basemapStyle } from "../build/basemap.mjs";
import { FONT_FACES } from "../build/fonts.mjs";

describe.each(/** @type {const} */ (["light", "dark"]))("the %s basemap", (theme) => {
  const { layers } = basemapStyle(theme);
  const named = (/** @type {string} */ id) => /** @type {any} */ (layers.find((layer) => layer.id === id));

  test("writes in typefaces that are shipped", () => {
    const faces = layers.flatMap((layer) => /** @type {any} */ (layer).layout?.["text-font"] ?? []);
    expect(new Set(faces)).toEqual(new Set(Object.keys(FONT_FACES)));
  });

  test("names the town larger than its quarters, and its quarters larger than houses", () => {
    const largest = (/** @type {string} */ id) => named(id).layout["text-size"].at(-1);
    expect(largest("label-place-town")).toBeGreaterThan(largest("label-place-suburb") + 4);
    expect(named("label-address-housenumber").layout["text-size"][4]).toBeGreaterThanOrEqual(10);
  });

  test("draws a house once, with an outline", () => {
    expect(named("building:outline")).toBeUndefined();
    expect(named("building").paint["fill-outline-color"]).not.toBe(named("building").paint["fill-color"]);
  });
});
