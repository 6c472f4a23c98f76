/** The page of one appeal: a small map drawn when it comes into view, support without a reload, print and share. */
import { ApiError, cookie, request } from "../kit/api.js";
import { find } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { guardSending } from "../kit/sending.js";
import { printing } from "../kit/printing.js";
import { toast } from "../kit/toast.js";
import { smallMap } from "../map/smallmap.js";

/** @param {HTMLElement} button */
async function support(button) {
  button.setAttribute("aria-busy", "true");
  try {
    const response = await request(`/api/v1/appeals/${button.dataset.support}/support/`, {
      method: "POST",
      headers: { "X-CSRFToken": cookie("csrftoken") },
    });
    const { supports, is_new: isNew } = await response.json();
    find("[data-supports]", button).textContent = String(supports);
    find("[data-support-word]", button).textContent = button.dataset.supported ?? "";
    button.classList.remove("button--filled");
    toast(isNew ? gettext("Thank you, your support is counted.") : gettext("You already support it."));
  } catch (error) {
    toast(error instanceof ApiError ? error.message : gettext("Could not do it. Try again."));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function buttons() {
  const supporting = document.querySelector("[data-support]");
  supporting?.addEventListener("click", (event) => {
    event.preventDefault();
    void support(/** @type {HTMLElement} */ (supporting));
  });
  for (const node of document.querySelectorAll("[data-share], [data-with-scripts]"))
    node.removeAttribute("hidden");
}

buttons();
guardSending();
printing();
smallMap();
