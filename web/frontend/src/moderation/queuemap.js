/** The queue on a map: its pins open their appeals; beside the list, on a phone in its place. */
import { pageData } from "../kit/dom.js";
import { canDraw, createMap } from "../map/create.js";
import { APPEAL_LAYERS, PINS } from "../map/layers.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, places: string, opens: string }} QueueData */

/** @param {HTMLElement} container */
async function draw(container) {
  const { map: config, places, opens } = /** @type {QueueData} */ (pageData("page-data").queue);
  const shown = { heat: false, query: "", places, heatColor: "transparent" };
  const { map } = await createMap(container, config, { shown, hash: false });
  map.on("click", PINS, (event) => {
    const number = event.features?.[0]?.properties.number;
    if (number) location.assign(opens.replace("NUMBER", number));
  });
  map.on("click", "clusters", (event) => {
    map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
  });
  map.on("mouseenter", APPEAL_LAYERS, () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", APPEAL_LAYERS, () => (map.getCanvas().style.cursor = ""));
}

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
    draw(container).catch(() => (container.hidden = true));
  });
  watcher.observe(container);
}
