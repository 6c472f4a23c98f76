/** The moderators' desk: the place of the opened appeal on a small map, and a pin to correct it; the forms need no script. */
import { pageData } from "../kit/dom.js";
import { smallMap } from "../map/smallmap.js";
import { movablePlace } from "../moderation/place.js";

smallMap();
const correcting = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-correct]"));
if (correcting) movablePlace(correcting, pageData("page-data"));
document.querySelector(".desk__queue [aria-current]")?.scrollIntoView({ block: "nearest" });
