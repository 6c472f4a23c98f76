/** The moderators' desk: the place of the opened appeal on a small map; the forms need no script. */
import { smallMap } from "../map/smallmap.js";

smallMap();
document.querySelector(".desk__queue [aria-current]")?.scrollIntoView({ block: "nearest" });
