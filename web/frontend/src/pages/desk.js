/** The work on one appeal: its place on a small map, and print; the forms need no script. */
import { printing } from "../kit/printing.js";
import { smallMap } from "../map/smallmap.js";

printing();
smallMap();
