/** The operators' desk with scripts: the parts of the report form, led by the keyboard. Without scripts the form is whole. */
import { CALL } from "../calls/draft.js";
import { joinButton, keyboard, moveOn, nameTopic, typedAddress } from "../calls/desk.js";
import { find, pageData } from "../kit/dom.js";
import { keepDraft } from "../report/draft.js";
import { counter } from "../report/photos.js";
import { promise } from "../report/promise.js";
import { similar } from "../report/similar.js";
import { topics } from "../report/topics.js";
import { where } from "../report/where.js";

/** @typedef {import("../report/types.js").ReportData} ReportData */

/** @type {HTMLFormElement} */
const form = find("[data-call-form]");
/** @type {ReportData} */
const data = pageData("page-data");

const draft = keepDraft(form, CALL);
const promised = promise(form, data);
const alike = similar(form, data, joinButton);

function refresh() {
  draft.save();
  promised.refresh();
  alike.refresh();
}

function changed() {
  refresh();
  moveOn(form);
}

keyboard(form);
topics(form, data, changed);
nameTopic(form, data);
counter(form, data.text_max);
const place = where(form, data, changed);
typedAddress(form, data, place.choose, refresh);
form.addEventListener("input", () => draft.save());
// The answer to a formal appeal is due by the law, not by the rules of messages.
find("[name=track]", form).addEventListener("change", () => void promised.refresh());
form.addEventListener("submit", () => find("[data-send]", form).setAttribute("aria-busy", "true"));
// What was refused is mended first; the notice above is read out by itself.
/** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
void place.drawn.then(refresh);
