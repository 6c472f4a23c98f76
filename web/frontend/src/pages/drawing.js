/** The drawing desk: one zone or area drawn on the map, checked while it is drawn; the form below it is whole without scripts. */
import { cookie, getJson, isAbort, latest, request } from "../kit/api.js";
import { debounce, el, find, pageData, put } from "../kit/dom.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { canDraw, createMap } from "../map/create.js";
import { Desk } from "../zones/desk.js";
import { dress, drawnFeatures, feature, findingFeatures, show } from "../zones/looks.js";
import { pointer } from "../zones/pointer.js";
import { shapeOf } from "../zones/rings.js";
import { borders } from "../zones/snap.js";
import { table } from "../zones/table.js";

/** @typedef {import("../zones/looks.js").Finding} Finding */
/** @typedef {{ map: import("../map/create.js").MapConfig, shape: number[][][][], unsaved: boolean, before: GeoJSON.Geometry | null, urls: { around: string, check: string } }} PageData */

/** More vertices than these are not all shown as handles: zoom in on a part by the table then. */
const MOST_HANDLES = 6000;
const data = /** @type {PageData} */ (pageData("page-data"));
const desk = new Desk(data.shape);
// What was refused came back as it was typed, and is kept nowhere yet.
desk.isDirty = data.unsaved;
/** @type {HTMLFormElement} */
const form = find("[data-drawing]");
const shape = /** @type {HTMLInputElement} */ (form.elements.namedItem("shape"));
/** @type {Finding[]} */
let findings = pageData("findings-data") ?? [];
/** @type {GeoJSON.Feature[]} */
let around = [];
/** @type {import("maplibre-gl").Map | null} */
let map = null;

const hint = find("[data-hint]");
desk.hint = (text) => put(hint, text);

/** @type {HTMLElement} */
const vertices = find("[data-vertices]");
const drawTable = table(vertices, desk);
const fold = /** @type {HTMLDetailsElement} */ (vertices.closest("details"));
fold.addEventListener("toggle", () => fold.open && drawTable());

function tell() {
  const count = desk.rings.reduce((sum, ring) => sum + ring.length, 0);
  put(
    find("[data-vertex-count]"),
    fill(ngettext("%(count)s vertex", "%(count)s vertices", count), { count }),
  );
  /** @type {HTMLElement} */ (find("[data-unsaved]")).hidden = !desk.isDirty;
  if (fold.open) drawTable();
}

function hintNow() {
  if (desk.begun)
    desk.hint(
      gettext(
        "Click the corners one after another; the first one, Enter or a double click closes the ring, Esc gives up.",
      ),
    );
  else if (desk.rings.length)
    desk.hint(
      gettext("Drag a vertex to move it, the dot between two to add one. A ring inside a ring is a hole."),
    );
  else desk.hint(gettext("Nothing is drawn yet: press “Draw a ring”."));
  const begin = find('[data-act="ring"]');
  begin.setAttribute("aria-pressed", String(Boolean(desk.begun)));
}

function paint() {
  if (!map) return;
  const rings = desk.sketched ?? desk.rings;
  const handles = rings.reduce((sum, ring) => sum + ring.length, 0) <= MOST_HANDLES;
  show(map, "around", around);
  show(map, "before", data.before ? [feature(data.before)] : []);
  show(map, "findings", findingFeatures(findings));
  show(map, "drawn", drawnFeatures(rings, desk.chosen, desk.begun, handles));
}

/** @param {Finding[]} found */
function tellFindings(found) {
  findings = found;
  const list = found.map(({ text, grave }) =>
    el("li", { class: `findings__one${grave ? " findings__one--grave" : ""}` }, text),
  );
  const none = el("li", { class: "findings__none" }, gettext("Sound, inside, without overlaps and gaps."));
  put(find("[data-findings]"), list.length ? list : none);
  paint();
}

const nextCheck = latest();
const check = debounce(async () => {
  try {
    const answer = await request(data.urls.check, {
      method: "POST",
      signal: nextCheck(),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ shape: shapeOf(desk.rings) }),
    });
    tellFindings((await answer.json()).findings);
  } catch (error) {
    if (!isAbort(error)) desk.hint(error instanceof Error ? error.message : String(error));
  }
}, 400);

/** The form's own token: the cookie may be hidden from scripts. */
function token() {
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("csrfmiddlewaretoken"));
  return field?.value ?? cookie("csrftoken");
}

desk.listeners.push((what) => {
  if (what === "drawn") {
    shape.value = JSON.stringify(shapeOf(desk.rings));
    tell();
    check();
  }
  hintNow();
  paint();
});

// A ring that is being drawn is no part of the shape yet: whoever saves is told, and loses no corner.
form.addEventListener("submit", (event) => {
  if (!desk.begun?.length) {
    desk.isDirty = false;
    return;
  }
  event.preventDefault();
  desk.hint(gettext("Close the ring first, by Enter or a double click, or give it up by Esc."));
});
addEventListener("beforeunload", (event) => {
  if (desk.isDirty || desk.begun?.length) event.preventDefault();
});

const nextAround = latest();
const look = debounce(async () => {
  if (!map) return;
  const box = map.getBounds();
  const asked = { west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() };
  try {
    const collection = await getJson(data.urls.around, asked, nextAround());
    around = collection.features;
    desk.borders = borders(collection);
    paint();
  } catch (error) {
    if (!isAbort(error)) desk.hint(error instanceof Error ? error.message : String(error));
  }
}, 150);

/** @param {HTMLElement} container */
async function drawMap(container) {
  const shown = { heat: false, query: "", heatColor: null, bare: true };
  const made = await createMap(container, data.map, { shown, hash: false, title: gettext("Drawing") });
  map = made.map;
  const { begin, remove } = pointer(map, desk);
  made.onStyle(() => {
    dress(made.map);
    paint();
  });
  map.on("moveend", look);
  map.once("load", look);
  const acts = { ring: begin, remove, undo: () => desk.travel(false), redo: () => desk.travel(true) };
  find("[data-tools]").addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    const act = /** @type {keyof typeof acts | undefined} */ (
      button instanceof HTMLElement ? button.dataset.act : undefined
    );
    if (act) acts[act]();
  });
  const snaps = /** @type {HTMLInputElement} */ (find("[data-snap]"));
  snaps.addEventListener("change", () => (desk.snaps = snaps.checked));
  hintNow();
}

tell();
const container = /** @type {HTMLElement} */ (find("#drawing-map"));
if (canDraw()) drawMap(container).catch(() => (container.hidden = true));
else container.hidden = true;
