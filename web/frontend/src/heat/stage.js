/** The map with all that stands around it: what is chosen in the form, pressed on the map, played or compared is drawn. */
import { getJson, isAbort, latest, withParams } from "../kit/api.js";
import { debounce, find } from "../kit/dom.js";
import { gettext, language } from "../kit/i18n.js";
import { theme } from "../kit/theme.js";
import { EMPTY } from "../map/layers.js";
import { changed, extraOf, keep } from "./address.js";
import { colors, fill, openingZoom, resolutionFor, title, untold, words } from "./classes.js";
import { cornersOf, drawing, shapes } from "./drawing.js";
import { heatMap, spotWords } from "./layers.js";
import { drawLegend, tellHere, written } from "./legend.js";
import { monthName, ordinarySince } from "./months.js";
import { liveForm } from "./page.js";
import { drawPanel } from "./panel.js";
import { savePicture } from "./picture.js";
import { player } from "./player.js";
import { swipe } from "./swipe.js";

/** @typedef {import("./page.js").PageData} PageData */

/** @param {HTMLElement} section @param {HTMLFormElement} form @param {PageData} start */
export async function stage(section, form, start) {
  let data = start;
  /** @type {number[]} */
  let bounds = [];
  let sampled = false;
  let resolution = -1;
  let asked = "";
  /** Answers of the legend by question: the same classes wherever one comes back to. @type {Map<string, any>} */
  const legends = new Map();
  /** told: of the month that is shown. @type {{ months: any[], bounds: number[], told: { period: string, total: number } } | null} */
  let played = null;
  /** @type {Awaited<ReturnType<typeof swipe>> | null} */
  let second = null;
  /** @type {Map<string, string>} cells that stand out, in words */
  const spotted = new Map();

  const box = /** @type {HTMLElement} */ (find("[data-maps]", section));
  const legend = /** @type {HTMLElement} */ (find("[data-legend]", section));
  const panel = /** @type {HTMLElement} */ (find("[data-panel]", section));
  const status = find("[data-say]", section);
  const say = (/** @type {string} */ text) => (status.textContent = text);
  const failed = (/** @type {any} */ error) => {
    if (!isAbort(error))
      say(error?.message ?? gettext("The server did not manage this. Try again in a minute."));
  };
  const nextFigures = latest();

  const container = /** @type {HTMLElement} */ (find("#heat-map", section));
  const opening = openingZoom(location.hash, data.map.bounds, container.clientWidth);
  const heat = await heatMap(container, data.map, {
    query: changed(data.query, { resolution: String(resolutionFor(opening, data.resolution)) }),
    color: untold(theme()),
    title: gettext("Heat map"),
    hash: true,
  });
  const { map } = heat;
  const shownBounds = () => played?.bounds ?? bounds;

  function color(property = "value") {
    const found = shownBounds();
    return fill(found, colors(found, data.measure, theme()), untold(theme()), property);
  }

  /** @param {string} query */
  const tiles = (query) => changed(query, { resolution: String(resolution) });

  function paint() {
    heat.show(tiles(data.query), color());
    if (second && data.beside) second.show(tiles(data.beside.query), color());
    drawLegend(legend, {
      measure: data.measure,
      bounds: shownBounds(),
      ...(played ? played.told : { period: data.period, total: data.total }),
      resolution,
      spots: data.spots ? data.spotWords : null,
      sampled,
    });
  }

  /** Classes of the whole selection, never of what is in view: panning changes nothing. */
  async function settle() {
    resolution = resolutionFor(map.getZoom(), data.resolution);
    const question = `${data.query}|${resolution}|${data.method}|${data.bounds}`;
    if (question === asked) return;
    asked = question;
    if (data.method === "manual" && data.bounds.length) {
      [bounds, sampled] = [data.bounds, false];
      return paint();
    }
    const method = data.method === "natural" ? "natural" : "quantiles";
    const known = legends.get(question) ?? getJson(`${data.urls.classes}?${tiles(data.query)}`, { method });
    legends.set(question, known);
    try {
      const found = await known;
      if (question !== asked) return;
      [bounds, sampled] = [found.bounds, found.sampled];
      paint();
    } catch (error) {
      legends.delete(question);
      asked = "";
      failed(error);
    }
  }

  async function drawSpots() {
    spotted.clear();
    heat.setData("spots", EMPTY);
    if (!data.spots) return;
    const params = { significant: "true", format: "geojson", ...(data.since ? {} : { over: "month" }) };
    try {
      const found = await getJson(withParams(`${data.urls.hotspots}?${data.filters}`, params));
      for (const { id, properties } of found.features) {
        spotted.set(id, spotWords(properties));
      }
      heat.setData("spots", found);
    } catch (error) {
      failed(error);
    }
  }

  async function compare() {
    second?.remove();
    second = null;
    if (!data.beside) return;
    const made = await swipe(box, heat, data.map, { query: tiles(data.beside.query), color: color() });
    second = made;
    made.name(data.beside.own, data.beside.other);
  }

  /** @param {{ at?: string, drawn?: string, spot?: string }} place @param {string} filters */
  async function choose(place, filters = data.filters) {
    const chosen = { at: place.at ?? "", drawn: place.drawn ?? "" };
    keep(chosen);
    heat.choose(chosen.at);
    heat.setData("drawing", chosen.drawn ? shapes(cornersOf(chosen.drawn), true) : EMPTY);
    if (!chosen.at && !chosen.drawn) {
      nextFigures();
      return void (panel.hidden = true);
    }
    const query = changed(filters, { cell: chosen.at, polygon: chosen.drawn });
    const before = data.measure.scale === "diverging" ? "previous" : "";
    try {
      const found = await getJson(`${data.urls.figures}?${query}`, { compare: before }, nextFigures());
      drawPanel(panel, {
        heading: chosen.at ? gettext("The chosen cell") : gettext("The drawn area"),
        spot: place.spot ?? spotted.get(chosen.at) ?? "",
        measure: data.measure,
        found,
        listAddress: `${data.urls.list}?${query}`,
        close: () => choose({}),
      });
      panel.focus({ preventScroll: true });
      say("");
    } catch (error) {
      failed(error);
    }
  }

  const draw = drawing(heat, find("[data-draw]", section), {
    say,
    begun: () => choose({}),
    done: (drawn) => choose({ drawn }),
  });
  const plays = player(find("[data-player]", section), {
    show(index) {
      if (!played) return;
      const { month, count } = played.months[index];
      played.told = { period: monthName(month, language()), total: count };
      heat.showMonth(color(`m${index}`));
      keep({ month: month.slice(0, 7) });
      paint();
    },
    close() {
      played = null;
      heat.showMonth(null);
      keep({ month: "" });
      paint();
    },
  });

  /** @param {string} month the one to begin with; "" the last */
  async function playMonths(month) {
    const since = data.since ? "" : ordinarySince(new Date());
    const method = data.method === "natural" ? "natural" : "quantiles";
    const query = changed(tiles(data.query), { method, ...(since ? { since } : {}) });
    try {
      const found = await getJson(`${data.urls.months}?${query}`);
      const own = data.method === "manual" && data.bounds.length ? data.bounds : found.bounds;
      played = { months: found.months, bounds: own, told: { period: data.period, total: data.total } };
      // The map drops names of features that are no numbers.
      for (const feature of found.features) feature.properties.cell = feature.id;
      heat.setData("months", found);
      plays.start(found.months, month);
    } catch (error) {
      failed(error);
    }
  }
  find("[data-play-months]", section).addEventListener("click", () =>
    plays.open ? plays.close() : playMonths(""),
  );

  map.on("click", (event) => {
    if (draw.takes(event)) return;
    const found = heat.under(event.point);
    const beside = second?.holds(event.point) && data.beside;
    const spot = heat.spotUnder(event.point);
    if (found?.cell) choose({ at: found.cell, spot }, beside ? onlyFilter(beside.query) : data.filters);
  });
  map.on("mousemove", (event) => {
    tellHere(legend, data.measure, second || played ? null : (heat.under(event.point)?.figures ?? null));
  });
  map.on("zoom", debounce(settle, 120));
  document.addEventListener("metka:theme", paint);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) choose({});
  });
  section.ownerDocument.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cell = target?.closest("[data-cell]")?.getAttribute("data-cell");
    if (cell) {
      section.scrollIntoView({ block: "start" });
      choose({ at: cell });
    }
    if (target?.closest("[data-picture]")) picture().catch(failed);
  });

  function picture() {
    const shades = colors(shownBounds(), data.measure, theme());
    const texts = words(shownBounds(), data.measure, (value) => written(value, data.measure));
    return savePicture(map, {
      title: title(data.measure),
      note: data.period,
      credits: section.querySelector(".maplibregl-ctrl-attrib")?.textContent ?? "",
      classes: texts.map((text, index) => ({ color: shades[index], text })),
      name: `heatmap-${data.measure.code}.png`,
    });
  }

  function showButtons() {
    const button = document.querySelector("[data-picture]");
    if (button instanceof HTMLElement) button.hidden = false;
    const months = /** @type {HTMLButtonElement} */ (find("[data-play-months]", section));
    months.disabled = data.measure.scale === "diverging";
  }

  liveForm(form, {
    failed,
    busy: (on) => section.setAttribute("aria-busy", String(on)),
    changed(next) {
      showButtons();
      if (!next) return;
      const spots = next.spots !== data.spots || next.filters !== data.filters;
      const beside = JSON.stringify(next.beside) !== JSON.stringify(data.beside);
      data = next;
      if (plays.open) plays.close();
      showButtons();
      settle();
      choose({});
      if (spots) drawSpots();
      if (beside) compare().catch(failed);
    },
  });

  showButtons();
  await settle();
  const extra = extraOf(location.search);
  if (data.spots) await drawSpots();
  if (data.beside) await compare();
  if (extra.at || extra.drawn) await choose(extra);
  if (extra.month) await playMonths(extra.month);
}

/** A page's query without what is no filter. @param {string} query */
function onlyFilter(query) {
  return changed(query, { measure: "", compare: "" });
}
