import { expect, test, vi } from "vitest";
import { changed, extraOf } from "../src/heat/address.js";
import { cellsOffer } from "../src/heat/cells.js";
import {
  colors,
  fill,
  needsRoom,
  openingZoom,
  ordinaryResolution,
  resolutionFor,
  title,
  words,
  zoomOf,
} from "../src/heat/classes.js";
import { cornersOf, shapes, textOf } from "../src/heat/drawing.js";
import {
  daysOf,
  following,
  frameOf,
  monthName,
  ordinarySince,
  series,
  shortMonth,
} from "../src/heat/months.js";
import { columns, sheet, wrapped } from "../src/heat/sheet.js";
import { drawSpots } from "../src/heat/spots.js";
import { held, named } from "../src/heat/swipe.js";
import { legendOf } from "../src/heat/telling.js";
import { filtersOf, newView, toldOf } from "../src/heat/view.js";

const COUNT = {
  code: "count",
  name: "Обращения",
  unit: "обращения",
  scale: "sequential",
  decimals: 0,
  worse: true,
  finest: 12,
};
const CHANGE = { ...COUNT, code: "trend", name: "Изменение", unit: "%", scale: "diverging", decimals: 1 };

test("cells follow the zoom, and a chosen size as far as the zoom allows", () => {
  expect([0, 9, 11.9, 12, 13.9, 14, 19].map(ordinaryResolution)).toEqual([4, 7, 8, 9, 9, 10, 10]);
  expect(resolutionFor(12, null, COUNT)).toBe(9);
  expect(resolutionFor(12, 7, COUNT)).toBe(7);
  expect(resolutionFor(5, 10, COUNT)).toBe(6);
  expect(resolutionFor(14, null, { finest: 9 })).toBe(9);
});

test("the zoom is known before the map: from the address, else from what it must hold", () => {
  const wide = { width: 1048, height: 2000 };
  expect(openingZoom("#12.6/54.3/40.6", [0, 0, 1, 1], wide)).toBe(12.6);
  expect(openingZoom("", [40, 54, 40.1, 54.1], wide)).toBeCloseTo(12.78, 1);
  // Twice as far north a degree is twice as high.
  expect(openingZoom("", [0, 59.95, 0.1, 60.05], { width: 2000, height: 1048 })).toBeCloseTo(11.78, 1);
  expect(openingZoom("#cells", null, wide)).toBe(4);
});

test("a cell is so wide on the screen at a zoom, one zoom further twice as wide", () => {
  expect(zoomOf(9, 512, 0)).toBeCloseTo(Math.log2(40_075_017 / 349), 1);
  expect(zoomOf(9, 48, 60) - zoomOf(9, 24, 60)).toBeCloseTo(1);
  expect(zoomOf(8, 48, 60)).toBeLessThan(zoomOf(9, 48, 60) - 1);
});

test("the legend says how wide the cells are by which hot spots were judged, once that is known", () => {
  const sizes = { 7: "about 2.5 km", 8: "about 1 km" };
  const data = {
    measure: COUNT,
    spots: true,
    spotWords: { hot: "h", cold: "c" },
    sizes,
    period: "",
    total: 1,
  };
  const view = newView(/** @type {any} */ (data), 8);
  expect(legendOf(view).spots?.note).not.toContain("wide");
  expect(legendOf({ ...view, spotResolution: 7 }).spots?.note).toContain("about 2.5 km wide");
});

test("the strongest colour is the worst: of what is better the more there is, the least", () => {
  const bounds = [1, 2, 3];
  const worse = colors(bounds, COUNT, "light");
  expect(colors(bounds, { ...COUNT, worse: false }, "light")).toEqual([...worse].reverse());
  expect(new Set(worse).size).toBe(3);
});

test("long numbers under the colours need two rows, short ones or few do not", () => {
  const classes = (/** @type {string[]} */ ...texts) => texts.map((text) => ({ text }));
  expect(needsRoom(classes("1–3", "4–9", "10–23", "24+"))).toBe(false);
  expect(needsRoom(classes("1,25", "17,5", "80", "168,35+"))).toBe(true);
  expect(needsRoom(classes("1,25", "168,35+"))).toBe(false);
});

test("a change has colours on both sides of zero, as strong on either", () => {
  const found = colors([-50, -10, 0, 10, 50], CHANGE, "light");
  expect(found).toEqual(["#542788", "#998ec3", "#fee0b6", "#f1a340", "#b35806"]);
  expect(words([-50.4, 0, 10], CHANGE, String)).toEqual(["−50", "0", "+10"]);
});

test("a cell without a value is grey, not the least", () => {
  expect(fill([1, 5], ["#a", "#b"], "#g")).toEqual([
    "case",
    ["has", "value"],
    ["step", ["to-number", ["get", "value"], 0], "#a", 5, "#b"],
    "#g",
  ]);
  expect(fill([], [], "#g")).toBe("#g");
  expect(fill([1], ["#a"], "#g", "m3")).toEqual(["case", ["has", "m3"], "#a", "#g"]);
});

