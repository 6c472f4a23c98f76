/** A popover under its button, closed by Escape or a press outside; a sheet from below on a phone (CSS does that). */

const GAP_PX = 8;

/** @param {HTMLElement} panel @param {HTMLElement} button */
function place(panel, button) {
  if (!matchMedia("(min-width: 768px)").matches) {
    panel.style.removeProperty("left");
    panel.style.removeProperty("top");
    return;
  }
  const at = button.getBoundingClientRect();
  const left = Math.min(at.left, innerWidth - panel.offsetWidth - GAP_PX);
  const below = at.bottom + GAP_PX;
  const top =
    below + panel.offsetHeight > innerHeight ? Math.max(GAP_PX, at.top - GAP_PX - panel.offsetHeight) : below;
  panel.style.left = `${Math.max(GAP_PX, left)}px`;
  panel.style.top = `${top}px`;
}

/**
 * Joins a button and a panel (any element, best with class "popover"). Focus goes into the panel and back.
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 * @param {{ onOpen?: () => void, onClose?: () => void }} [options]
 */
export function popover(button, panel, { onOpen, onClose } = {}) {
  panel.setAttribute("popover", "auto");
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () =>
    panel.matches(":popover-open") ? panel.hidePopover() : panel.showPopover(),
  );
  panel.addEventListener("toggle", (event) => {
    const open = /** @type {ToggleEvent} */ (event).newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) {
      if (panel.contains(document.activeElement) || document.activeElement === document.body) button.focus();
      onClose?.();
      return;
    }
    onOpen?.();
    place(panel, button);
    const first = panel.querySelector("[autofocus], input, button, a");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  });
  return { close: () => panel.matches(":popover-open") && panel.hidePopover() };
}
