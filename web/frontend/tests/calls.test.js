import { expect, test } from "vitest";
import { after, beside, ORDER } from "../src/calls/keys.js";

test("Enter leads through the fields in the order of a call", () => {
  const way = ["address"];
  for (let next = after("address"); next; next = after(next)) way.push(next);
  expect(way).toEqual(ORDER);
});

test("after the last field and outside of them Enter leads nowhere", () => {
  expect(after("channel")).toBeNull();
  expect(after("kind")).toBeNull();
});

test("arrows go round among the appeals nearby", () => {
  expect(beside("ArrowDown", 0, 3)).toBe(1);
  expect(beside("ArrowDown", 2, 3)).toBe(0);
  expect(beside("ArrowUp", 0, 3)).toBe(2);
  expect(beside("Enter", 0, 3)).toBeNull();
  expect(beside("ArrowDown", 0, 0)).toBeNull();
});
