import { describe, expect, test } from "vitest";
import { CLASSES, breaks, colorsFor, fillColor, labels, resolutionOf } from "../src/map/heatscale.js";

const WHOLE = { whole: true };
const range = (/** @type {number} */ most) => Array.from({ length: most }, (_, index) => index + 1);

describe("bounds of the classes", () => {
  test("stand on a round ladder, ascend, and are six at the most", () => {
    for (const most of [1, 2, 9, 37, 800, 12345]) {
      const bounds = breaks(range(most), WHOLE);
      expect(bounds[0]).toBe(1);
      expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
      expect(bounds.length).toBeLessThanOrEqual(CLASSES);
      expect(bounds.every(Number.isInteger)).toBe(true);
    }
  });

  test("do not depend on the order of cells, nor on one hot cell", () => {
    const values = range(100);
    expect(breaks([...values].reverse(), WHOLE)).toEqual(breaks(values, WHOLE));
    expect(breaks([...values, 100000], WHOLE)).toEqual(breaks(values, WHOLE));
  });

  test("exist without any cell", () => {
    expect(breaks([], WHOLE)).toEqual([1]);
    expect(breaks([0, 0], { whole: false })).toEqual([0]);
  });

  test("of a density begin at nothing", () => {
    expect(breaks([0.4, 3, 12, 55], { whole: false })[0]).toBe(0);
  });
});

describe("the legend", () => {
  test("names whole numbers without gaps or overlaps", () => {
    expect(labels([1, 2, 5, 10], WHOLE, String)).toEqual(["1", "2–4", "5–9", "10+"]);
  });

  test("names a density by its bounds", () => {
    expect(labels([0, 5, 10], { whole: false }, String)).toEqual(["< 5", "5–10", "10+"]);
  });
});

test("few classes use the whole range of colours", () => {
  expect(colorsFor(2, "light")).toEqual(["#ffffb2", "#bd0026"]);
  expect(new Set(colorsFor(6, "dark")).size).toBe(6);
});

/** Lightness as the eye weighs it, 0 to 255. @param {string} color */
function lightness(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

test.each(/** @type {const} */ ([["light"], ["dark"]]))("more stands out from the %s map", (theme) => {
  const steps = colorsFor(6, theme).map((color) => (theme === "light" ? -1 : 1) * lightness(color));
  steps.slice(1).forEach((step, index) => expect(step - steps[index]).toBeGreaterThan(12));
});

test("the colour expression is one MapLibre accepts", () => {
  expect(fillColor("count", [1], "light")).toBe(colorsFor(1, "light")[0]);
  expect(fillColor("open", [1, 5], "light")).toEqual([
    "step",
    ["to-number", ["get", "open"], 0],
    "#ffffb2",
    5,
    "#bd0026",
  ]);
});

test("the resolution stands in the cell's name", () => {
  expect(resolutionOf("8928308280fffff")).toBe(9);
  expect(resolutionOf("851126affffffff")).toBe(5);
});

test("long labels give way to lower bounds", () => {
  expect(labels([1, 50, 500, 1000], WHOLE, String)).toEqual(["1", "50", "500", "1000+"]);
});
