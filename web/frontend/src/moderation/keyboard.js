/** The moderators' desk by the keyboard: leads to what a key means, or presses it; what means what is in keys.js. */
import { follows, isTyping, meaning } from "./keys.js";

export function keyboard() {
  document.addEventListener("keydown", (event) => {
    const at = {
      typing: isTyping(event.target),
      dialog: document.querySelector("dialog[open]") !== null,
    };
    const word = meaning(event, at);
    const place = word && document.querySelector(`[data-key="${word}"]`);
    if (!word || !(place instanceof HTMLElement)) return;
    event.preventDefault();
    if (follows(word) || document.activeElement === place) place.click();
    else lead(place);
  });
}

/** @param {HTMLElement} place */
function lead(place) {
  for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
  const target = place.matches("button, a[href]") ? place : first(place);
  target?.focus();
  place.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} place */
function first(place) {
  /** @type {HTMLElement | null} */
  const field = place.querySelector(
    "select, textarea, input:not([type=hidden]), a[href]:not(summary a), button:not([hidden])",
  );
  return field;
}
