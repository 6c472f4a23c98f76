/** The page of one appeal: a small map drawn when it comes into view, support without a reload, print and share. */
import { ApiError, cookie, request } from "../kit/api.js";
import { brandMark, el, find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";
import { canDraw, createMap } from "../map/create.js";

/** @typedef {{ map: import("../map/create.js").MapConfig, place: { lon: number, lat: number, exact: boolean } }} PageData */

const ZOOM = { exact: 16, around: 14.5 };

/** @param {HTMLElement} container @param {PageData} data */
async function draw(container, { map: config, place }) {
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const { map } = await createMap(container, config, { shown, hash: false, embedded: true });
  map.jumpTo({ center: [place.lon, place.lat], zoom: place.exact ? ZOOM.exact : ZOOM.around });
  const { Marker } = await import("./maplibre.js");
  /** @type {any} MapLibre takes any element; an SVG is one */
  const element = place.exact ? brandMark("small-map__pin") : el("div", { class: "small-map__around" });
  new Marker({ element, anchor: place.exact ? "bottom" : "center" })
    .setLngLat([place.lon, place.lat])
    .addTo(map);
}

function smallMap() {
  const container = /** @type {HTMLElement} */ (find("#small-map"));
  if (!canDraw()) return;
  container.hidden = false;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    draw(container, pageData("page-data")).catch(() => (container.hidden = true));
  });
  watcher.observe(container);
}

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
  const printing = document.querySelector("[data-print]");
  printing?.addEventListener("click", () => print());
  for (const node of document.querySelectorAll("[data-print], [data-share]")) node.removeAttribute("hidden");
}

buttons();
smallMap();
