/** Buttons that print the page: shown once there are scripts to press them for. */

export function printing() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) {
    button.addEventListener("click", () => print());
    button.hidden = false;
  }
}
