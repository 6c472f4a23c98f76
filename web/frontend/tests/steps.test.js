import { expect, test } from "vitest";
import { keyStep } from "../src/moderation/steps.js";

test("arrow keys move a pin as on the screen, with Shift ten times as far", () => {
  expect(keyStep("ArrowUp", false)).toEqual({ x_px: 0, y_px: -4 });
  expect(keyStep("ArrowRight", true)).toEqual({ x_px: 40, y_px: 0 });
});

test("other keys are left to the page", () => {
  for (const key of ["Tab", "Enter", " ", "a"]) expect(keyStep(key, false)).toBeNull();
});