test("the unit is told where the name does not say it", () => {
  expect(title(COUNT)).toBe("Обращения");
  expect(title(CHANGE)).toBe("Изменение, %");
  expect(title({ ...COUNT, name: "Дни до ответа", unit: "дни" })).toBe("Дни до ответа");
  expect(title({ ...COUNT, name: "Оценка", unit: "из 5" })).toBe("Оценка, из 5");
});

test("months have names, an order and an end that leads to the beginning", () => {
  expect(monthName("2026-03-01", "ru")).toBe("март 2026");
  expect(shortMonth("2026-03-01", "en")).toBe("Mar 2026");
  expect([following(0, 3), following(2, 3), following(0, 0)]).toEqual([1, 0, 0]);
  const months = [{ month: "2026-01-01" }, { month: "2026-02-01" }];
  expect([frameOf(months, "2026-01"), frameOf(months, ""), frameOf(months, "2020-01")]).toEqual([0, 1, 1]);
  expect(ordinarySince(new Date(2026, 10, 27))).toBe("2025-12-01");
  expect(ordinarySince(new Date(2026, 11, 1))).toBe("2026-01-01");
});

test("a month is a filter of its days, the first and the last only as far as the filter goes", () => {
  expect(daysOf("2026-02-01", "")).toEqual({ since: "2026-02-01", until: "2026-02-28" });
  expect(daysOf("2026-03-15", "2026-03-20")).toEqual({ since: "2026-03-15", until: "2026-03-20" });
  expect(daysOf("2026-03-15", "2026-05-20")).toEqual({ since: "2026-03-15", until: "2026-03-31" });
});

test("what is shown by months is asked for and told of by the month", () => {
  const data = /** @type {any} */ ({ filters: "topic=a&until=2026-03-20", period: "all", total: 9 });
  const view = newView(data, 8);
  expect([filtersOf(view), toldOf(view)]).toEqual([data.filters, { period: "all", total: 9 }]);
  view.played = {
    months: [
      { month: "2026-02-01", count: 4 },
      { month: "2026-03-01", count: 5 },
    ],
    bounds: [1],
    index: 1,
  };
  expect(filtersOf(view)).toBe("topic=a&until=2026-03-20&since=2026-03-01");
  expect(toldOf(view).total).toBe(5);
});

test("a month without appeals stands in the line as none", () => {
  const told = [
    { month: "2025-11-01", appeals: 4 },
    { month: "2026-02-01", appeals: 2 },
  ];
  expect(series(told, 24).map((one) => `${one.month} ${one.appeals}`)).toEqual([
    "2025-11-01 4",
    "2025-12-01 0",
    "2026-01-01 0",
    "2026-02-01 2",
  ]);
  expect(series(told, 2).map((one) => one.appeals)).toEqual([0, 2]);
  expect(series([], 24)).toEqual([]);
});

test("the address takes what it knows and keeps the rest", () => {
  const cell = "8911aa6a807ffff";
  expect(extraOf(`?at=${cell}&month=2026-03&drawn=1,2,3,4,5,6`)).toEqual({
    at: cell,
    month: "2026-03",
    drawn: "1,2,3,4,5,6",
  });
  expect(extraOf("?at=<b>&month=March&drawn=1,2")).toEqual({ at: "", month: "", drawn: "" });
  expect(changed("topic=a,b&at=1", { at: "", month: "2026-03" })).toBe("topic=a,b&month=2026-03");
});

test("corners go into the address and come back; three make an area", () => {
  const corners = cornersOf("30.1,60.1,30.2,60.1,30.2,60.2");
  expect(cornersOf(textOf(corners))).toEqual(corners);
  expect(shapes(corners.slice(0, 2), false).features.map((one) => one.geometry.type)).toEqual([
    "LineString",
    "Point",
    "Point",
  ]);
  expect(shapes(corners, true).features.map((one) => one.geometry.type)).toEqual(["Polygon"]);
  expect(shapes([], false).features).toEqual([]);
});

test("the divider stays on the map", () => {
  expect([-5, 49.6, 120].map(held)).toEqual([0, 50, 100]);
});

test("each name of a comparison is told where its half has room for it", () => {
  expect(named(50, 358, false)).toEqual({ own: true, other: true });
  expect(named(10, 1048, true)).toEqual({ own: false, other: true });
  expect(named(85, 1048, true)).toEqual({ own: true, other: false });
});

