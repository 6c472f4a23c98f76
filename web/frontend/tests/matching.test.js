import { expect, test } from "vitest";
import { topicsFor } from "../src/report/matching.js";

/**
 * @param {string} code
 * @param {string} name
 * @returns {import("../src/report/types.js").Topic}
 */
function topic(code, name, keywords = "", common = false) {
  return {
    code,
    name,
    keywords,
    common,
    category: "yard",
    icon: "tree",
    kinds: ["problem"],
    emergency: false,
    private: false,
    radius_m: 50,
  };
}

const TOPICS = [
  topic("yard_snow", "Не убран снег во дворе", "снег, чистить, дворник, сугробы", true),
  topic("roof_snow", "Сосульки и снег на крыше", "наледь, лёд с крыши"),
  topic("lamp", "Не горит фонарь", "темно, лампа, освещение", true),
  topic("yard_light", "Не горит свет во дворе", "фонарь, темно, светильник"),
  topic("weak_heating", "Слабое отопление", "еле тёплые батареи"),
];

/** @param {string} text */
const codes = (text) => topicsFor(TOPICS, text).map(({ code }) => code);

test("nothing typed finds nothing", () => {
  expect(codes("")).toEqual([]);
  expect(codes(" ,.!")).toEqual([]);
});

test("the name goes before the keywords", () => {
  expect(codes("фонарь")).toEqual(["lamp", "yard_light"]);
});

test("a common topic goes first among equals", () => {
  expect(codes("снег")).toEqual(["yard_snow", "roof_snow"]);
});

test("another ending of the word is the same word", () => {
  expect(codes("фонари")).toEqual(["lamp", "yard_light"]);
  expect(codes("сугроб")).toEqual(["yard_snow"]);
  expect(codes("дворе снегом")).toEqual(["yard_snow"]);
});

test("ё and capital letters make no difference", () => {
  expect(codes("ТЕПЛЫЕ")).toEqual(["weak_heating"]);
  expect(codes("лед")).toContain("roof_snow");
  expect(codes("лёд")).toContain("roof_snow");
});

test("every typed word must fit", () => {
  expect(codes("снег фонарь")).toEqual([]);
  expect(codes("свет двор")).toEqual(["yard_light"]);
});

test("the beginning of a word is enough while typing", () => {
  expect(codes("осв")).toEqual(["lamp"]);
});
