/** The photo with its parts: drawn by pointer, moved and sized by keys, previewed, undone; what they are is regions.js. */
import { el, find, pageData } from "../kit/dom.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { between, byKey, fresh, isDrawn, moved, resized, written } from "./regions.js";

/** @typedef {import("./regions.js").Part} Part */

// As many cells as the server leaves of a part: the preview promises nothing else.
const CELLS = 4;

/** @param {HTMLElement} stage */
export function blurring(stage) {
  const data = /** @type {{ parts: Part[], most: number }} */ (pageData("page-data"));
  const photo = /** @type {HTMLImageElement} */ (find("[data-photo]", stage));
  const canvas = /** @type {HTMLCanvasElement} */ (find("[data-canvas]", stage));
  const form = /** @type {HTMLFormElement} */ (find("[data-save]"));
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (find(`[data-${name}]`));
  let parts = data.parts;
  /** @type {Part[][]} */
  const before = [];
  /** @type {Part | null} */
  let drawing = null;

  /** @param {Part[]} next @param {number} [focus] */
  function change(next, focus) {
    if (next.length > data.most) return;
    before.push(parts);
    parts = next;
    show(focus);
  }

  /** @param {number} [focus] */
  function show(focus) {
    for (const old of stage.querySelectorAll(".blur__part")) old.remove();
    const shown = drawing ? [...parts, drawing] : parts;
    shown.forEach((part, at) => stage.append(box(part, at)));
    if (focus !== undefined)
      /** @type {HTMLElement[]} */ ([...stage.querySelectorAll(".blur__part")])[focus]?.focus();
    paint(photo, canvas, shown);
    button("undo").disabled = before.length === 0;
    button("clear").disabled = parts.length === 0;
    button("add").disabled = parts.length >= data.most;
    /** @type {HTMLInputElement} */ (form.elements.namedItem("regions")).value = written(parts);
    const told = ngettext("%(number)s part is blurred", "%(number)s parts are blurred", parts.length);
    find("[data-told]").textContent = fill(told, { number: parts.length });
  }

  /** @param {Part} part @param {number} at */
  function box(part, at) {
    const name = gettext("Part %(number)s: arrows move it, with Shift they size it, Delete removes it");
    const node = el(
      "button",
      { type: "button", class: "blur__part", "aria-label": fill(name, { number: at + 1 }), "data-at": at },
      el("span", { class: "blur__corner", "data-corner": true }),
    );
    const sides = /** @type {const} */ (["left", "top", "width", "height"]);
    sides.forEach((side, index) => (node.style[side] = `${part[index] * 100}%`));
    return node;
  }

  /** Fractions of the picture under the pointer. @param {PointerEvent} event */
  function spot(event) {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    event.preventDefault();
    const from = spot(event);
    const held = event.target.closest(".blur__part");
    const at = held instanceof HTMLElement ? Number(held.dataset.at) : -1;
    const corner = event.target.closest("[data-corner]") !== null;
    if (at < 0 && parts.length >= data.most) return;
    const first = parts;
    stage.setPointerCapture(event.pointerId);
    /** @param {PointerEvent} now */
    const follow = (now) => {
      const to = spot(now);
      if (at < 0) drawing = between(from.x, from.y, to.x, to.y);
      else {
        const turned = (corner ? resized : moved)(first[at], to.x - from.x, to.y - from.y);
        parts = first.with(at, turned);
      }
      show();
    };
    const end = () => {
      stage.removeEventListener("pointermove", follow);
      stage.removeEventListener("pointerup", end);
      stage.removeEventListener("pointercancel", end);
      const drawn = drawing;
      drawing = null;
      const next = at < 0 ? (drawn && isDrawn(drawn) ? [...first, drawn] : first) : parts;
      parts = first;
      if (next === first) show(at < 0 ? undefined : at);
      else change(next, at < 0 ? next.length - 1 : at);
    };
    stage.addEventListener("pointermove", follow);
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", end);
  });

  stage.addEventListener("keydown", (event) => {
    const held = event.target instanceof HTMLElement ? event.target.closest(".blur__part") : null;
    if (!(held instanceof HTMLElement)) return;
    const at = Number(held.dataset.at);
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      change(parts.toSpliced(at, 1), Math.min(at, parts.length - 2));
      if (!parts.length) button("add").focus();
      return;
    }
    const turned = byKey(parts[at], event.key, event.shiftKey);
    if (!turned) return;
    event.preventDefault();
    change(parts.with(at, turned), at);
  });

  const undo = () => {
    const last = before.pop();
    if (last) parts = last;
    show();
  };
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyZ" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undo();
  });
  button("undo").addEventListener("click", undo);
  button("add").addEventListener("click", () => change([...parts, fresh(parts.length)], parts.length));
  button("clear").addEventListener("click", () => change([]));
  button("preview").addEventListener("click", () => {
    const on = stage.classList.toggle("blur--preview");
    button("preview").setAttribute("aria-pressed", String(on));
  });
  if (photo.complete) show();
  photo.addEventListener("load", () => show());
}

/** Paints the parts as the server will leave them. @param {HTMLImageElement} photo @param {HTMLCanvasElement} canvas @param {Part[]} parts */
function paint(photo, canvas, parts) {
  const [width, height] = [photo.naturalWidth, photo.naturalHeight];
  const context = canvas.getContext("2d");
  if (!context || !width) return;
  canvas.width = width;
  canvas.height = height;
  for (const [x, y, w, h] of parts) {
    const [left, top] = [x * width, y * height];
    const [across, down] = [Math.max(w * width, 1), Math.max(h * height, 1)];
    context.drawImage(cells(photo, left, top, across, down), left, top, across, down);
  }
}

/** A few cells of mean colours: halved step by step, since one step would only pick single pixels. @param {HTMLImageElement} photo @param {number} left @param {number} top @param {number} across @param {number} down */
function cells(photo, left, top, across, down) {
  /** @type {HTMLCanvasElement | null} */
  let from = null;
  let [width, height] = [across, down];
  do {
    [width, height] = [Math.max(width / 2, CELLS), Math.max(height / 2, CELLS)];
    const small = el("canvas", { width: Math.ceil(width), height: Math.ceil(height) });
    const context = small.getContext("2d");
    if (from) context?.drawImage(from, 0, 0, small.width, small.height);
    else context?.drawImage(photo, left, top, across, down, 0, 0, small.width, small.height);
    from = small;
  } while (width > CELLS || height > CELLS);
  return from;
}
