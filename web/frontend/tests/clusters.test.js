import { describe, expect, test } from "vitest";
import { PARTS, clusterId, diameter, parseImageId, ringParts } from "../src/map/clusters.js";

describe("the ring of a cluster", () => {
  test.each([[[1, 0, 0, 0]], [[1, 1, 1, 1]], [[1, 0, 999, 0]], [[1, 1, 1, 100000]], [[7, 5, 3, 2]]])(
    "%j fills the whole ring",
    (counts) => {
      const parts = ringParts(counts);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(PARTS);
      counts.forEach((count, index) => expect(parts[index] > 0).toBe(count > 0));
    },
  );

  test("halves are halves", () => {
    expect(ringParts([5, 5, 0, 0])).toEqual([8, 8, 0, 0]);
  });

  test("an empty cluster is neutral", () => {
    expect(ringParts([0, 0, 0, 0])).toEqual([0, 0, 0, PARTS]);
  });
});

test("discs differ from ten to ten thousand, and stop growing", () => {
  const sizes = [2, 30, 150, 800, 3000, 8000, 100000].map(diameter);
  expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  expect(sizes[0]).toBe(28);
  expect(sizes.at(-1)).toBe(76);
});

test("an image name tells what to draw", () => {
  const id = clusterId("dark", 40, [1, 2, 3, 10], "1,2к");
  expect(parseImageId(id)).toEqual({
    theme: "dark",
    what: "cluster",
    size_px: 40,
    parts: [1, 2, 3, 10],
    text: "1,2к",
  });
  expect(parseImageId("light/pin/solved")).toEqual({
    theme: "light",
    what: "pin",
    group: "solved",
    size: "small",
  });
  expect(parseImageId("light/pin/new/big")).toMatchObject({ size: "big" });
  expect(parseImageId("light/pin/solved/dot")).toMatchObject({ size: "dot" });
  expect(parseImageId("somebody-elses")).toBeNull();
});
