/** The form's fields by name, read and written as text; the form itself is Django's. */

/** @param {HTMLFormElement} form @param {string} name @returns {string} */
export function value(form, name) {
  const field = form.elements.namedItem(name);
  if (field instanceof RadioNodeList) return field.value;
  return /** @type {any} */ (field)?.value ?? "";
}

/** @param {HTMLFormElement} form @param {string} name @param {string | number | null} text */
export function put(form, name, text) {
  const field = form.elements.namedItem(name);
  if (field) /** @type {any} */ (field).value = text === null ? "" : String(text);
}

/** Lon and lat of the pin as text, null while there is none. @param {HTMLFormElement} form */
export function pin(form) {
  const [lon, lat] = [value(form, "lon"), value(form, "lat")];
  return lon && lat ? { lon, lat } : null;
}
