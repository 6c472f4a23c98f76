/** The heat map's page: joins form, map, legend, panel, months and comparison; the table is whole without scripts. */
import { stage } from "../heat/stage.js";
import { readData } from "../heat/page.js";
import { find } from "../kit/dom.js";
import { canDraw } from "../map/create.js";

/** @type {HTMLElement} */
const section = find("[data-stage]");
/** @type {HTMLFormElement} */
const form = find("[data-heat-form]");
const manual = /** @type {HTMLElement} */ (find("[data-bounds]", form));
const classes = /** @type {HTMLSelectElement} */ (form.elements.namedItem("classes"));

/** Bounds are asked for only where somebody wants to give them. */
function showBounds() {
  manual.hidden = classes.value !== "manual";
}
classes.addEventListener("change", showBounds);
showBounds();

// Beside the map there is room for what was chosen; on a phone it would push the map off the screen.
if (!matchMedia("(min-width: 900px)").matches)
  for (const fold of form.querySelectorAll("details")) fold.open = false;

const data = readData();
if (data && canDraw()) {
  // Each change is shown at once.
  /** @type {HTMLElement} */ (find("[data-show]", form)).hidden = true;
  stage(section, form, data).catch(() => (section.hidden = true));
} else section.hidden = true;
