/** The report form with scripts: map, topics, duplicates, photos, promise, draft. Without scripts the form is whole. */
import { debounce, find, pageData } from "../kit/dom.js";
import { keepDraft } from "../report/draft.js";
import { counter, photos } from "../report/photos.js";
import { promise } from "../report/promise.js";
import { similar } from "../report/similar.js";
import { topics } from "../report/topics.js";
import { where } from "../report/where.js";

/** @typedef {import("../report/types.js").ReportData} ReportData */

/** @type {HTMLFormElement} */
const form = find("[data-report-form]");
/** @type {ReportData} */
const data = pageData("page-data");

const draft = keepDraft(form);
const promised = promise(form, data);
const alike = similar(form, data);

function changed() {
  draft.save();
  promised.refresh();
  alike.refresh();
}

topics(form, data, changed);
photos(form, data.photos_max);
counter(form, data.text_max);
form.addEventListener("keydown", (event) => {
  // Enter in a line of a long form means "this line is done", not "send all of it".
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
});
// The words tell what is alike as well; asked once the typing pauses.
const compare = debounce(() => alike.refresh(), 1000);
form.addEventListener("input", (event) => {
  draft.save();
  if (event.target instanceof HTMLTextAreaElement) compare();
});
form.addEventListener("submit", () => find("[data-send]", form).setAttribute("aria-busy", "true"));
if (form.querySelector("[data-proof]")) void import("../report/proof.js").then(({ prove }) => prove(form));
void where(form, data, changed).drawn.then(changed);
