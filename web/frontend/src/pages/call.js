/** The number of a call: the draft is not needed any more, and N leads to the next call as Enter does. */
import { CALL } from "../calls/draft.js";
import { find } from "../kit/dom.js";
import { forgetDraft } from "../report/draft.js";

forgetDraft(CALL);
document.addEventListener("keydown", (event) => {
  // By its place: on a Russian layout the same key writes «т».
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.code === "KeyN" && plain) /** @type {HTMLAnchorElement} */ (find("[data-next-call]")).click();
});
