/** Keeps what was typed until it is sent: in this tab, or with an account on the server; photos cannot be kept. */
import { keepOnServer, NAMES } from "./serverdraft.js";
import { put, value } from "./fields.js";

/** @typedef {{ key: string, names: string[] }} Kept key: of the storage; names: of the fields. */

/** @type {Kept} */
const REPORT = {
  key: "metka-report",
  names: ["address", "house_id", "lon", "lat", "topic", "kind", "text", "author_name", "author_email"],
};

/**
 * With an account the server keeps it, for other devices too. What was typed in this tab before signing in is shown, and
 * handed over to the server; the tab forgets it only when the server has it.
 * @param {HTMLFormElement} form @param {Kept} [kept]
 */
export function keepDraft(form, kept = REPORT) {
  const refused = form.querySelector(".notice--error") !== null;
  const asked = new URLSearchParams(location.search);
  const restored = !refused && !asked.has("topic") && !asked.has("draft") && restore(form, kept);
  if (!form.dataset.draftUrl) return { save: () => save(form, kept) };
  // The drafts of the server hold no contacts.
  const beside = { key: kept.key, names: kept.names.filter((name) => !NAMES.includes(name)) };
  if (!refused && asked.has("draft")) restore(form, beside);
  let handed = !restored;
  const keepBeside = () => handed && save(form, beside);
  const server = keepOnServer(form, form.dataset.draftUrl, {
    unkept: refused || restored,
    accepted: () => {
      handed = true;
      keepBeside();
    },
  });
  return {
    save: () => {
      keepBeside();
      server.save();
    },
  };
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

/** Whether the form shows more than it did. @param {HTMLFormElement} form @param {Kept} kept @returns {boolean} */
function restore(form, { key, names }) {
  try {
    const typed = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    const found = names.filter((name) => typed[name] && typed[name] !== value(form, name));
    for (const name of found) put(form, name, typed[name]);
    return found.some((name) => NAMES.includes(name));
  } catch {
    sessionStorage.removeItem(key);
    return false;
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
