/** List and statistics: choosing a filter shows its result at once; without scripts the button does it. */
import { find } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";

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

/** The place of the device, to some 100 m: it stands in the address of the page, which is logged. @param {HTMLElement} button */
function nearMe(button) {
  const field = /** @type {HTMLInputElement} */ (find("[name=near]", form));
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field.value = `${coords.longitude.toFixed(3)}, ${coords.latitude.toFixed(3)}`;
      form.requestSubmit();
    },
    () => {
      button.removeAttribute("aria-busy");
      toast(gettext("Your place is not available"));
    },
    { timeout: 10_000, maximumAge: 60_000 },
  );
}

const near = /** @type {HTMLElement | null} */ (form.querySelector("[data-near-me]"));
if (near && "geolocation" in navigator) {
  near.hidden = false;
  near.addEventListener("click", () => nearMe(near));
}

form.addEventListener("submit", withoutEmpty);
form.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement) form.requestSubmit();
});
addEventListener("pageshow", () => {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.disabled = false;
  }
});
