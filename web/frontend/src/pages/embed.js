/** The map in somebody else's page: pins or heat map by the address' parameters, a short card; no list, no filters. */
import { getJson, latest } from "../kit/api.js";
import { debounce, el, find, icon, pageData, put } from "../kit/dom.js";
import { moment, number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { canDraw } from "../map/create.js";
import { heatLegend } from "../mappage/heat.js";
import { mapView } from "../mappage/mapview.js";
import { periodName } from "../mappage/periods.js";
import { itemOf, stateMark } from "../mappage/rows.js";
import { filterParams, filterQuery, parseState, searchOf } from "../mappage/state.js";
import { setWords } from "../mappage/words.js";

const data = pageData("page-data");
setWords(data.words);
let state = { ...parseState(location.search), appeal: "" };
const container = /** @type {HTMLElement} */ (find("#map"));
const cardBox = /** @type {HTMLElement} */ (find("[data-card]"));
const count = find("[data-count]");
const whole = /** @type {HTMLAnchorElement} */ (find("[data-whole]"));
/** @type {import("../mappage/mapview.js").View | null} */
let view = null;
const next = latest();

const filters = () => filterParams(state, new Date());
const inView = () => ({ ...filters(), ...(view ? { bbox: view.bbox() } : {}) });
const shown = () => ({ heat: state.heat, query: filterQuery(state, new Date()), heatColor: legend.color() });

const legend = heatLegend(/** @type {HTMLElement} */ (find("[data-legend]")), {
  exportUrl: data.urls.heatmap,
  params: inView,
  period: () => periodName(state) || gettext("All time"),
  chooseMetric(metric) {
    state = { ...state, metric };
    legend.setMetric(metric);
    view?.show(shown());
  },
  recolor: (color) => view?.recolor(color),
});

async function tellCount() {
  const answered = await getJson(data.urls.appeals, { ...inView(), limit: 1 }, next()).catch(() => null);
  if (!answered) return;
  const words = ngettext(
    "%(count)s appeal on the map",
    "%(count)s appeals on the map",
    answered.numberMatched,
  );
  count.textContent = fill(words, { count: number(answered.numberMatched) });
  legend.setMatched(answered.numberMatched);
  whole.href = `/${searchOf(state)}${location.hash}`;
}

function close() {
  cardBox.hidden = true;
  view?.choose(null);
  container.querySelector("canvas")?.focus();
}

/** @param {import("../mappage/rows.js").AppealItem} picked */
async function open(picked) {
  view?.choose(picked);
  const feature = await getJson(`${data.urls.appeals}${encodeURIComponent(picked.number)}/`).catch(
    () => null,
  );
  if (!feature) return close();
  const appeal = itemOf(feature);
  const link = `/appeals/${encodeURIComponent(appeal.number)}/`;
  const shut = el(
    "button",
    { type: "button", class: "button button--icon", onclick: close, "aria-label": gettext("Close") },
    icon("x"),
  );
  put(
    cardBox,
    el("div", { class: "split" }, el("h2", { tabindex: "-1" }, appeal.topic_name), shut),
    appeal.address ? el("p", { class: "muted small" }, appeal.address) : null,
    el("p", { class: "row__meta" }, stateMark(appeal), el("time", null, moment(appeal.submitted_at))),
    el("a", { href: link, target: "_blank", rel: "noopener" }, gettext("Open the appeal")),
  );
  cardBox.hidden = false;
  cardBox.querySelector("h2")?.focus({ preventScroll: true });
}

async function start() {
  legend.setMetric(state.metric);
  legend.show(state.heat);
  /** @type {HTMLElement} */ (find("[data-key]")).hidden = state.heat;
  cardBox.addEventListener("keydown", (event) => event.key === "Escape" && close());
  if (!canDraw()) throw new Error("no WebGL");
  view = await mapView(container, data.map, {
    shown: shown(),
    embedded: true,
    covered: () => ({ bottom: 0 }),
    moved: debounce(tellCount, 250),
    picked: open,
    pointed: () => undefined,
    cell: (values) => legend.point(values),
    cells: (cells) => legend.settle(cells, filterQuery(state, new Date())),
    area: () => undefined,
    named: () => undefined,
    failed: () => undefined,
  });
  tellCount();
}

start().catch(() => {
  container.dataset.map = "none";
  find("[data-no-map]").removeAttribute("hidden");
});
