import { expect, test } from "vitest";
import { BOUNDS, RADII, byClass, colors, ranges } from "../src/waste/classes.js";
import { placeOf, write } from "../src/waste/place.js";

test("classes are fixed, and each has a size and a colour of its own", () => {
  expect(ranges()).toEqual(["0", "1–2", "3–5", "6–10", "11–20", "21+"]);
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    expect(new Set(colors(theme, "#5f6b76")).size).toBe(BOUNDS.length);
  }
  expect(byClass(RADII)).toEqual([
    "step",
    ["to-number", ["get", "complaints"], 0],
    ...[4, 1, 5, 3, 7, 6, 9, 11, 11, 21, 13],
  ]);
});

/** @param {string} lon @param {string} lat @returns {any} */
function form(lon, lat) {
  const fields = { lon: { value: lon }, lat: { value: lat } };
  return { elements: { namedItem: (/** @type {"lon" | "lat"} */ name) => fields[name] } };
}

test("a place is what both fields say", () => {
  expect(placeOf(form("30.5", "60"))).toEqual([30.5, 60]);
  expect(placeOf(form("30,5", " 60 "))).toEqual([30.5, 60]);
  for (const [lon, lat] of [
    ["", "60"],
    ["30", "ninety"],
    ["200", "60"],
  ])
    expect(placeOf(form(lon, lat))).toBeNull();
});

test("the map writes degrees to a centimetre", () => {
  const filled = form("", "");
  write(filled, { lng: 30.123456789, lat: 60 });
  expect(placeOf(filled)).toEqual([30.1234568, 60]);
});
