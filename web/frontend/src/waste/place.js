/** The two fields of a place and the map's point: read and written alike; no map here. */

/** Seven digits are a centimetre. */
const DIGITS = 7;

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** Longitude and latitude as typed; null while they are no place. @param {HTMLFormElement} form @returns {[number, number] | null} */
export function placeOf(form) {
  const [lon, lat] = ["lon", "lat"].map((name) => {
    const text = field(form, name).value.trim().replace(",", ".");
    return text ? Number(text) : NaN;
  });
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? [lon, lat] : null;
}

/** @param {HTMLFormElement} form @param {{ lng: number, lat: number }} point */
export function write(form, { lng, lat }) {
  field(form, "lon").value = String(Number(lng.toFixed(DIGITS)));
  field(form, "lat").value = String(Number(lat.toFixed(DIGITS)));
}
