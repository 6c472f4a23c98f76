/** The queue on a map: its pins open their appeals; beside the list, on a phone in its place. */
import { pageData } from "../kit/dom.js";
import { canDraw } from "../map/create.js";
import { pinsMap } from "../map/pinsmap.js";

/** Draws the map when it comes into view; on a phone two buttons change between it and the list. */
export function queueMap() {
  const container = document.getElementById("queue-map");
  const desk = document.querySelector("[data-desk]");
  if (!container || !(desk instanceof HTMLElement)) return;
  if (!canDraw()) {
    container.hidden = true;
    desk.querySelector(".desk__views")?.remove();
    return;
  }
  const buttons = /** @type {HTMLButtonElement[]} */ ([...desk.querySelectorAll("[data-view]")]);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      desk.dataset.shows = button.dataset.view;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
    });
  }
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    pinsMap(container, pageData("page-data").queue).catch(() => (container.hidden = true));
  });
  watcher.observe(container);
}
