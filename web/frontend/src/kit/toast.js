/** Short messages at the foot of the page, read out politely; with an undo for ten seconds where asked. */
import { el } from "./dom.js";

/** @returns {HTMLElement} */
function tray() {
  const found = document.querySelector(".toasts");
  if (found instanceof HTMLElement) return found;
  const made = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
  document.body.append(made);
  return made;
}

/**
 * @param {string} text
 * @param {{ action?: string, onAction?: () => void, lasts_ms?: number }} [options]
 * @returns {() => void} closes it early
 */
export function toast(text, { action, onAction, lasts_ms = action ? 10_000 : 5_000 } = {}) {
  const close = () => node.remove();
  const node = el("div", { class: "toast" }, el("span", null, text));
  if (action) {
    const press = () => {
      close();
      onAction?.();
    };
    node.append(el("button", { type: "button", class: "button", onclick: press }, action));
  }
  tray().append(node);
  setTimeout(close, lasts_ms);
  return close;
}
