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

/** @typedef {{ map: MapLibreMap | null }} Shown The map once it is drawn; an address can be typed before. */

/**
 * choose: takes a place of the API for the appeal's. drawn: when the map is there, or known not to come.
 * @param {HTMLFormElement} form
 * @param {ReportData} data
 * @param {() => void} changed
 */
export function where(form, data, changed) {
  const box = /** @type {HTMLElement} */ (find("[data-pin-map]", form));
  box.hidden = !canDraw();
  /** @type {Shown} */
  const shown = { map: null };
  const choose = (/** @type {any} */ place) => {
    take(form, place, shown.map);
    changed();
  };
  suggestions(form, data, shown, choose);
  return { choose, drawn: draw(form, data, box, shown, changed) };
}

/** @param {HTMLFormElement} form @param {ReportData} data @param {HTMLElement} box @param {Shown} shown @param {() => void} changed */
async function draw(form, data, box, shown, changed) {
  shown.map = box.hidden ? null : await drawn(form, data, box).catch(() => null);
  if (shown.map) followMap(form, data, shown.map, changed);
}

/** @param {HTMLFormElement} form @param {any} place @param {MapLibreMap | null} map */
function take(form, place, map) {
  put(form, "house_id", place.house_id);
  if (place.level !== "settlement") setPin(form, place.lon, place.lat);
  map?.jumpTo({ center: [place.lon, place.lat], zoom: place.level === "house" ? CLOSE_ZOOM : PLACED_ZOOM });
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

/** @param {HTMLFormElement} form @param {ReportData} data @param {Shown} shown @param {(place: any) => void} choose */
function suggestions(form, data, shown, choose) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("address"));
  combobox(input, {
    none: gettext("No such address. Put the pin on the map."),
    async search(text, signal) {
      const map = shown.map;
      const near = map ? { lon: map.getCenter().lng, lat: map.getCenter().lat } : {};
      const { suggestions: found } = await getJson(data.urls.suggest, { text, limit: 6, ...near }, signal);
      return found.map((/** @type {any} */ one) => ({
        label: one.text,
        hint: one.distance_m == null ? "" : distance(one.distance_m),
        value: one,
      }));
    },
    choose: ({ value: place }) => choose(place),
  });
  input.addEventListener("input", () => {
    put(form, "house_id", "");
    if (!shown.map) setPin(form, null, null);
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
