/** Keeps what somebody with an account types on the server, a moment after the last key; never photos. */
import { ApiError, cookie, request } from "../kit/api.js";
import { debounce } from "../kit/dom.js";
import { moment } from "../kit/format.js";
import { fill, gettext } from "../kit/i18n.js";
import { value } from "./fields.js";

/** Fields that a draft of the server holds. */
export const NAMES = ["client_key", "kind", "topic", "text", "address", "house_id", "lon", "lat"];
const PAUSE_MS = 1500;

/**
 * unkept: the form shows what the server does not have yet; accepted: told each time that the server has it.
 * @param {HTMLFormElement} form @param {string} url @param {{ unkept: boolean, accepted: () => void }} tab
 */
export function keepOnServer(form, url, { unkept, accepted }) {
  const told = form.querySelector("[data-draft-told]");
  const button = form.querySelector("[data-keep-draft]");
  // The map puts its pin without anybody having typed; that is no draft.
  let last = unkept ? "" : typedIn(form);
  let sent = false;
  /** Saves follow one another, so that an older one never overwrites a newer. */
  let running = Promise.resolve();

  async function send() {
    const typed = typedIn(form);
    if (sent || typed === last) return;
    try {
      const headers = { "X-CSRFToken": cookie("csrftoken") };
      const body = new URLSearchParams(typed);
      const response = await request(url, {
        method: "POST",
        headers,
        body,
        keepalive: typed.length < 60_000,
      });
      last = typed;
      accepted();
      const { saved_at: savedAt } = await response.json();
      if (savedAt) kept(savedAt);
    } catch (error) {
      say(error instanceof ApiError ? error.message : gettext("Could not do it. Try again."));
    }
  }

  /** @param {string} savedAt */
  function kept(savedAt) {
    say(fill(gettext("Draft kept: %(moment)s"), { moment: moment(savedAt) }));
    // Read again, the page goes on with this draft instead of an empty form.
    history.replaceState(null, "", `?draft=${encodeURIComponent(value(form, "client_key"))}`);
  }

  /** @param {string} text */
  function say(text) {
    if (told) told.textContent = text;
  }

  const save = () => (running = running.then(send));
  const later = debounce(save, PAUSE_MS);
  let touched = false;
  for (const kind of ["input", "change", "click"])
    form.addEventListener(kind, () => (touched = true), { capture: true });
  form.addEventListener("submit", () => (sent = true));
  // A browser that goes back shows the page as it was left; the sending may have failed.
  addEventListener("pageshow", () => (sent = false));
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    last = "";
    void save();
  });
  addEventListener("pagehide", () => touched && void save());
  if (unkept) void save();
  return { save: () => void (touched && later()) };
}

/** @param {HTMLFormElement} form @returns {string} */
function typedIn(form) {
  return new URLSearchParams(NAMES.map((name) => [name, value(form, name)])).toString();
}
