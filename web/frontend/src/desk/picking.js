/** Choosing rows for one step: how many are chosen, and all of the page at once; without scripts the boxes are enough. */
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
    const picked = form.querySelectorAll("[name=numbers]:checked, [name=numbers][type=hidden]").length;
    const here = [...boxes].filter((box) => box.checked).length;
    count.textContent = String(picked);
    count.hidden = picked === 0;
    all.checked = here === boxes.length;
    all.indeterminate = here > 0 && here < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", show);
  // A browser that goes back restores the boxes after the page's scripts have run.
  addEventListener("pageshow", show);
  show();
}
