/** Suggestions of houses for the form of a contract; without scripts the typed address is looked up by the server. */
import { getJson } from "../kit/api.js";
import { combobox } from "../kit/combobox.js";

/** @param {HTMLFormElement} form */
export function houseAddress(form) {
  /** @type {HTMLInputElement | null} */
  const input = form.querySelector("[data-house-address]");
  /** @type {HTMLInputElement | null} */
  const house = form.querySelector("[name=house_id]");
  if (!input || !house) return;
  input.closest(".field")?.classList.add("combobox");
  combobox(input, {
    async search(text, signal) {
      const answer = await getJson("/api/v1/suggest/", { text, limit: 6 }, signal);
      return answer.suggestions.map((/** @type {any} */ one) => ({
        label: one.text,
        value: one.house_id ?? "",
      }));
    },
    choose: ({ value }) => {
      house.value = String(value);
    },
  });
  // What is typed over a chosen house is another one.
  input.addEventListener("input", () => {
    house.value = "";
  });
}
