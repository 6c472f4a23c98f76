/** The moderators' desk: the place of the opened appeal on a small map, and a pin to correct it; the forms need no script. */
import { pageData } from "../kit/dom.js";
import { smallMap } from "../map/smallmap.js";
import { movablePlace } from "../moderation/place.js";

smallMap();
const correcting = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-correct]"));
if (correcting) movablePlace(correcting, pageData("page-data"));
showChosen();

/** Scrolls the queue, never the page, so that the opened appeal stands in its middle. */
function showChosen() {
  const queue = document.querySelector(".desk__queue");
  const chosen = queue?.querySelector("[aria-current]");
  if (!queue || !chosen) return;
  const [outer, inner] = [queue.getBoundingClientRect(), chosen.getBoundingClientRect()];
  queue.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}
