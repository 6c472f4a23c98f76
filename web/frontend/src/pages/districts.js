/** The map of districts with its key; all figures stand in tables that are whole without scripts. */
import { el, find, pageData, put } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { theme, token } from "../kit/theme.js";
import { canDraw } from "../map/create.js";
import { drawDistricts } from "../districts/choropleth.js";
import { classColors, ranges } from "../districts/colors.js";

/** @param {import("../districts/choropleth.js").Districts} found */
function drawKey(found) {
  const swatch = (/** @type {string} */ color, /** @type {string} */ words) => {
    const square = el("i", { class: "districts__swatch" });
    square.style.background = color;
    return el("span", null, square, words);
  };
  const colors = classColors(found, theme());
  const entries = ranges(found.labels).map((range, index) => swatch(colors[index], range));
  if (found.areas.some((area) => area.class === null))
    entries.push(swatch(token("line"), gettext("no value")));
  put(find("[data-key]"), ...entries);
}

const container = document.getElementById("districts-map");
if (container) {
  /** @type {HTMLElement} */
  const section = find("[data-map-section]");
  const found = /** @type {import("../districts/choropleth.js").Districts} */ (pageData("page-data"));
  const page = {
    title: gettext("Map of the districts"),
    choose: (/** @type {import("../districts/choropleth.js").Area} */ area) =>
      put(find("[data-chosen]"), el("a", { href: area.page }, area.name), `: ${area.told}`),
    dressed: () => drawKey(found),
  };
  if (canDraw()) drawDistricts(container, found, page).catch(() => (section.hidden = true));
  else section.hidden = true;
}
