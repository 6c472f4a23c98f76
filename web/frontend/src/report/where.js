/** Step 1: the place. The map moves under the pin, the address fills itself; typing an address moves the map. */
import { getJson, isAbort, latest } from "../kit/api.js";
import { combobox } from "../kit/combobox.js";
import { distance } from "../kit/format.js";
import { debounce, find } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { canDraw, createMap } from "../map/create.js";
import { pin, put } from "./fields.js";

/** @typedef {import("./types.js").ReportData} ReportData */
/** @typedef {import("maplibre-gl").Map} MapLibreMap */

const CLOSE_ZOOM = 17;
const PLACED_ZOOM = 15;

/**
 * @param {HTMLFormElement} form
 * @param {ReportData} data
 * @param {() => void} changed
 */
export async function where(form, data, changed) {
  const box = /** @type {HTMLElement} */ (find("[data-pin-map]", form));
  box.hidden = !canDraw();
  const map = box.hidden ? null : await drawn(form, data, box).catch(() => null);
  suggestions(form, data, map, changed);
  if (map) followMap(form, data, map, changed);
}

/** @param {HTMLFormElement} form @param {ReportData} data @param {HTMLElement} box */
async function drawn(form, data, box) {
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  try {
    const { map } = await createMap(find("#report-map", box), data.map, { shown, hash: false });
    const placed = pin(form);
    if (placed) map.jumpTo({ center: [Number(placed.lon), Number(placed.lat)], zoom: CLOSE_ZOOM });
    find("[data-where-hint]", form).textContent = gettext(
      "Move the map so that the pin stands at the place, or type the address.",
    );
    return map;
  } catch (error) {
    box.hidden = true;
    throw error;
  }
}

/** @param {HTMLFormElement} form @param {ReportData} data @param {MapLibreMap | null} map @param {() => void} changed */
function suggestions(form, data, map, changed) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("address"));
  combobox(input, {
    none: gettext("No such address. Put the pin on the map."),
    async search(text, signal) {
      const near = map ? { lon: map.getCenter().lng, lat: map.getCenter().lat } : {};
      const { suggestions: found } = await getJson(data.urls.suggest, { text, limit: 6, ...near }, signal);
      return found.map((/** @type {any} */ one) => ({
        label: one.text,
        hint: one.distance_m == null ? "" : distance(one.distance_m),
        value: one,
      }));
    },
    choose({ value: place }) {
      put(form, "house_id", place.house_id);
      if (place.level !== "settlement") setPin(form, place.lon, place.lat);
      map?.jumpTo({
        center: [place.lon, place.lat],
        zoom: place.level === "house" ? CLOSE_ZOOM : PLACED_ZOOM,
      });
      changed();
    },
  });
  input.addEventListener("input", () => {
    put(form, "house_id", "");
    if (!map) setPin(form, null, null);
  });
}

/** @param {HTMLFormElement} form @param {number | null} lon @param {number | null} lat */
function setPin(form, lon, lat) {
  put(form, "lon", lon === null ? null : lon.toFixed(7));
  put(form, "lat", lat === null ? null : lat.toFixed(7));
}

/** Only a person's own move changes the pin; a jump to a chosen address has set it already. */
/** @param {HTMLFormElement} form @param {ReportData} data @param {MapLibreMap} map @param {() => void} changed */
function followMap(form, data, map, changed) {
  const next = latest();
  const settle = debounce(async () => {
    const { lng, lat } = map.getCenter();
    setPin(form, lng, lat);
    put(form, "house_id", "");
    try {
      const { house } = await getJson(
        data.urls.reverse,
        { lon: lng.toFixed(7), lat: lat.toFixed(7) },
        next(),
      );
      put(form, "address", house ? house.address : "");
    } catch (error) {
      if (!isAbort(error)) put(form, "address", "");
    }
    changed();
  }, 250);
  map.on("moveend", (event) => {
    if (/** @type {any} */ (event).originalEvent || /** @type {any} */ (event).geolocateSource) settle();
  });
}
