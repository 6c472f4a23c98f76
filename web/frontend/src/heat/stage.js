/** The stage of the heat map's page: joins map, classes, legend, panel, months and comparison; each does its own part. */
import { isAbort } from "../kit/api.js";
import { debounce, find } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { warm } from "../map/create.js";
import { extraOf } from "./address.js";
import { cellsNote } from "./cells.js";
import { choosing } from "./choosing.js";
import { openingZoom, resolutionFor } from "./classes.js";
import { classing } from "./classing.js";
import { drawing } from "./drawing.js";
import { heatMap } from "./layers.js";
import { tellHere } from "./legend.js";
import { liveForm } from "./page.js";
import { colorOf, paint, picture } from "./painting.js";
import { playing } from "./playing.js";
import { drawOtherSpots, drawSpots } from "./spots.js";
import { swipe } from "./swipe.js";
import { newView, tilesQuery } from "./view.js";

/** Colours that come after the map cost each tile a second pass of its worker, but nobody waits longer for them. */
const COLOURS_MS = 400;
/** As the map opens; beside the panel where it lies on the map. */
const AROUND_PX = 24;
const PANEL_PX = 416;

/** @param {HTMLElement} section @param {HTMLFormElement} form @param {import("./page.js").PageData} start */
export async function stage(section, form, start) {
  const container = /** @type {HTMLElement} */ (find("#heat-map", section));
  const legend = /** @type {HTMLElement} */ (find("[data-legend]", section));
  const panel = /** @type {HTMLElement} */ (find("[data-panel]", section));
  const months = /** @type {HTMLButtonElement} */ (find("[data-play-months]", section));
  const status = find("[data-say]", section);
  const say = (/** @type {string} */ text) => (status.textContent = text);
  const failed = (/** @type {any} */ error) => {
    if (!isAbort(error))
      say(error?.message ?? gettext("The server did not manage this. Try again in a minute."));
  };

  const hasPlace = /^#\d/.test(location.hash);
  const size = { width: container.clientWidth, height: container.clientHeight };
  const opening = openingZoom(location.hash, start.map.bounds, size);
  const view = newView(start, resolutionFor(opening, start.resolution, start.measure));
  const classes = classing(view, { settled: () => repaint(), failed });
  warm(start.map);
  await soon(classes.ask().then(({ bounds, sampled }) => Object.assign(view, { bounds, sampled })));
  const heat = await heatMap(container, start.map, {
    query: tilesQuery(view),
    color: colorOf(view),
    title: gettext("Heat map"),
    hash: true,
  });
  const { map } = heat;
  const repaint = () => {
    paint(view, heat, legend);
    cells.tell();
  };
  const settle = () => classes.settle(map.getZoom());

  const { choose, again, ofAreas } = choosing(view, heat, panel, { say, failed });
  const draw = drawing(heat, find("[data-draw]", section), {
    say,
    begun: () => choose({}),
    done: (drawn) => choose({ drawn }),
  });
  const plays = playing(view, heat, /** @type {HTMLElement} */ (find("[data-player]", section)), {
    shown() {
      repaint();
      again();
    },
    failed,
  });

  async function compare() {
    view.second?.remove();
    view.second = null;
    const { beside, map: config } = view.data;
    if (!beside) return;
    const shown = { query: tilesQuery(view, beside.query), color: colorOf(view) };
    view.second = await swipe(find("[data-maps]", section), heat, config, shown);
    view.second.name(beside.own, beside.other);
    await drawOtherSpots(view);
  }

  /** A cell of a table: of the other map's own the figures are by its filter. @param {string} at @param {boolean} other */
  function chooseRow(at, other) {
    const { second, data } = view;
    if (other && data.beside)
      choose({ at, filters: data.beside.filters, spot: second?.spotted.get(at) ?? "" });
    else choose({ at });
  }

  /** What was found in the areas of the filter, beside their figures. */
  function goToAreas() {
    const { bounds } = view.data.map;
    const right = matchMedia("(min-width: 900px)").matches ? PANEL_PX : AROUND_PX;
    const padding = { top: AROUND_PX, bottom: AROUND_PX, left: AROUND_PX, right };
    if (bounds) map.fitBounds(bounds, { padding, maxZoom: 14, animate: false });
  }

  map.on("click", (event) => {
    if (draw.takes(event)) return;
    const found = heat.under(event.point);
    const other = view.second?.holds(event.point) ? view.second : null;
    const spot = (other ?? heat).spotUnder(event.point);
    if (found?.cell) choose({ at: found.cell, spot, filters: other ? view.data.beside?.filters : undefined });
  });
  map.on("mousemove", (event) => {
    const told = view.second || view.played ? null : (heat.under(event.point)?.figures ?? null);
    tellHere(legend, view.data.measure, told);
  });
  map.on("zoom", debounce(settle, 120));
  months.addEventListener("click", () => (plays.open ? plays.close() : plays.start("")));
  document.addEventListener("metka:theme", repaint);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) choose({});
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest("[data-cell]");
    if (row) {
      section.scrollIntoView({ block: "start" });
      chooseRow(row.getAttribute("data-cell") ?? "", row.hasAttribute("data-beside-cell"));
    }
    const credits = section.querySelector(".maplibregl-ctrl-attrib")?.textContent ?? "";
    if (target?.closest("[data-picture]")) picture(view, map, credits).catch(failed);
  });

  function showButtons() {
    const button = document.querySelector("[data-picture]");
    if (button instanceof HTMLElement) button.hidden = false;
    months.disabled = view.data.measure.scale === "diverging";
  }

  const { renew, retable } = liveForm(form, {
    table: () => String(view.resolution),
    failed,
    busy: (on) => section.setAttribute("aria-busy", String(on)),
    changed(next) {
      showButtons();
      if (!next) return;
      const old = view.data;
      view.data = next;
      if (plays.open) plays.close();
      showButtons();
      const elsewhere = areasOf(next) !== areasOf(old);
      if (next.area && elsewhere) goToAreas();
      settle();
      cells.tell();
      choose({ area: Boolean(next.area) && (elsewhere || ofAreas()) });
      if (next.spots !== old.spots || next.filters !== old.filters)
        drawSpots(view, heat, repaint).catch(failed);
      if (JSON.stringify(next.beside) !== JSON.stringify(old.beside)) compare().catch(failed);
      else if (next.spots !== old.spots) drawOtherSpots(view).catch(failed);
    },
  });

  /** As the page opens: the server does not know how far the map is from the ground. */
  async function tableAsMap() {
    const { data, resolution } = view;
    if (data.resolution !== null || data.table === resolution) return;
    data.table = (await retable(resolution))?.table ?? data.table;
    showButtons();
  }

  const cells = cellsNote(view, form, renew);
  showButtons();
  await settle();
  await tableAsMap().catch(failed);
  cells.tell();
  const extra = extraOf(location.search);
  if (view.data.spots) await drawSpots(view, heat, repaint).catch(failed);
  if (view.data.beside) await compare();
  if (extra.at || extra.drawn) await choose(extra);
  else if (view.data.area) {
    if (!hasPlace) goToAreas();
    await choose({ area: true });
  }
  if (extra.month) await plays.start(extra.month);
}

/** The answer, if it comes soon; whether or not it does, and whatever it is. @param {Promise<unknown>} answer */
function soon(answer) {
  return Promise.race([answer.catch(() => {}), new Promise((done) => setTimeout(done, COLOURS_MS))]);
}

/** The areas of the filter. @param {import("./page.js").PageData} data */
function areasOf({ filters }) {
  return new URLSearchParams(filters).getAll("area").join(",");
}
