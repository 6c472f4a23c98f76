/** The panel of a cell: a value and what it is of. */
import { expect, test } from "vitest";

import { headed } from "../src/heat/panel.js";

/** @param {string} name @param {string} unit */
const measure = (name, unit) => /** @type {any} */ ({ name, unit });

test("per cent are told once, beside the value", () => {
  expect(headed(measure("Отвечено в срок", "%"))).toBe("Отвечено в срок");
  expect(headed(measure("Обращения", "обращения"))).toBe("Обращения");
  expect(headed(measure("Средняя оценка", "из 5"))).toBe("Средняя оценка, из 5");
});
