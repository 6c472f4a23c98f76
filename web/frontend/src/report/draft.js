/** Keeps what was typed until it is sent: in this tab, or with an account on the server; photos cannot be kept. */
import { keepOnServer } from "./serverdraft.js";
import { put, value } from "./fields.js";

/** @typedef {{ key: string, names: string[] }} Kept key: of the storage; names: of the fields. */

/** @type {Kept} */
const REPORT = {
  key: "metka-report",
  names: ["address", "house_id", "lon", "lat", "topic", "kind", "text", "author_name", "author_email"],
};

/** With an account the server keeps it, for other devices too. @param {HTMLFormElement} form @param {Kept} [kept] */
export function keepDraft(form, kept = REPORT) {
  if (form.dataset.draftUrl) return keepOnServer(form, form.dataset.draftUrl);
  const refused = form.querySelector(".notice--error") !== null;
  if (!refused && !new URLSearchParams(location.search).has("topic")) restore(form, kept);
  return { save: () => save(form, kept) };
}

/** @param {HTMLFormElement} form @param {Kept} kept */
function save(form, { key, names }) {
  const typed = Object.fromEntries(names.map((name) => [name, value(form, name)]));
  try {
    sessionStorage.setItem(key, JSON.stringify(typed));
  } catch {
    // A browser without storage keeps nothing; the form works all the same.
  }
}

/** @param {HTMLFormElement} form @param {Kept} kept */
function restore(form, { key, names }) {
  try {
    const typed = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    for (const name of names)
      if (typed[name] && typed[name] !== value(form, name)) put(form, name, typed[name]);
  } catch {
    sessionStorage.removeItem(key);
  }
}

/** Forgets the draft: called by the page that follows a successful sending. @param {Kept} [kept] */
export function forgetDraft({ key } = REPORT) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
