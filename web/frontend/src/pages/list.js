/** The list page: choosing a filter shows its result at once; without scripts the button does it. */
import { find } from "../kit/dom.js";

/** @type {HTMLFormElement} */
const form = find("[data-list-form]");

/** Empty fields do not belong into an address that people share. */
function withoutEmpty() {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.disabled = !field.value;
  }
}

// Beside the list there is room for them; on a phone they would push what they found off the screen.
const filters = /** @type {HTMLDetailsElement} */ (find("[data-filters]", form));
filters.open = matchMedia("(min-width: 900px)").matches;

form.addEventListener("submit", withoutEmpty);
form.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement) form.requestSubmit();
});
addEventListener("pageshow", () => {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.disabled = false;
  }
});
