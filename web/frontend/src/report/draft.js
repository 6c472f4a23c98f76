/** Keeps what was typed until it is sent, in this tab's browser storage; photos cannot be kept. */
import { put, value } from "./fields.js";

const KEY = "metka-report";
const NAMES = ["address", "house_id", "lon", "lat", "topic", "kind", "text", "author_name", "author_email"];

/** @param {HTMLFormElement} form */
export function keepDraft(form) {
  const refused = form.querySelector(".notice--error") !== null;
  if (!refused && !new URLSearchParams(location.search).has("topic")) restore(form);
  return { save: () => save(form) };
}

/** @param {HTMLFormElement} form */
function save(form) {
  const typed = Object.fromEntries(NAMES.map((name) => [name, value(form, name)]));
  try {
    sessionStorage.setItem(KEY, JSON.stringify(typed));
  } catch {
    // A browser without storage keeps nothing; the form works all the same.
  }
}

/** @param {HTMLFormElement} form */
function restore(form) {
  try {
    const typed = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    for (const name of NAMES)
      if (typed[name] && typed[name] !== value(form, name)) put(form, name, typed[name]);
  } catch {
    sessionStorage.removeItem(KEY);
  }
}

/** Forgets the draft: called by the page that follows a successful sending. */
export function forgetDraft() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
