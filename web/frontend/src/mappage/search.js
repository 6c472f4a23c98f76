/** The search box: addresses by the suggest service, an appeal by its number, words in appeals. */
import { getJson } from "../kit/api.js";
import { combobox } from "../kit/combobox.js";
import { distance } from "../kit/format.js";
import { fill, gettext } from "../kit/i18n.js";

const NUMBER = /^(?:№|#|N)?\s*([A-Z0-9-]{6,12})$/i;
const ZOOMS = /** @type {Record<string, number>} */ ({ house: 17, street: 15, settlement: 12 });

/**
 * @param {HTMLInputElement} input
 * @param {{
 *   url: string,
 *   near: () => { lon: number, lat: number } | null,
 *   goTo: (place: { lon: number, lat: number, zoom: number, label: string }) => void,
 *   forget: () => void,
 *   openNumber: (number: string) => void,
 *   findText: (text: string) => void,
 * }} page
 */
export function placeSearch(input, { url, near, goTo, forget, openNumber, findText }) {
  const box = combobox(input, {
    async search(text, signal) {
      const answer = await getJson(url, { text, limit: 6, ...near() }, signal);
      /** @type {import("../kit/combobox.js").Option[]} */
      const options = answer.suggestions.map((/** @type {any} */ one) => ({
        label: one.text,
        hint: one.distance_m == null ? "" : distance(one.distance_m),
        value: { place: one },
      }));
      const number = NUMBER.exec(text)?.[1];
      if (number && /\d/.test(number)) {
        options.unshift({ label: fill(gettext("Appeal № %(number)s"), { number }), value: { number } });
      }
      options.push({ label: fill(gettext("Appeals with the words “%(text)s”"), { text }), value: { text } });
      return options;
    },
    choose({ value, label }) {
      if (value.number) return openNumber(value.number.toUpperCase());
      if (value.text) {
        input.value = "";
        forget();
        return findText(value.text);
      }
      // A phone's keyboard would cover what has been found.
      if (matchMedia("(pointer: coarse)").matches) input.blur();
      const { lon, lat, level } = value.place;
      goTo({ lon, lat, zoom: ZOOMS[level] ?? 15, label });
    },
  });
  input.addEventListener("input", () => input.value || forget());
  input.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    box.search();
  });
}
