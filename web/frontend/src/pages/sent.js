/** After sending: the draft is not needed any more. */
import { forgetDraft } from "../report/draft.js";

forgetDraft();
