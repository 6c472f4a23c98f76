/** The place of an appeal under correction: a pin to drag, press or move by keys, an address search, coordinates. */
import { getJson, isAbort, latest } from "../kit/api.js";
import { combobox } from "../kit/combobox.js";
import { brandMark, debounce, el, find } from "../kit/dom.js";
import { distance } from "../kit/format.js";
import { fill, gettext } from "../kit/i18n.js";
import { canDraw, createMap } from "../map/create.js";
import { pin, put } from "../report/fields.js";
import { keyStep } from "./steps.js";

/** @typedef {import("maplibre-gl").Map} MapLibreMap */
/** @typedef {import("maplibre-gl").Marker} Marker */
/** @typedef {{ lng: number, lat: number }} Spot */
/**
 * @typedef {{
 *   map: import("../map/create.js").MapConfig,
 *   place: { lon: number, lat: number },
 *   urls: { suggest: string, reverse: string },
 * }} PageData
 */

const ZOOM = 17;
const EDGE_PX = 48;

/** @param {HTMLFormElement} form */
function typed(form) {
  const place = pin(form);
  const [lng, lat] = [Number(place?.lon ?? NaN), Number(place?.lat ?? NaN)];
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? { lng, lat } : null;
}

/** Without scripts or WebGL the address and the typed coordinates are the whole choice. @param {HTMLFormElement} form @param {PageData} data */
export function movablePlace(form, data) {
  /** @type {((spot: Spot) => void) | null} */
  let show = null;
  addressSearch(form, data, (spot) => show?.(spot));
  const coordinates = /** @type {HTMLDetailsElement} */ (find("[data-coordinates]", form));
  coordinates.addEventListener("change", () => {
    const spot = typed(form);
    if (spot) show?.(spot);
  });
  const fold = /** @type {HTMLDetailsElement | null} */ (form.closest("details"));
  if (!canDraw()) return;
  coordinates.open = coordinates.querySelector(".field__error") !== null;
  const box = /** @type {HTMLElement} */ (find("[data-place-map]", form));
  const draw = async () => {
    if (!fold?.open || show) return;
    show = () => undefined;
    box.hidden = false;
    try {
      show = await drawn(form, data);
    } catch {
      box.hidden = true;
      coordinates.open = true;
    }
  };
  fold?.addEventListener("toggle", draw);
  void draw();
}

/** @param {HTMLFormElement} form @param {PageData} data @param {(spot: Spot) => void} show */
function addressSearch(form, data, show) {
  combobox(/** @type {HTMLInputElement} */ (form.elements.namedItem("address")), {
    none: gettext("No such address. Put the pin on the map."),
    async search(text, signal) {
      const near = pin(form) ?? {};
      const { suggestions } = await getJson(data.urls.suggest, { text, limit: 6, ...near }, signal);
      return suggestions.map((/** @type {any} */ one) => ({
        label: one.text,
        hint: one.distance_m == null ? "" : distance(one.distance_m),
        value: one,
      }));
    },
    choose({ value: { lon, lat } }) {
      set(form, { lng: lon, lat });
      show({ lng: lon, lat });
    },
  });
}

/** Whether a pin whose tip is there is seen as a whole. @param {HTMLElement} container @param {{ x: number, y: number }} tip */
function inside(container, { x, y }) {
  return x > EDGE_PX && x < container.clientWidth - EDGE_PX && y > EDGE_PX && y < container.clientHeight;
}

/** @param {HTMLFormElement} form @param {Spot} spot */
function set(form, { lng, lat }) {
  put(form, "lon", lng.toFixed(7));
  put(form, "lat", lat.toFixed(7));
}

/** Draws the map; returns what moves the pin to a place that is in the form already. @param {HTMLFormElement} form @param {PageData} data */
async function drawn(form, data) {
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const container = /** @type {HTMLElement} */ (find("#place-map", form));
  const { map } = await createMap(container, data.map, {
    shown,
    hash: false,
    embedded: true,
    title: gettext("Map under the pin"),
  });
  const { LngLat, Marker } = await import("../pages/maplibre.js");
  const before = new LngLat(data.place.lon, data.place.lat);
  new Marker({ element: el("div", { class: "place-map__before" }) }).setLngLat(before).addTo(map);
  const button = el("button", { type: "button", class: "place-map__pin" }, brandMark("place-map__mark"));
  button.setAttribute("aria-label", gettext("Pin: move it with the arrow keys, with Shift farther"));
  const marker = new Marker({ element: button, anchor: "bottom", draggable: true });
  marker.setLngLat(typed(form) ?? before).addTo(map);
  map.jumpTo({ center: marker.getLngLat(), zoom: ZOOM });

  const next = latest();
  const note = find("[data-place-note]", form);
  const tell = () => {
    const far = marker.getLngLat().distanceTo(before);
    note.textContent =
      far < 1 ? "" : fill(gettext("%(distance)s from where it was"), { distance: distance(far) });
  };
  const settle = debounce(async () => {
    const { lng, lat } = marker.getLngLat();
    try {
      const at = { lon: lng.toFixed(7), lat: lat.toFixed(7) };
      const { house } = await getJson(data.urls.reverse, at, next());
      put(form, "address", house ? house.address : "");
    } catch (error) {
      if (!isAbort(error)) put(form, "address", "");
    }
    tell();
  }, 250);
  const moved = () => {
    set(form, marker.getLngLat());
    settle();
  };
  marker.on("dragend", moved);
  map.on("click", (event) => {
    marker.setLngLat(event.lngLat);
    moved();
  });
  // A press on the pin is not one on the map below it.
  button.addEventListener("click", (event) => event.stopPropagation());
  button.addEventListener("keydown", (event) => {
    const step = keyStep(event.key, event.shiftKey);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y } = map.project(marker.getLngLat());
    const to = { x: x + step.x_px, y: y + step.y_px };
    marker.setLngLat(map.unproject([to.x, to.y]));
    if (!inside(container, to)) map.jumpTo({ center: marker.getLngLat() });
    moved();
  });
  tell();
  return (/** @type {Spot} */ spot) => {
    marker.setLngLat([spot.lng, spot.lat]);
    map.easeTo({ center: [spot.lng, spot.lat] });
    tell();
  };
}
