/** An input with suggestions after the ARIA pattern "combobox with list": arrows, Enter, Escape, a live count. */
import { el, put } from "./dom.js";
import { fill, gettext, ngettext } from "./i18n.js";
import { isAbort, latest } from "./api.js";

/** @typedef {{ label: string, hint?: string, value: any }} Option */

let made = 0;

/**
 * @param {HTMLInputElement} input
 * @param {{
 *   search: (text: string, signal: AbortSignal) => Promise<Option[]>,
 *   choose: (option: Option) => void,
 *   least?: number,
 *   wait_ms?: number,
 *   none?: string,
 * }} options least: characters before the first search
 */
export function combobox(input, { search, choose, least = 2, wait_ms = 180, none }) {
  const id = `combobox-${++made}`;
  const list = el("ul", {
    class: "combobox__list",
    id,
    role: "listbox",
    "aria-label": input.ariaLabel || input.placeholder,
    hidden: true,
  });
  const live = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  /** @type {Option[]} */
  let options = [];
  let active = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const next = latest();

  const host = input.closest(".combobox") ?? input.parentElement;
  host?.append(list, live);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  })) {
    input.setAttribute(name, value);
  }

  /** @param {boolean} open */
  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) light(-1);
  }

  /** @param {number} index */
  function light(index) {
    active = index;
    [...list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `${id}-${index}`);
    list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Option} option */
  function take(option) {
    input.value = option.label;
    show(false);
    choose(option);
  }

  /** @param {Option[]} found */
  function draw(found) {
    options = found;
    put(
      list,
      found.map((option, index) =>
        el(
          "li",
          {
            class: "combobox__option",
            role: "option",
            id: `${id}-${index}`,
            "aria-selected": "false",
            onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
            onclick: () => take(option),
          },
          el("span", null, option.label),
          option.hint ? el("span", { class: "combobox__hint" }, option.hint) : null,
        ),
      ),
    );
    if (!found.length)
      put(
        list,
        el(
          "li",
          { class: "combobox__note", role: "option", "aria-disabled": "true", "aria-selected": "false" },
          none ?? gettext("Nothing found"),
        ),
      );
    live.textContent = found.length
      ? fill(ngettext("%(count)s suggestion", "%(count)s suggestions", found.length), { count: found.length })
      : (none ?? gettext("Nothing found"));
    show(true);
    light(-1);
    // At the foot of a screen, above all over a phone's keyboard, the list would open out of sight.
    if (list.getBoundingClientRect().bottom > (visualViewport?.height ?? innerHeight)) {
      input.scrollIntoView({ block: "start" });
    }
  }

  async function run() {
    const text = input.value.trim();
    if (text.length < least) return show(false);
    try {
      const found = await search(text, next());
      if (document.activeElement === input) draw(found);
    } catch (error) {
      if (!isAbort(error)) show(false);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, wait_ms);
  });
  input.addEventListener("focus", () => options.length && input.value.trim().length >= least && show(true));
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      return show(false);
    }
    if (!options.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      light((active + step + options.length) % options.length);
    }
    if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      take(options[Math.max(active, 0)]);
    }
  });
  return { search: run, close: () => show(false) };
}
