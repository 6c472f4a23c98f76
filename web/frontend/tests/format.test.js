import { afterEach, describe, expect, test } from "vitest";
import {
  asDate,
  away,
  day,
  daysBetween,
  distance,
  minute,
  moment,
  number,
  shortNumber,
  telling,
} from "../src/kit/format.js";

const NOW = new Date(2026, 10, 22, 15, 0);

function speak(/** @type {string} */ language) {
  document.documentElement.lang = language;
}

afterEach(() => speak("ru"));

describe("in Russian", () => {
  test("numbers are grouped by a space that does not break", () => {
    speak("ru");
    expect(number(12480)).toMatch(/^12[\u00a0\u202f]480$/);
    expect(shortNumber(1280)).toBe("1,2k");
  });

  test("the larger a value, the fewer decimals it has, as in the tables of the server", () => {
    speak("ru");
    const told = (/** @type {number} */ value) => telling(value, 3);
    expect([497.096, 49.7096, 4.97096, 0.497096, 0.0004, -49.7096, 5].map(told)).toEqual([
      "497",
      "49,7",
      "4,97",
      "0,497",
      "0,000",
      "-49,7",
      "5",
    ]);
    expect([telling(1.005, 2), telling(9.96, 1), telling(1497.096, 3)]).toEqual([
      "1,01",
      "10,0",
      expect.stringMatching(/^1[\u00a0\u202f]497$/),
    ]);
  });

  test("distances", () => {
    speak("ru");
    expect([distance(7.4), distance(124), distance(994), distance(1420), distance(12900)]).toEqual([
      "7\u00a0m",
      "120\u00a0m",
      "990\u00a0m",
      "1,4\u00a0km",
      "13\u00a0km",
    ]);
  });

  test("how far an appeal is", () => {
    speak("ru");
    expect([away(0), away(0.4), away(7.4)]).toEqual(["same place", "same place", "7\u00a0m"]);
  });

  test("dates in words", () => {
    speak("ru");
    expect(day("2026-12-22", NOW)).toBe("22\u00a0декабря");
    expect(day("2025-01-02", NOW)).toBe("2\u00a0января\u00a02025");
    expect(moment(new Date(2026, 10, 22, 14, 20), NOW)).toBe("today, 14:20");
    expect(moment(new Date(2026, 10, 21, 9, 5), NOW)).toBe("yesterday, 09:05");
    expect(moment(new Date(2026, 10, 20, 9, 5), NOW)).toBe("20\u00a0ноября");
    expect(minute(new Date(2026, 10, 22, 14, 20), NOW)).toBe("today, 14:20");
    expect(minute(new Date(2026, 10, 20, 9, 5), NOW)).toBe("20\u00a0ноября, 09:05");
  });
});

test("in English", () => {
  speak("en");
  expect(number(12480)).toBe("12,480");
  expect(shortNumber(1280)).toBe("1.2k");
  expect(day("2026-12-22", NOW)).toMatch(/December/);
});

test("a plain date is a local day", () => {
  expect(asDate("2026-12-22").getDate()).toBe(22);
  expect(daysBetween(asDate("2026-11-25"), NOW)).toBe(3);
  expect(daysBetween(asDate("2026-11-20"), NOW)).toBe(-2);
});
