/** A page that is a document: its button prints it. */
import { printing } from "../kit/printing.js";

printing();
