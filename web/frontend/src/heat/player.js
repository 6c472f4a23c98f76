/** Plays the map through its months: one answer for all of them, classes that stay; a slider, a button, the month in words. */
import { el, icon, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, language, ngettext } from "../kit/i18n.js";
import { following, frameOf, monthName } from "./months.js";

const STEP_MS = 1100;

/** @typedef {{ month: string, count: number }} Month */

/**
 * @param {HTMLElement} box
 * @param {{ show: (index: number) => void, close: () => void }} page
 */
export function player(box, page) {
  /** @type {Month[]} */
  let months = [];
  let index = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const toggle = el("button", {
    type: "button",
    class: "button button--small",
    onclick: () => (timer ? pause() : play()),
  });
  const slider = el("input", {
    type: "range",
    min: 0,
    step: 1,
    class: "heat__slider",
    "aria-label": gettext("Month"),
    oninput: () => {
      pause();
      show(Number(slider.value));
    },
  });
  const told = el("output", { class: "heat__month" });
  const closing = el(
    "button",
    { type: "button", class: "button button--small", onclick: close },
    gettext("The whole period"),
  );
  put(box, toggle, slider, told, closing);

  function label() {
    put(toggle, icon(timer ? "minus" : "chevron-right"), timer ? gettext("Pause") : gettext("Play"));
  }

  /** @param {number} next */
  function show(next) {
    index = next;
    slider.value = String(next);
    const { month, count } = months[next];
    const name = monthName(month, language());
    const appeals = fill(ngettext("%(count)s appeal", "%(count)s appeals", count), { count: number(count) });
    slider.setAttribute("aria-valuetext", `${name}, ${appeals}`);
    told.textContent = `${name} · ${appeals}`;
    page.show(next);
  }

  function play() {
    timer = setInterval(() => show(following(index, months.length)), STEP_MS);
    show(following(index, months.length));
    label();
  }

  function pause() {
    clearInterval(timer);
    timer = undefined;
    label();
  }

  function close() {
    pause();
    box.hidden = true;
    page.close();
  }

  label();
  return {
    pause,
    close,
    get open() {
      return !box.hidden;
    },
    /** Nothing plays by itself: whoever wants motion presses the button. @param {Month[]} found @param {string} month */
    start(found, month) {
      months = found;
      slider.max = String(found.length - 1);
      box.hidden = false;
      show(frameOf(found, month));
      toggle.focus({ preventScroll: true });
    },
  };
}
