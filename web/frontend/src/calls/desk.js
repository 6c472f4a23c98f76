/** The operators' form by keyboard alone: where the focus goes next, what Enter and Ctrl+Enter do. Not what is sent. */
import { getJson } from "../kit/api.js";
import { el, icon } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { pin, put, value } from "../report/fields.js";
import { after, beside } from "./keys.js";

/** @typedef {import("../report/types.js").ReportData} ReportData */

/** Less sure than this, an address that was typed and not chosen is left to the server to refuse. */
const SURE_ENOUGH = 0.5;

/** A field of the form by name, or by id for one that is not sent. @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  const found = form.elements.namedItem(name);
  return /** @type {HTMLElement | null} */ (
    found instanceof RadioNodeList ? form.querySelector(`[name="${name}"]:checked`) : found
  );
}

/** @param {HTMLFormElement} form */
export function keyboard(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return form.requestSubmit(/** @type {HTMLButtonElement} */ (form.querySelector("[data-send]")));
    }
    const at = event.target;
    if (event.key === "Enter" && at instanceof HTMLInputElement && !event.defaultPrevented) {
      // Enter in a line means "this line is done", never "send all of it".
      event.preventDefault();
      const next = after(at.name || at.id);
      if (next) field(form, next)?.focus();
    }
    if (at instanceof HTMLButtonElement && at.hasAttribute("formaction")) walk(event, at);
  });
}

/** Arrows lead from one appeal nearby to the next. @param {KeyboardEvent} event @param {HTMLButtonElement} at */
function walk(event, at) {
  const list = at.closest("[data-similar]");
  const buttons = [...(list?.querySelectorAll("button") ?? [])];
  const next = beside(event.key, buttons.indexOf(at), buttons.length);
  if (next === null) return;
  event.preventDefault();
  buttons[next].focus();
}

/** Once place or topic are chosen, the caller's next word belongs into the next field. @param {HTMLFormElement} form */
export function moveOn(form) {
  const at = document.activeElement;
  if (at === field(form, "address") && pin(form)) field(form, "topic-search")?.focus();
  else if (at === field(form, "topic-search") && value(form, "topic")) field(form, "text")?.focus();
}

/** The finder says what is chosen, also when the form comes back. @param {HTMLFormElement} form @param {ReportData} data */
export function nameTopic(form, data) {
  const chosen = data.topics.find(({ code }) => code === value(form, "topic"));
  const search = /** @type {HTMLInputElement | null} */ (field(form, "topic-search"));
  if (chosen && search) search.value = chosen.name;
}

/**
 * An address typed to its end without choosing a suggestion is looked up when the field is left.
 * @param {HTMLFormElement} form @param {ReportData} data @param {(place: any) => void} choose @param {() => void} changed
 */
export function typedAddress(form, data, choose, changed) {
  const input = /** @type {HTMLInputElement} */ (field(form, "address"));
  input.addEventListener("input", () => {
    // The place of what stood here before is not this one's.
    for (const name of ["house_id", "lon", "lat"]) put(form, name, "");
    changed();
  });
  input.addEventListener("change", async () => {
    const text = input.value.trim();
    if (!text || pin(form)) return;
    const { match } = await getJson(data.urls.geocode, { text }).catch(() => ({ match: null }));
    const same = input.value.trim() === text && !pin(form);
    if (!match || !same || match.confidence < SURE_ENOUGH || match.level === "settlement") return;
    input.value = match.address;
    choose(match);
  });
}

/** Sends the form's key to another address: the call counts with an appeal that is there. @param {any} appeal */
export function joinButton(appeal) {
  return el(
    "button",
    { class: "button button--small", formaction: `/calls/${appeal.number}/support/`, formnovalidate: true },
    icon("thumb-up"),
    gettext("The caller has this too"),
  );
}
