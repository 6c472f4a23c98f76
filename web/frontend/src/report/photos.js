/** Photos: previews, removing one, dropping files; and a counter for the text. Checking is the server's. */
import { el, find, icon, put as fillWith } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";
import { value } from "./fields.js";
import { keepPhotos, takePhotos } from "./keptphotos.js";

/** @param {HTMLFormElement} form @param {number} most how many photos */
export function photos(form, most) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("photos"));
  const key = value(form, "client_key");
  const drop = /** @type {HTMLElement} */ (find("[data-drop]", form));
  /** @type {File[]} */
  let chosen = [];

  /** @param {Iterable<File>} files */
  function add(files) {
    const all = [...chosen, ...files];
    if (all.length > most) toast(fill(gettext("At most %(most)s photos."), { most }));
    chosen = all.slice(0, most);
    show();
  }

  async function restore() {
    const kept = await takePhotos(key);
    if (kept.length) form.querySelector("[data-photos-lost]")?.remove();
    add(kept);
  }

  function show() {
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    const list = /** @type {HTMLElement} */ (find("[data-previews]", form));
    list.hidden = !chosen.length;
    fillWith(
      list,
      chosen.map((file) => preview(file, () => ((chosen = chosen.filter((one) => one !== file)), show()))),
    );
  }

  drop.classList.add("drop--live");
  find("[data-drop-press]", drop).removeAttribute("hidden");
  input.addEventListener("change", () => add(input.files ?? []));
  const over = (/** @type {boolean} */ on) => drop.classList.toggle("drop--over", on);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  drop.addEventListener("dragleave", () => over(false));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    add([...(event.dataTransfer?.files ?? [])].filter((file) => file.type.startsWith("image/")));
  });
  form.addEventListener("submit", () => void keepPhotos(key, chosen));
  void restore();
}

/** @param {File} file @param {() => void} remove */
function preview(file, remove) {
  const url = URL.createObjectURL(file);
  const image = el("img", { src: url, alt: file.name, onload: () => URL.revokeObjectURL(url) });
  const label = fill(gettext("Remove %(name)s"), { name: file.name });
  const button = el(
    "button",
    { type: "button", class: "button button--icon preview__remove", "aria-label": label, onclick: remove },
    icon("x"),
  );
  return el("li", { class: "preview" }, image, button);
}

/** Tells the length, and in the colour of errors when it is too long; nothing typed or pasted is cut off. */
/** @param {HTMLFormElement} form @param {number} most characters */
export function counter(form, most) {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const told = /** @type {HTMLElement} */ (find("[data-counter]", form));
  const count = () => {
    told.hidden = !text.value;
    told.textContent = `${number(text.value.length)} / ${number(most)}`;
    told.classList.toggle("field__error", text.value.length > most);
  };
  text.addEventListener("input", count);
  count();
}
