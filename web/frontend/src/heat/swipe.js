/** Two maps of one place, divided by a line that pointer and keys move; the second follows the first. */
import { el } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { EMPTY } from "../map/layers.js";
import { heatMap } from "./layers.js";

const KEYS = /** @type {Record<string, (at: number) => number>} */ ({
  ArrowLeft: (at) => at - 5,
  ArrowRight: (at) => at + 5,
  PageDown: (at) => at - 20,
  PageUp: (at) => at + 20,
  Home: () => 0,
  End: () => 100,
});

/** The room that a name needs; what the line takes of its half, and beside a wide map's controls the controls. */
const NAMED_PX = 90;
const LINE_PX = 24;
const CONTROLS_PX = 84;
const WIDE = "(min-width: 900px)";

/** Which of both names fit into their halves. @param {number} at per cent @param {number} width of the map @param {boolean} wide */
export function named(at, width, wide) {
  const left = (width * at) / 100;
  return {
    own: left - LINE_PX >= NAMED_PX,
    other: width - left - (wide ? CONTROLS_PX : LINE_PX) >= NAMED_PX,
  };
}

/** @param {number} at per cent of the width, kept on the map */
export function held(at) {
  return Math.min(Math.max(Math.round(at), 0), 100);
}

/**
 * @param {HTMLElement} box of the maps
 * @param {import("./layers.js").HeatMap} first
 * @param {import("../map/create.js").MapConfig} config
 * @param {{ query: string, color: any }} start
 */
export async function swipe(box, first, config, { query, color }) {
  const container = el("div", { class: "heat__map heat__map--second", inert: true });
  const own = el("span", { class: "heat__side" });
  const other = el("span", { class: "heat__side heat__side--other" });
  const handle = el("div", {
    class: "heat__divider",
    role: "slider",
    tabindex: 0,
    "aria-label": gettext("Line between the two maps"),
    "aria-valuemin": 0,
    "aria-valuemax": 100,
  });
  first.map.getContainer().after(container, own, other, handle);
  const second = await heatMap(container, config, {
    query,
    color,
    title: gettext("The second map of the comparison"),
    hash: false,
  });
  let at = 50;

  function follow() {
    second.map.jumpTo({ center: first.map.getCenter(), zoom: first.map.getZoom() });
  }

  /** @param {number} next */
  function move(next) {
    at = held(next);
    container.style.clipPath = `inset(0 0 0 ${at}%)`;
    box.style.setProperty("--at", `${at}%`);
    const fits = named(at, box.clientWidth, matchMedia(WIDE).matches);
    own.hidden = !fits.own;
    other.hidden = !fits.other;
    handle.setAttribute("aria-valuenow", String(at));
    handle.setAttribute("aria-valuetext", `${own.textContent} ${at} %, ${other.textContent} ${100 - at} %`);
  }

  handle.addEventListener("keydown", (event) => {
    const next = KEYS[event.key];
    if (!next) return;
    event.preventDefault();
    move(next(at));
  });
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (moved) => {
      const { left, width } = box.getBoundingClientRect();
      move(((moved.clientX - left) / width) * 100);
    };
  });
  for (const end of ["pointerup", "pointercancel"]) {
    handle.addEventListener(end, () => (handle.onpointermove = null));
  }
  const fit = () => move(at);
  first.map.on("move", follow);
  first.map.on("resize", fit);
  follow();

  return {
    show: second.show,
    map: second.map,
    /** Its own cells that stand out, in words. @type {Map<string, string>} */
    spotted: new Map(),
    setSpots: second.setSpots,
    clearSpots: () => second.setData("spots", EMPTY),
    spotUnder: second.spotUnder,
    /** Where the line is, per cent of the width. */
    at: () => at,
    /** The names that are seen, with their places on the map in CSS px. */
    labels() {
      const from = box.getBoundingClientRect();
      return [own, other]
        .filter((side) => !side.hidden)
        .map((side) => {
          const { left, top, width, height } = side.getBoundingClientRect();
          return { text: side.textContent, x: left - from.left, y: top - from.top, width, height };
        });
    },
    /** @param {string} ownName @param {string} otherName */
    name(ownName, otherName) {
      own.textContent = ownName;
      other.textContent = otherName;
      move(at);
    },
    /** Whether a point of the screen lies on the second map. @param {import("maplibre-gl").Point} point */
    holds: (point) => point.x > (box.clientWidth * at) / 100,
    remove() {
      first.map.off("move", follow);
      first.map.off("resize", fit);
      second.map.remove();
      for (const node of [container, own, other, handle]) node.remove();
    },
  };
}
