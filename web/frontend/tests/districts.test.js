import { expect, test } from "vitest";
import { classColors, ranges } from "../src/districts/colors.js";

const sequence = { bounds: [1, 2, 3], diverging: false, less_is_worse: false };

test("the worst class has the strongest colour, whichever end it is", () => {
  const colors = classColors(sequence, "light");
  expect(colors).toHaveLength(3);
  expect(classColors({ ...sequence, less_is_worse: true }, "light")).toEqual([...colors].reverse());
});

test("a change has a colour of its own on each side of zero", () => {
  const bounds = [-40, -20, 0, 20];
  const colors = classColors({ bounds, diverging: true, less_is_worse: false }, "dark");
  expect(colors).toEqual(["#542788", "#d8daeb", "#fee0b6", "#b35806"]);
  expect(classColors({ bounds: [0], diverging: true, less_is_worse: false }, "light")).toEqual(["#f1a340"]);
});

test("the key tells ranges and leaves the last one open", () => {
  expect(ranges(["1", "2,5"])).toEqual(["1 – 2,5", "2,5 +"]);
});
