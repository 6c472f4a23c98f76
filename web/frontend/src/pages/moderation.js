/** The moderators' desk: queue and map, the opened appeal, keys; lists and forms are whole without scripts. */
import { picking } from "../desk/picking.js";
import { pageData } from "../kit/dom.js";
import { smallMap } from "../map/smallmap.js";
import { covering } from "../moderation/covering.js";
import { keyboard } from "../moderation/keyboard.js";
import { movablePlace } from "../moderation/place.js";
import { queueMap } from "../moderation/queuemap.js";

smallMap();
queueMap();
keyboard();
covering();
const correcting = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-correct]"));
if (correcting) movablePlace(correcting, pageData("page-data"));
const batch = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-batch]"));
if (batch) picking(batch);
const filters = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-list-form]"));
filters?.addEventListener("change", () => filters.requestSubmit());
showChosen();

/** Scrolls the queue, never the page, so that the opened appeal stands in its middle. */
function showChosen() {
  const queue = document.querySelector(".desk__queue");
  const chosen = queue?.querySelector("[aria-current=true]");
  if (!queue || !chosen) return;
  const [outer, inner] = [queue.getBoundingClientRect(), chosen.getBoundingClientRect()];
  queue.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}
