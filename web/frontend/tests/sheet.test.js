import { expect, test } from "vitest";
import { landing } from "../src/mappage/sheet.js";

const TOPS = { full: 0, half: 300, peek: 640 };

test("a slow drag lands at the nearest stop", () => {
  expect(landing(40, 0, TOPS)).toBe("full");
  expect(landing(260, 0.1, TOPS)).toBe("half");
  expect(landing(600, -0.1, TOPS)).toBe("peek");
});

test("a flick goes on to the next stop in its direction", () => {
  expect(landing(620, -1, TOPS)).toBe("half");
  expect(landing(280, -1, TOPS)).toBe("full");
  expect(landing(20, 1, TOPS)).toBe("half");
  expect(landing(320, 1, TOPS)).toBe("peek");
});

test("a flick beyond the last stop stays there", () => {
  expect(landing(0, -2, TOPS)).toBe("full");
  expect(landing(640, 2, TOPS)).toBe("peek");
});
