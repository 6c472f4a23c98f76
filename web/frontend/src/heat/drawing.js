/** Drawing an area by its corners on the map: pressed one after another, closed by a button or by the first corner. */
import { el, put } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { EMPTY } from "../map/layers.js";

/** @typedef {[number, number]} Corner lon, lat */

const FEWEST = 3;
const MOST = 100;
const TOUCH_PX = 14;

/** «lon,lat,lon,lat…» → corners. @param {string} text @returns {Corner[]} */
export function cornersOf(text) {
  const numbers = text.split(",").map(Number);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, index) => [
    numbers[2 * index],
    numbers[2 * index + 1],
  ]);
}

/** @param {Corner[]} corners */
export function textOf(corners) {
  return corners.map(([lon, lat]) => `${lon.toFixed(5)},${lat.toFixed(5)}`).join(",");
}

/** Points while drawing, the polygon from three corners on. @param {Corner[]} corners @param {boolean} done @returns {GeoJSON.FeatureCollection} */
export function shapes(corners, done) {
  if (!corners.length) return EMPTY;
  const feature = (/** @type {GeoJSON.Geometry} */ geometry) => ({
    type: /** @type {const} */ ("Feature"),
    properties: {},
    geometry,
  });
  const points = done ? [] : corners.map((corner) => feature({ type: "Point", coordinates: corner }));
  const line = feature({ type: "LineString", coordinates: corners });
  const whole = feature({ type: "Polygon", coordinates: [[...corners, corners[0]]] });
  return { type: "FeatureCollection", features: [corners.length < FEWEST ? line : whole, ...points] };
}

/**
 * @param {import("./layers.js").HeatMap} heat
 * @param {HTMLElement} button
 * @param {{ say: (text: string) => void, done: (drawn: string) => void, begun: () => void }} page
 */
export function drawing(heat, button, page) {
  const { map } = heat;
  /** @type {Corner[]} */
  let corners = [];
  let on = false;
  const bar = el("div", { class: "heat__drawbar cluster", hidden: true });
  button.parentElement?.append(bar);

  function redraw() {
    heat.setData("drawing", shapes(corners, false));
    const enough = corners.length >= FEWEST;
    put(
      bar,
      el(
        "button",
        { type: "button", class: "button button--small button--filled", disabled: !enough, onclick: finish },
        gettext("Done"),
      ),
      el(
        "button",
        { type: "button", class: "button button--small", disabled: !corners.length, onclick: undo },
        gettext("Take the last corner back"),
      ),
    );
    page.say(gettext("Press the corners of the area one after another, at least three."));
  }

  function undo() {
    corners.pop();
    redraw();
  }

  function finish() {
    stop();
    heat.setData("drawing", shapes(corners, true));
    page.done(textOf(corners));
  }

  function stop() {
    on = false;
    bar.hidden = true;
    button.setAttribute("aria-pressed", "false");
    map.getCanvas().style.cursor = "";
  }

  button.addEventListener("click", () => {
    if (on) {
      stop();
      heat.setData("drawing", EMPTY);
      return;
    }
    page.begun();
    on = true;
    corners = [];
    bar.hidden = false;
    button.setAttribute("aria-pressed", "true");
    map.getCanvas().style.cursor = "crosshair";
    redraw();
  });

  return {
    /** A press of the map that drawing takes for itself. @param {import("maplibre-gl").MapMouseEvent} event */
    takes(event) {
      if (!on) return false;
      const first = corners[0] && map.project(corners[0]);
      if (corners.length >= FEWEST && first.dist(event.point) < TOUCH_PX) finish();
      else if (corners.length < MOST) {
        corners.push([Number(event.lngLat.lng.toFixed(5)), Number(event.lngLat.lat.toFixed(5))]);
        redraw();
      }
      return true;
    },
  };
}
