/** Drawing the parts of a photo that are blurred: by pointer or keys, with undo and preview; saved by the form. */
import { find } from "../kit/dom.js";
import { blurring } from "../moderation/blurring.js";

blurring(find("[data-stage]"));
