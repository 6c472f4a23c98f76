/** Native dialogs: any `<dialog id="x">` opens by a button with `data-opens="x"` and closes by `data-closes`. */

export function dialogs() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opens = target?.closest("[data-opens]");
    if (opens instanceof HTMLElement) {
      const dialog = document.getElementById(opens.dataset.opens ?? "");
      if (dialog instanceof HTMLDialogElement) dialog.showModal();
      return;
    }
    const closing = target?.closest("[data-closes]")?.closest("dialog");
    if (closing instanceof HTMLDialogElement) closing.close();
    if (target instanceof HTMLDialogElement) target.close();
  });
}

/** Menus made of `<details>` close by Escape and by a press outside. */
export function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    open?.removeAttribute("open");
    open?.querySelector("summary")?.focus();
  });
}
