/** Joins the pieces of the map page around one state, which the URL mirrors. */
import { debounce, find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";
import { canDraw } from "../map/create.js";
import { appealCard } from "./card.js";
import { filterChips } from "./filters.js";
import { heatLegend } from "./heat.js";
import { appealList } from "./list.js";
import { mapView } from "./mapview.js";
import { periodName } from "./periods.js";
import { placeSearch } from "./search.js";
import { bottomSheet } from "./sheet.js";
import {
  emptyState,
  filterCount,
  filterParams,
  filterQuery,
  parseState,
  searchOf,
  withoutFilters,
} from "./state.js";
import { setWords } from "./words.js";

/** @typedef {import("./state.js").PageState} PageState */

export async function start() {
  const data = pageData("page-data");
  setWords(data.words);
  let state = { ...emptyState(), ...parseState(location.search) };
  const panel = /** @type {HTMLElement} */ (find("[data-panel]"));
  const scroller = /** @type {HTMLElement} */ (find("[data-scroll]"));
  const listBox = /** @type {HTMLElement} */ (find("[data-list]"));
  const cardBox = /** @type {HTMLElement} */ (find("[data-card]"));
  const legendBox = /** @type {HTMLElement} */ (find("[data-legend]"));
  const keyBox = /** @type {HTMLElement} */ (find("[data-key]"));
  const sheet = bottomSheet(
    /** @type {HTMLElement} */ (find("[data-sheet]")),
    find("[data-handle]"),
    find("[data-grip]"),
  );
  let listScroll = 0;
  let pushed = false;
  /** @type {import("./mapview.js").View | null} */
  let view = null;
  document.documentElement.dataset.map = "on";

  /** @param {PageState} next @param {{ push?: boolean }} [how] */
  function remember(next, { push = false } = {}) {
    const url = `${location.pathname}${searchOf(next)}${location.hash}`;
    if (push) history.pushState({ card: true }, "", url);
    else history.replaceState(history.state, "", url);
  }

  const filters = () => filterParams(state, new Date());
  const query = () => filterQuery(state, new Date());
  const inView = () => ({
    ...filters(),
    ...(view ? { bbox: view.bbox() } : {}),
    ...(state.sort === "distance" && view ? view.centre() : {}),
  });

  const legend = heatLegend(legendBox, {
    exportUrl: data.urls.heatmap,
    params: inView,
    period: () => periodName(state) || gettext("All time"),
    chooseMetric: (metric) => change({ ...state, metric }),
    recolor: (color) => view?.recolor(color),
  });

  const list = appealList(listBox, {
    url: data.urls.appeals,
    params: inView,
    filtered: () => filterCount(state) > 0,
    reset: () => change(withoutFilters(state)),
    open: (item) => openCard(item.number, item),
    light: (item) => view?.light(item),
    sorted: (sort) => {
      state = { ...state, sort };
      remember(state);
    },
    counted: (count) => legend.setMatched(count),
  });

  const card = appealCard(cardBox, {
    url: data.urls.appeals,
    nearby: data.urls.nearby,
    back: () => (pushed ? history.back() : closeCard()),
    open: (item) => openCard(item.number, item),
    light: (item) => view?.light(item),
    highlight: (told) => view?.highlight(told),
  });

  const chips = filterChips(
    find("[data-filters]"),
    { get: () => state, set: (next) => change(next) },
    { areaName: (id) => view?.areaName(id) ?? id },
  );

  /** @param {string} key @param {import("./rows.js").AppealItem | null} item @param {{ push?: boolean }} [how] */
  async function openCard(key, item, { push = true } = {}) {
    if (!state.appeal) listScroll = scroller.scrollTop;
    state = { ...state, appeal: key };
    if (push) {
      remember(state, { push: true });
      pushed = true;
    }
    list.chooseRow(key);
    listBox.hidden = true;
    panel.dataset.shows = "card";
    if (sheet.narrow() && sheet.stop() === "peek") sheet.go("half");
    if (item) view?.choose(item);
    scroller.scrollTop = 0;
    const appeal = await card.show(key);
    if (appeal) view?.choose(appeal, { reveal: true });
  }

  function closeCard() {
    const was = state.appeal;
    state = { ...state, appeal: "" };
    pushed = false;
    remember(state);
    card.hide();
    view?.choose(null);
    view?.highlight(null);
    listBox.hidden = false;
    panel.dataset.shows = "list";
    scroller.scrollTop = listScroll;
    list.chooseRow("");
    list.focusRow(was);
    if (listBox.dataset.list !== "ready") list.load();
  }

  /** @param {PageState} next */
  function change(next) {
    const before = state;
    state = next;
    remember(state);
    chips.draw(state);
    legend.setMetric(state.metric);
    legend.show(state.heat);
    keyBox.hidden = state.heat;
    if (
      searchOf({ ...before, appeal: "", sort: "date" }) !== searchOf({ ...state, appeal: "", sort: "date" })
    ) {
      view?.show({ heat: state.heat, query: query(), heatColor: legend.color() });
      if (state.appeal) closeCard();
      list.load();
    }
  }

  addEventListener("popstate", () => {
    const next = parseState(location.search);
    pushed = false;
    if (next.appeal && next.appeal !== state.appeal)
      return openCard(next.appeal, list.item(next.appeal) ?? null, { push: false });
    if (!next.appeal && state.appeal) closeCard();
    else change({ ...next, appeal: state.appeal });
  });

  for (const button of document.querySelectorAll("[data-mode]")) {
    button.addEventListener("click", () => {
      change({ ...state, heat: /** @type {HTMLElement} */ (button).dataset.mode === "heat" });
      drawModes();
    });
  }

  function drawModes() {
    for (const button of document.querySelectorAll("[data-mode]")) {
      const heat = /** @type {HTMLElement} */ (button).dataset.mode === "heat";
      button.setAttribute("aria-pressed", String(heat === state.heat));
    }
  }

  placeSearch(find("[data-search]"), {
    url: data.urls.suggest,
    near: () => view?.centre() ?? null,
    goTo: (place) =>
      view ? view.goTo(place) : location.assign(`${data.urls.list}?text=${encodeURIComponent(place.label)}`),
    forget: () => view?.forgetPlace(),
    openNumber: (number) => openCard(number, null),
    findText: (text) => change({ ...state, text }),
  });

  list.setSort(state.sort);
  legend.setMetric(state.metric);
  legend.show(state.heat);
  keyBox.hidden = state.heat;
  chips.draw(state);
  drawModes();

  const container = /** @type {HTMLElement} */ (find("#map"));
  if (canDraw()) {
    try {
      view = await mapView(container, data.map, {
        shown: { heat: state.heat, query: query(), heatColor: legend.color() },
        covered: () => ({ bottom: sheet.covered() }),
        moved: debounce(() => {
          if (!state.appeal) list.load();
          else listBox.dataset.list = "stale";
        }, 250),
        picked: (item) => openCard(item.number, item),
        pointed: (key) => list.lightRow(key),
        cell: (values) => legend.point(values),
        cells: (cells) => legend.settle(cells, query()),
        area: (id) => change({ ...state, area: [id] }),
        named: () => chips.draw(state),
        failed: () => toast(gettext("Part of the map did not load. The list is complete.")),
      });
    } catch {
      view = null;
    }
  }
  if (!view) {
    container.dataset.map = "none";
    document.documentElement.dataset.map = "none";
    find("[data-no-map]").removeAttribute("hidden");
    if (sheet.narrow()) sheet.go("full");
  }
  list.load();
  if (state.appeal) openCard(state.appeal, null, { push: false });
}
