/** Choosing rows for one step: how many are chosen, a range by Shift, all of the page; without scripts boxes are enough. */
import { find } from "../kit/dom.js";

/** @param {HTMLFormElement} form */
export function picking(form) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("[name=numbers][type=checkbox]")
  );
  /** @type {HTMLInputElement} */
  const all = find("[data-pick-all]", form);
  /** @type {HTMLElement} */
  const count = find("[data-picked]", form);
  const show = () => {
    const picked = form.querySelectorAll("[name=numbers]:checked").length;
    const here = [...boxes].filter((box) => box.checked).length;
    count.textContent = String(picked);
    count.hidden = picked === 0;
    all.checked = here === boxes.length;
    all.indeterminate = here > 0 && here < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  let last = -1;
  boxes.forEach((box, at) => {
    box.addEventListener("click", (event) => {
      for (const one of event.shiftKey ? between(last, at) : []) boxes[one].checked = box.checked;
      last = at;
    });
  });
  form.addEventListener("change", show);
  // A browser that goes back restores the boxes after the page's scripts have run.
  addEventListener("pageshow", show);
  show();
}

/** The places from the last pressed box to this one, both included; this one alone without any before. @param {number} from @param {number} to */
export function between(from, to) {
  if (from < 0) return [to];
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return Array.from({ length: high - low + 1 }, (_, at) => low + at);
}
