/** Solves the task of a form that looked odd (ALTCHA), on this machine alone; loaded only when there is one. */
import { pbkdf2, solveChallenge } from "altcha/lib";
import { find, pageData } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";

const LONGEST_MS = 90_000;

/** @param {HTMLFormElement} form */
export async function prove(form) {
  const told = find("[data-proof-told]", form);
  /** @type {HTMLInputElement} */
  const field = find("[name=proof]", form);
  let waits = false;
  const hold = (/** @type {Event} */ event) => {
    if (field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waits = true;
    told.textContent = gettext("A moment: it is sent as soon as the check is done.");
  };
  form.addEventListener("submit", hold, { capture: true });
  try {
    field.value = await solved(pageData("proof-challenge"));
    told.textContent = gettext("Done: you can send it now.");
    if (waits) form.requestSubmit();
  } catch {
    form.removeEventListener("submit", hold, { capture: true });
    told.textContent = gettext(
      "The browser could not do it. Wait a minute and send it again, or sign in: then nobody asks.",
    );
  }
}

/** @param {any} challenge @returns {Promise<string>} */
async function solved(challenge) {
  const solution = await solveChallenge({ challenge, deriveKey: pbkdf2.deriveKey, timeout: LONGEST_MS });
  if (!solution) throw new Error("no solution in time");
  return btoa(JSON.stringify({ challenge, solution }));
}
