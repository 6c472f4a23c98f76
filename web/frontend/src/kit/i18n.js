/** Translation by Django's catalogue (served as a script of its own before the modules); English is the message id. */

/**
 * @typedef {{
 *   gettext(text: string): string,
 *   ngettext(one: string, many: string, count: number): string,
 *   pgettext(context: string, text: string): string,
 *   interpolate(text: string, values: Record<string, unknown>, named: true): string,
 * }} Catalogue
 */

/** @returns {Catalogue | undefined} */
function catalogue() {
  return /** @type {any} */ (globalThis).django;
}

/** @param {string} text */
export function gettext(text) {
  return catalogue()?.gettext(text) ?? text;
}

/** @param {string} one @param {string} many @param {number} count */
export function ngettext(one, many, count) {
  return catalogue()?.ngettext(one, many, count) ?? (count === 1 ? one : many);
}

/** @param {string} context @param {string} text */
export function pgettext(context, text) {
  return catalogue()?.pgettext(context, text) ?? text;
}

/** Fills `%(name)s` places. @param {string} text @param {Record<string, unknown>} values */
export function fill(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name] ?? ""));
}

/** Language of the page: "ru" or "en". */
export function language() {
  return globalThis.document?.documentElement.lang.slice(0, 2) || "ru";
}
