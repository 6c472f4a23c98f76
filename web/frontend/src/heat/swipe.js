/** Two maps of one place, divided by a line that pointer and keys move; the second follows the first. */
import { el } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { heatMap } from "./layers.js";

const KEYS = /** @type {Record<string, (at: number) => number>} */ ({
  ArrowLeft: (at) => at - 5,
  ArrowRight: (at) => at + 5,
  PageDown: (at) => at - 20,
  PageUp: (at) => at + 20,
  Home: () => 0,
  End: () => 100,
});

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
    handle.style.left = `${at}%`;
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
  first.map.on("move", follow);
  follow();

  return {
    show: second.show,
    map: second.map,
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
      second.map.remove();
      for (const node of [container, own, other, handle]) node.remove();
    },
  };
}
