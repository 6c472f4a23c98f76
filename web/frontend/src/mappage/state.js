/** What the map page shows, as its URL says it: filters, heat map, chosen appeal; pure. The place is in the hash. */

/**
 * @typedef {{
 *   category: string[], topic: string[], kind: string[], state: string[], area: string[], executor: string[],
 *   period: string, since: string, until: string, text: string,
 *   heat: boolean, metric: string, sort: string, appeal: string,
 * }} PageState
 */

export const LISTS = /** @type {const} */ (["category", "topic", "kind", "state", "area", "executor"]);
/** Days back from today. */
export const PERIODS = /** @type {Record<string, number>} */ ({ week: 7, month: 30, quarter: 91, year: 365 });
export const METRICS = ["count", "open", "per_km2", "supports"];
export const SORTS = ["date", "popularity", "distance"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WORD = /^[\w-]{1,80}$/;

/** @returns {PageState} */
export function emptyState() {
  return {
    ...{ category: [], topic: [], kind: [], state: [], area: [], executor: [] },
    ...{ period: "", since: "", until: "", text: "" },
    ...{ heat: false, metric: "count", sort: "date", appeal: "" },
  };
}

/** @param {string} search "?category=yard&heat=1"; anything unknown is left out @returns {PageState} */
export function parseState(search) {
  const query = new URLSearchParams(search);
  const state = emptyState();
  for (const name of LISTS) {
    const values = query.getAll(name).flatMap((value) => value.split(","));
    state[name] = [...new Set(values.filter((value) => WORD.test(value)))];
  }
  const period = query.get("period") ?? "";
  state.period = period in PERIODS ? period : "";
  if (!state.period) {
    for (const name of /** @type {const} */ (["since", "until"])) {
      const value = query.get(name) ?? "";
      state[name] = DAY.test(value) ? value : "";
    }
  }
  state.text = (query.get("text") ?? "").slice(0, 200);
  state.heat = query.get("heat") === "1";
  const metric = query.get("metric") ?? "";
  state.metric = METRICS.includes(metric) ? metric : "count";
  const sort = query.get("sort") ?? "";
  state.sort = SORTS.includes(sort) ? sort : "date";
  const appeal = query.get("appeal") ?? "";
  state.appeal = WORD.test(appeal) ? appeal : "";
  return state;
}

/** @param {PageState} state @returns {string} "?…" or "" */
export function searchOf(state) {
  const query = new URLSearchParams();
  for (const name of LISTS) if (state[name].length) query.set(name, state[name].join(","));
  for (const name of /** @type {const} */ (["period", "since", "until", "text"])) {
    if (state[name]) query.set(name, state[name]);
  }
  if (state.heat) query.set("heat", "1");
  if (state.heat && state.metric !== "count") query.set("metric", state.metric);
  if (state.sort !== "date") query.set("sort", state.sort);
  if (state.appeal) query.set("appeal", state.appeal);
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** @param {Date} day */
export function isoDay(day) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/**
 * Parameters of the API and of tiles for the filters alone.
 * @param {PageState} state @param {Date} today @returns {Record<string, string>}
 */
export function filterParams(state, today) {
  /** @type {Record<string, string>} */
  const params = {};
  for (const name of LISTS) if (state[name].length) params[name] = [...state[name]].sort().join(",");
  if (state.period) {
    const since = new Date(today.getFullYear(), today.getMonth(), today.getDate() - PERIODS[state.period]);
    params.since = isoDay(since);
  } else {
    if (state.since) params.since = state.since;
    if (state.until) params.until = state.until;
  }
  if (state.text) params.text = state.text;
  return params;
}

/** The same as a query string, in one order whatever the order of choices: it is a cache key of tiles. @param {PageState} state @param {Date} today */
export function filterQuery(state, today) {
  const params = filterParams(state, today);
  const query = new URLSearchParams(
    Object.keys(params)
      .sort()
      .map((name) => [name, params[name]]),
  );
  return query.toString().replaceAll("%2C", ",");
}

/** How many filters hold something. @param {PageState} state */
export function filterCount(state) {
  const lists = LISTS.filter((name) => state[name].length).length;
  return lists + (state.period || state.since || state.until ? 1 : 0) + (state.text ? 1 : 0);
}

/** The state without filters; what is shown stays. @param {PageState} state @returns {PageState} */
export function withoutFilters(state) {
  const { heat, metric, sort, appeal } = state;
  return { ...emptyState(), heat, metric, sort, appeal };
}
