/** The map page: joins map, list, card, filters, search, heat map and sheet; each is a module of its own. */
import { start } from "../mappage/start.js";

start();
