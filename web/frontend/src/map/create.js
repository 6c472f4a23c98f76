/** Makes the map of a page: worker, style by theme, controls, images, its state for tests; not what the page does with it. */
import { gettext, language } from "../kit/i18n.js";
import { theme, token } from "../kit/theme.js";
import { parseImageId } from "./clusters.js";
import { draw } from "./images.js";
import { wholeStyle, withCredits } from "./layers.js";
import { locale } from "./locale.js";
import { basemapStyle } from "./style.js";

/** @typedef {import("maplibre-gl").Map} MapLibreMap */
/**
 * @typedef {{
 *   worker: string,
 *   styles: { light: string, dark: string },
 *   bounds: [number, number, number, number] | null,
 *   attribution: string,
 * }} MapConfig
 */
/** @typedef {{ heat: boolean, query: string, heatColor: any, bare?: boolean, places?: string }} Shown
 * bare: the basemap alone; places: address of GeoJSON that is drawn instead of the tiles of appeals
 */

const PALETTE = [
  "ink",
  "muted",
  "paper",
  "surface",
  "line",
  "edge",
  "accent",
  "new",
  "progress",
  "solved",
  "neutral",
  "border",
];
const MOST_ZOOM = 19;

/** Whether this browser can draw the map at all. */
export function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/** @type {Partial<Record<"light" | "dark", Record<string, string>>>} */
const palettes = {};

/** Read once for each theme: the browser works out the whole page's style for every colour. */
function palette() {
  return (palettes[theme()] ??= Object.fromEntries(PALETTE.map((name) => [name, token(name)])));
}

/** @param {MapConfig} config @param {Shown} shown */
async function styleFor(config, shown) {
  const now = theme();
  const base = await basemapStyle(config.styles[now], language());
  if (shown.bare) return withCredits(base, config.attribution);
  const words = { thousand: gettext("k"), point: language() === "ru" ? "," : "." };
  const look = { theme: now, colors: palette(), heat: shown.heat, query: shown.query, places: shown.places };
  return wholeStyle(base, look, { heatColor: shown.heatColor, words, attribution: config.attribution });
}

/** Pins and discs are drawn when the style first asks for them. @param {MapLibreMap} map */
function images(map) {
  const ratio = Math.min(3, Math.max(2, Math.ceil(devicePixelRatio)));
  map.setMissingStyleImageResolver((id) => {
    const picture = draw(parseImageId(id), palette(), ratio);
    if (picture && !map.hasImage(id)) map.addImage(id, picture, { pixelRatio: ratio });
  });
}

/** `data-map` of the container: loading, idle; tests and styles read it. @param {MapLibreMap} map @param {HTMLElement} container */
function tellState(map, container) {
  const say = (/** @type {string} */ word) => (container.dataset.map = word);
  say("loading");
  map.on("dataloading", () => say("loading"));
  map.on("movestart", () => say("loading"));
  map.on("idle", () => say("idle"));
}

/** Begins to fetch what a map is made of, for a page that waits for something else first. @param {MapConfig} config */
export function warm(config) {
  import("../pages/maplibre.js")
    .then(({ prewarm, setWorkerUrl }) => {
      setWorkerUrl(new URL(config.worker, location.href).href);
      prewarm();
    })
    .catch(() => {});
  basemapStyle(config.styles[theme()], language()).catch(() => {});
}

/**
 * Layers of a page's own: drawn as soon as there is a style, which is before its tiles are there, and again after a
 * change of theme, which brings another style. @param {MapLibreMap} map
 */
function dresser(map) {
  let styled = false;
  map.on("style.load", () => (styled = true));
  return (/** @type {() => void} */ dress) => {
    map.on("style.load", dress);
    if (styled) dress();
  };
}

/**
 * @param {HTMLElement} container
 * @param {MapConfig} config
 * @param {{ shown: Shown, hash?: boolean, embedded?: boolean, title?: string }} options  title: tells maps of a page apart
 * @returns {Promise<{
 *   map: MapLibreMap, onStyle: (dress: () => void) => void,
 *   restyle: ((shown: Shown) => Promise<void>) & { keep: (shown: Shown) => void },
 * }>}
 */
export async function createMap(container, config, { shown, hash = true, embedded = false, title }) {
  const [maplibre, style] = await Promise.all([import("../pages/maplibre.js"), styleFor(config, shown)]);
  maplibre.setWorkerUrl(new URL(config.worker, location.href).href);
  const map = new maplibre.Map({
    container,
    style,
    hash,
    locale: { ...locale(), ...(title ? { "Map.Title": title } : {}) },
    attributionControl: false,
    bounds: config.bounds ?? [19, 41, 180, 78],
    fitBoundsOptions: { padding: 24, maxZoom: 14 },
    maxZoom: MOST_ZOOM,
    // A test holds the style to the specification; here the check of its 250 layers delays the first picture.
    validateStyle: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    cooperativeGestures: embedded,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
  });
  const onStyle = dresser(map);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  images(map);
  tellState(map, container);
  map.addControl(new maplibre.AttributionControl({ compact: false }), "bottom-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 100, unit: "metric" }), "bottom-right");
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  if (!embedded) {
    map.addControl(
      new maplibre.GeolocateControl({
        positionOptions: { enableHighAccuracy: true },
        fitBoundsOptions: { maxZoom: 16 },
      }),
      "top-right",
    );
  }
  let latest = shown;
  /** `keep` only remembers what a later change of theme must draw. */
  const restyle = Object.assign(
    async (/** @type {Shown} */ next) => {
      latest = next;
      map.setStyle(await styleFor(config, next), { diff: true, validate: false });
    },
    { keep: (/** @type {Shown} */ next) => void (latest = next) },
  );
  document.addEventListener("metka:theme", () => restyle(latest));
  return { map, onStyle, restyle };
}
