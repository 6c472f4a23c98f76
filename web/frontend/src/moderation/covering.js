/** Hiding and showing parts of the text without leaving the page; without scripts each press loads it anew. */
import { ApiError, request } from "../kit/api.js";
import { put } from "../kit/dom.js";
import { toast } from "../kit/toast.js";

/** Characters of the text before a place in it, as the server counts them: an emoji is one. @param {Node} node @param {number} offset */
function place(node, offset) {
  const part = (node instanceof Element ? node : node.parentElement)?.closest("[data-start]");
  if (!(part instanceof HTMLElement)) return null;
  const range = document.createRange();
  range.setStart(part, 0);
  range.setEnd(node, offset);
  return Number(part.dataset.start) + [...range.toString()].length;
}

/** Start and end of what is selected of the text, null for nothing. @param {HTMLElement} text */
function selected(text) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? null : { start, end };
}

export function covering() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.swaps) return;
    event.preventDefault();
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    void send(form, pressed?.value ?? "");
  });
  document.addEventListener("selectionchange", offer);
  document.addEventListener("pointerdown", (event) => {
    // The press must not take away what it is about.
    if (event.target instanceof Element && event.target.closest("[data-hide-selected]"))
      event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-hide-selected]") : null;
    const form = button?.closest("form");
    const span = form && selected(/** @type {HTMLElement} */ (form.querySelector("[data-text]")));
    if (form && span) void send(form, `hide ${span.start} ${span.end}`);
  });
}

/** The button for the selected words is there while some are. */
function offer() {
  const button = document.querySelector("[data-hide-selected]");
  const text = document.querySelector("[data-text]");
  if (button instanceof HTMLElement && text instanceof HTMLElement) button.hidden = selected(text) === null;
}

/** The public text as the server has it now, unless somebody is writing another one. @param {HTMLTextAreaElement} field @param {string} text */
export function renew(field, text) {
  if (field.value === field.defaultValue) field.value = text;
  field.defaultValue = text;
}

/** Whether a form of the page holds what was typed and would be lost. */
function typing() {
  const fields = /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */ (
    document.querySelectorAll("main textarea, main input[type=text]")
  );
  return [...fields].some((field) => field.value !== field.defaultValue);
}

/** Why the server refuses: an answered page says it in its notice. @param {unknown} error @returns {string} */
export function reason(error) {
  const body = error instanceof ApiError ? error.body : "";
  const notice = new DOMParser().parseFromString(body, "text/html").querySelector("main [role=alert]");
  return notice?.textContent?.trim() || (error instanceof Error ? error.message : String(error));
}

/** Sends the form and puts the part of the answered page in the place of this page's. @param {HTMLFormElement} form @param {string} part */
async function send(form, part) {
  const body = new FormData(form);
  body.set("part", part);
  const start = part.split(" ")[1];
  try {
    const response = await request(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const name of [form.dataset.swaps, "history"]) {
      const [here, there] = [document, page].map((one) => one.querySelector(`[data-part="${name}"]`));
      if (here && there) put(here, ...there.childNodes);
    }
    const typed = document.querySelector("[data-correct] [name=public_text]");
    const fresh = page.querySelector("[data-correct] [name=public_text]");
    if (typed instanceof HTMLTextAreaElement && fresh instanceof HTMLTextAreaElement)
      renew(typed, fresh.value);
    const again = document.querySelector(`.piece[data-start="${start}"]`);
    if (again instanceof HTMLElement) again.focus();
  } catch (error) {
    // What the server refuses, such as an appeal that a colleague has taken over, the whole page says better.
    if (error instanceof ApiError && error.kind === "refused" && !typing()) return location.reload();
    toast(reason(error));
  }
}
