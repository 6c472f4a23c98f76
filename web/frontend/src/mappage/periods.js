/** The period filter in words: on its chip, in its list and in the legend. */
import { day } from "../kit/format.js";
import { gettext } from "../kit/i18n.js";

/** @returns {Record<string, string>} */
export function periodNames() {
  return {
    week: gettext("Last week"),
    month: gettext("Last month"),
    quarter: gettext("Last three months"),
    year: gettext("Last year"),
  };
}

/** What the filter holds; "" for all time. @param {import("./state.js").PageState} state */
export function periodName(state) {
  if (state.period) return periodNames()[state.period];
  const since = state.since && day(state.since);
  const until = state.until && day(state.until);
  if (since && until) return `${since} – ${until}`;
  if (since) return `${gettext("from")} ${since}`;
  return until ? `${gettext("to")} ${until}` : "";
}
