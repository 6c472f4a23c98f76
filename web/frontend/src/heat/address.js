/** The page's address: what the scripts add to the filter (the chosen place, the month), and queries joined; mostly pure. */

/** @typedef {{ at: string, drawn: string, month: string }} Extra  at: a cell; drawn: lon,lat,lon,lat… of a polygon */

const CELL = /^[0-9a-f]{15,16}$/;
const CORNERS = /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){5,199}$/;
const MONTH = /^\d{4}-\d{2}$/;

/** @param {string} search @returns {Extra} anything that is none is left out */
export function extraOf(search) {
  const query = new URLSearchParams(search);
  const read = (/** @type {string} */ name, /** @type {RegExp} */ shape) => {
    const value = query.get(name) ?? "";
    return shape.test(value) ? value : "";
  };
  return { at: read("at", CELL), drawn: read("drawn", CORNERS), month: read("month", MONTH) };
}

/** The same query with other members; an empty value takes one out. @param {string} query @param {Record<string, string>} members */
export function changed(query, members) {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(members)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  return params.toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
}

/** Keeps the place of the map, which stands behind #. @param {Partial<Extra>} extra */
export function keep(extra) {
  const query = changed(location.search, /** @type {Record<string, string>} */ (extra));
  history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
}

/** What a form would send without what is empty. @param {HTMLFormElement} form */
export function queryOf(form) {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) params.append(name, value.trim());
  }
  if (params.get("classes") === "quantiles") params.delete("classes");
  if (params.get("classes") !== "manual") params.delete("bounds");
  if (params.get("measure") === "count") params.delete("measure");
  return params.toString().replaceAll("%2C", ",").replaceAll("%3B", ";").replaceAll("%3A", ":");
}
