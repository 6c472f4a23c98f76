/** Fields for files say in the page's language what the browser says in its own; the field itself keeps its work. */
import { el, icon } from "./dom.js";
import { gettext } from "./i18n.js";

/** All but the report's, which is a place to drop photos. */
export function fileFields() {
  for (const input of document.querySelectorAll("input.input[type=file]"))
    if (input instanceof HTMLInputElement && !input.closest("[data-drop]")) dress(input);
}

/** @param {HTMLInputElement} input */
function dress(input) {
  const pictures = input.accept.startsWith("image/");
  const word = pictures
    ? input.multiple
      ? gettext("Choose photos")
      : gettext("Choose a photo")
    : gettext("Choose a file");
  const told = el("span", { class: "muted small", "aria-live": "polite" });
  const show = () => {
    const names = [...(input.files ?? [])].map((file) => file.name);
    told.textContent = names.join(", ") || gettext("nothing chosen yet");
  };
  input.classList.replace("input", "files__input");
  input.after(
    el(
      "div",
      { class: "files cluster" },
      el("label", { class: "button", for: input.id }, icon(pictures ? "camera" : "file-text"), word),
      told,
    ),
  );
  input.addEventListener("change", show);
  // A browser that goes back brings the choice back after the scripts have run.
  addEventListener("pageshow", show);
  show();
}
