import { describe, expect, test } from "vitest";
import {
  emptyState,
  filterCount,
  filterParams,
  filterQuery,
  parseState,
  searchOf,
  withoutFilters,
} from "../src/mappage/state.js";

const TODAY = new Date(2026, 10, 22);

describe("the state in the URL", () => {
  test.each([
    "",
    "?category=yard,roads",
    "?topic=pothole&kind=problem&state=new,progress&period=month",
    "?since=2026-01-01&until=2026-02-01&heat=1&metric=open",
    "?area=12&text=%D1%8F%D0%BC%D0%B0&sort=popularity&appeal=3513080181",
  ])("%s survives a reload", (search) => {
    expect(searchOf(parseState(search))).toBe(search);
  });

  test("what is unknown or hostile is left out", () => {
    const state = parseState(
      "?category=<script>,yard&period=eon&since=yesterday&metric=salary&sort=x&heat=yes&appeal=a b",
    );
    expect(state).toEqual({ ...emptyState(), category: ["yard"] });
  });

  test("a value stands once, repeated parameters are joined", () => {
    expect(parseState("?kind=problem&kind=problem,gratitude").kind).toEqual(["problem", "gratitude"]);
  });

  test("a period wins over dates of one's own", () => {
    expect(parseState("?period=week&since=2026-01-01").since).toBe("");
  });
});

describe("parameters of the API", () => {
  test("a period becomes a local day", () => {
    expect(filterParams(parseState("?period=week"), TODAY)).toEqual({ since: "2026-11-15" });
  });

  test("one spelling whatever the order of choices: it keys the tile cache", () => {
    const one = filterQuery(parseState("?state=progress,new&category=yard"), TODAY);
    expect(filterQuery(parseState("?category=yard&state=new,progress"), TODAY)).toBe(one);
    expect(one).toBe("category=yard&state=new,progress");
  });

  test("what is shown is not a filter", () => {
    expect(filterQuery(parseState("?heat=1&metric=open&appeal=3513080181&sort=distance"), TODAY)).toBe("");
  });
});

test("filters are counted and reset; the appeal and the heat map stay", () => {
  const state = parseState("?category=yard&period=week&text=snow&heat=1&appeal=3513080181");
  expect(filterCount(state)).toBe(3);
  expect(searchOf(withoutFilters(state))).toBe("?heat=1&appeal=3513080181");
});