test.each([
  ["the measure", { measure: "other" }, true],
  ["the filter", { filters: "kind=idea" }, false],
  ["whether they are shown", { spots: false }, false],
])("spots are drawn or not when %s changed while they were asked for", async (_what, change, drawn) => {
  const data = { spots: true, filters: "kind=problem", urls: { hotspots: "/spots" } };
  const view = newView(/** @type {any} */ (data), 8);
  const heat = /** @type {any} */ ({ setData: () => {}, setSpots: () => {} });
  vi.stubGlobal("fetch", async () => {
    view.data = /** @type {any} */ ({ ...data, ...change });
    return Response.json({ resolution: 7, features: [] });
  });
  await drawSpots(view, heat, () => {});
  vi.unstubAllGlobals();
  expect(view.spotResolution).toBe(drawn ? 7 : null);
});

test("the legend of a comparison says what is on the left and what on the right", () => {
  const data = /** @type {any} */ ({
    measure: COUNT,
    method: "quantiles",
    bounds: [],
    spots: false,
    sizes: { 8: "about 1 km" },
    period: "May",
    total: 3,
    beside: { own: "May", other: "April", total: 1 },
  });
  const told = (/** @type {any} */ more = {}) =>
    legendOf({ ...newView({ ...data, ...more }, 8), bounds: [1] });
  expect(told().notes.slice(0, 2)).toEqual(["Left: May · 3 appeals", "Right: April · 1 appeal"]);
  expect(told().notes[2]).toBe("a cell is about 1 km wide");
  const topics = told({ beside: { own: "Lamp", other: "Bench", total: 5 } }).notes;
  expect(topics.slice(0, 2)).toEqual(["Left: Lamp · 3 appeals", "Right: Bench · 5 appeals"]);
  expect(topics[2]).toContain("May · ");
});

test("the first class by hand holds whatever is less than the second bound", () => {
  const hand = { measure: COUNT, method: "manual", bounds: [5, 50], sizes: {}, period: "", total: 1 };
  const told = legendOf({ ...newView(/** @type {any} */ (hand), 8), bounds: [5, 50] });
  expect(told.classes.map(({ text }) => text)).toEqual(["below 50", "50+"]);
});

test("where the table has other cells than the map, it says so and offers those of the map", () => {
  const sizes = { 8: "about 1 km", 9: "about 350 m" };
  const offer = (/** @type {number | null} */ chosen, /** @type {number} */ table) =>
    cellsOffer(newView(/** @type {any} */ ({ resolution: chosen, table, sizes }), 9));
  expect(offer(null, 9)).toMatchObject({ note: "", offer: "" });
  expect(offer(null, 8)).toEqual({
    note: "The map shows cells about 350 m wide now, this table cells about 1 km wide.",
    offer: "Table of the cells on the map",
    size: "9",
  });
  expect(offer(9, 9)).toEqual({ note: "", offer: "Cells by the zoom of the map again", size: "" });
  expect(offer(8, 8).note).not.toBe("");
});

/** Every letter is half as wide as it is high. @param {string} text @param {{ size: number }} font */
const half = (text, { size }) => (text.length * size) / 2;
const LEGEND = {
  title: "Appeals",
  classes: ["1–3", "4–9", "10–23", "24–44", "45–91", "92+"].map((text) => ({ color: "#123456", text })),
  grey: { color: "#d9e0e6", text: "too few" },
  spots: { hot: "worse", cold: "better", note: "judged by number" },
  notes: ["all time · 5 appeals"],
};

test("a text is broken between words, and a word that is too wide stands alone", () => {
  const width = (/** @type {string} */ text) => text.length;
  expect(wrapped("one two three", 7, width)).toEqual(["one two", "three"]);
  expect(wrapped("extraordinary one", 7, width)).toEqual(["extraordinary", "one"]);
  expect(wrapped("", 7, width)).toEqual([]);
});

test("classes stand in one row where they fit, else in rows as even as can be", () => {
  expect(columns(6, 40, 310)).toEqual({ columns: 6, width: 310 / 6 });
  expect(columns(6, 70, 310)).toEqual({ columns: 3, width: 84 });
  expect(columns(6, 70, 1000)).toEqual({ columns: 6, width: 84 });
  expect(columns(2, 500, 310)).toEqual({ columns: 1, width: 310 });
});

test.each([320, 358, 1048])("nothing of a picture's legend leaves it at %s px", (width) => {
  for (const text of ["92+", "1 234 567,89+"]) {
    const classes = LEGEND.classes.map((one) => ({ ...one, text }));
    const told = { legend: { ...LEGEND, classes }, filter: "Topic: Lamp · Kind: Problem", credits: "© Town" };
    const { height, texts, swatches } = sheet(told, width, half);
    for (const { text: line, x, y, font } of texts) {
      expect(x + half(line, font)).toBeLessThanOrEqual(width);
      expect(y).toBeLessThan(height);
    }
    for (const swatch of swatches) expect(swatch.x + swatch.width).toBeLessThanOrEqual(width);
    expect(swatches.map(({ kind }) => kind)).toEqual([...Array(7).fill("plain"), "hot", "cold"]);
    expect(texts.map((one) => one.text).join(" ")).toContain("Topic: Lamp");
  }
});
