/** The promise before sending: who will answer, why and by when; warnings about a near border or no area. */
import { getJson, isAbort, latest } from "../kit/api.js";
import { el, find, icon, put as fillWith } from "../kit/dom.js";
import { day, number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { pin, value } from "./fields.js";

/** @typedef {import("./types.js").ReportData} ReportData */

/** @param {HTMLFormElement} form @param {ReportData} data */
export function promise(form, data) {
  const next = latest();
  const box = /** @type {HTMLElement} */ (find("[data-promise]", form));
  const note = find("[data-where-note]", form);
  return {
    async refresh() {
      const place = pin(form);
      const topic = value(form, "topic");
      if (!place || !topic) {
        fillWith(note);
        return void (box.hidden = true);
      }
      try {
        const house = value(form, "house_id") || undefined;
        // Only operators register formal appeals: residents' form has no such field.
        const track = form.querySelector('[name="track"]:checked') ? "formal" : undefined;
        show(box, note, await getJson(data.urls.assignment, { ...place, topic, house, track }, next()));
      } catch (error) {
        if (!isAbort(error)) box.hidden = true;
      }
    },
  };
}

/** «10 рабочих дней». @param {{ number: number, unit: string }} deadline */
function span(deadline) {
  const count = deadline.number;
  const words =
    deadline.unit === "hours"
      ? ngettext("%(number)s hour", "%(number)s hours", count)
      : deadline.unit === "working_days"
        ? ngettext("%(number)s working day", "%(number)s working days", count)
        : ngettext("%(number)s day", "%(number)s days", count);
  return fill(words, { number: number(count) });
}

/** @param {HTMLElement} box @param {Element} note @param {any} answer */
function show(box, note, answer) {
  const sure = answer.warnings.filter((/** @type {any} */ one) => one.code !== "manual");
  fillWith(
    note,
    sure.map((/** @type {any} */ one) =>
      el(
        "div",
        { class: "notice notice--warning" },
        icon("alert-triangle"),
        el(
          "div",
          null,
          one.code === "ambiguous" ? el("p", null, el("strong", null, gettext("Is it exactly here?"))) : null,
          el("p", null, one.detail),
        ),
      ),
    ),
  );
  box.hidden = false;
  fillWith(
    box,
    el("p", { class: "muted small" }, gettext("Who will answer")),
    el(
      "p",
      { class: "promise__who" },
      answer.executor?.name ?? gettext("The administration will choose the executor"),
    ),
    el("p", null, answer.explanation.sentence),
    answer.due_on
      ? el(
          "p",
          null,
          fill(gettext("Answer by %(date)s: %(span)s."), {
            date: day(answer.due_on),
            span: span(answer.deadline),
          }),
        )
      : null,
  );
}
