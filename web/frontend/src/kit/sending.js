/** Keeps a form from being sent twice while its first sending is on its way. */

/** A sending that was stopped, or has failed unseen, may be tried again after so long. */
const GIVEN_UP_MS = 20_000;

/** A form that is on its way shows it, and is not sent a second time. */
export function guardSending() {
  for (const form of document.querySelectorAll("[data-own-form]")) {
    const button = form.querySelector("button");
    const free = () => button?.removeAttribute("aria-busy");
    form.addEventListener("submit", (event) => {
      if (button?.getAttribute("aria-busy")) event.preventDefault();
      else setTimeout(free, GIVEN_UP_MS);
      button?.setAttribute("aria-busy", "true");
    });
    // A browser that goes back shows the page as it was left.
    addEventListener("pageshow", free);
  }
}
