/** After sending: neither the draft nor its photos are needed any more. */
import { forgetDraft } from "../report/draft.js";
import { forgetPhotos } from "../report/keptphotos.js";

forgetDraft();
void forgetPhotos();
