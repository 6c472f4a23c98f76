/** The executor's desk: its own appeals on the map, rows chosen for one step; list and forms are whole without scripts. */
import { picking } from "../desk/picking.js";
import { find, pageData } from "../kit/dom.js";
import { printing } from "../kit/printing.js";
import { canDraw } from "../map/create.js";
import { pinsMap } from "../map/pinsmap.js";

/** @type {HTMLFormElement} */
const form = find("[data-list-form]");
form.addEventListener("change", () => form.requestSubmit());

/** @type {HTMLFormElement | null} */
const batch = document.querySelector("[data-batch]");
if (batch) picking(batch);
printing();

/** @type {HTMLElement} */
const container = find("#own-map");
if (canDraw()) pinsMap(container, pageData("page-data")).catch(() => (container.hidden = true));
else container.hidden = true;
