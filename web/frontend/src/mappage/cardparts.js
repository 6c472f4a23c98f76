/** The pieces of an appeal's card, each made of the API's answer; loading and moving is card.js. */
import { cookie, request } from "../kit/api.js";
import { el, icon, stateIcon } from "../kit/dom.js";
import { asDate, day, daysBetween, minute, moment, number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";
import { stateMark } from "./rows.js";
import { kindName, stateName } from "./words.js";

/** Closed for its author, so that a deadline no longer runs. @param {any} appeal */
function isOpen(appeal) {
  return appeal.group === "new" || appeal.group === "progress";
}

/** «Срок: 22 декабря, осталось 3 дня» or that it is over. @param {any} appeal */
function deadline(appeal) {
  if (!appeal.due_on) return null;
  const left = daysBetween(asDate(appeal.due_on), new Date());
  if (!isOpen(appeal)) return day(appeal.due_on);
  if (left < 0) {
    const late = fill(ngettext("%(days)s day overdue", "%(days)s days overdue", -left), {
      days: number(-left),
    });
    return el(
      "span",
      { class: "state state--overdue" },
      stateIcon("overdue"),
      `${day(appeal.due_on)}, ${late}`,
    );
  }
  if (left === 0) return `${day(appeal.due_on)}, ${gettext("today")}`;
  const rest = fill(ngettext("%(days)s day left", "%(days)s days left", left), { days: number(left) });
  return `${day(appeal.due_on)}, ${rest}`;
}

/** @param {any} appeal */
function photos(appeal) {
  const list = appeal.photos ?? [];
  if (!list.length) return null;
  return el(
    "ul",
    { class: "photos" },
    list.map((/** @type {any} */ photo, /** @type {number} */ index) => {
      const label = fill(gettext("Photo %(number)s"), { number: index + 1 });
      const image = el("img", { src: photo.thumbnail, alt: label, loading: "lazy" });
      return el("li", null, el("a", { href: photo.image, target: "_blank", rel: "noopener" }, image));
    }),
  );
}

/** Who answers and why: the sentences of the explanation. @param {any} appeal @param {(explanation: any) => void} highlight */
function executor(appeal, highlight) {
  const told = appeal.explanation;
  const sentences = told?.sentences ?? [];
  const who = appeal.executor ?? gettext("Chosen by the administration");
  const fold = sentences.length
    ? el(
        "details",
        { class: "fold", "data-why": true },
        el("summary", null, gettext("Why them?"), icon("chevron-down")),
        el(
          "div",
          { class: "why stack stack--tight" },
          sentences.map((/** @type {string} */ text) => el("p", null, text)),
          reasons(told),
        ),
      )
    : null;
  fold?.addEventListener("toggle", () => highlight(fold.open ? told : null));
  return el(
    "div",
    { class: "executor" },
    el("span", { class: "muted small" }, gettext("Answers")),
    el("p", { class: "executor__name" }, icon("building-community"), who),
    fold,
  );
}

/** Metres to the border; nothing where it is so near that a sentence warns of it. @param {any} told */
function borderAway(told) {
  if (told.border_m == null || told.ambiguous) return null;
  return `${number(Math.round(told.border_m))}\u00a0${gettext("m")}`;
}

/** What the sentence rests on. @param {any} told */
function reasons(told) {
  const version = told.boundary_version;
  const since = version?.valid_from ? fill(gettext("since %(day)s"), { day: day(version.valid_from) }) : "";
  // A collection that nobody named is called by its code, which says nothing to the reader.
  const named = version?.title === version?.collection ? "" : version?.title;
  const boundaries = version
    ? [named, `${gettext("version")} ${version.number}`, since].filter(Boolean).join(", ")
    : null;
  const facts = /** @type {[string, any][]} */ ([
    [gettext("Area"), told.area?.name],
    [gettext("Zone"), told.zone?.name],
    [gettext("Boundaries"), boundaries],
    [gettext("To the border"), borderAway(told)],
    [gettext("Second in line"), told.runner_up?.name],
  ]);
  const known = facts.filter(([, value]) => value);
  return known.length
    ? el(
        "dl",
        { class: "facts small" },
        known.flatMap(([name, value]) => [el("dt", null, name), el("dd", null, value)]),
      )
    : null;
}

/** @param {any} event */
function eventWords(event) {
  const state = event.state;
  const names = /** @type {Record<string, string>} */ ({
    submitted: gettext("Appeal sent"),
    accepted: gettext("Published by the moderator"),
    assigned: gettext("Passed to the executor"),
    answered: gettext("Answered"),
    corrected: gettext("Corrected by the moderator"),
    refused: gettext("Refused by the moderator"),
    imported: gettext("Loaded from an archive"),
  });
  return names[event.type] ?? (state ? stateName(state) : event.type);
}

/** @param {any} appeal */
function history(appeal) {
  const events = (appeal.history ?? []).filter((/** @type {any} */ event) => event.type !== "supported");
  if (!events.length) return null;
  return el(
    "section",
    null,
    el("h3", null, gettext("History")),
    el(
      "ol",
      { class: "timeline" },
      events.map((/** @type {any} */ event) =>
        el(
          "li",
          null,
          el("time", { class: "timeline__when", datetime: event.at }, minute(event.at)),
          el("span", null, eventWords(event)),
          event.comment ? el("p", { class: "muted small" }, event.comment) : null,
        ),
      ),
    ),
  );
}

/** @param {any} appeal */
function answer(appeal) {
  if (!appeal.answer) return null;
  const by = [appeal.executor, appeal.answered_at ? day(appeal.answered_at) : ""].filter(Boolean).join(", ");
  return el(
    "section",
    null,
    el("h3", null, gettext("Answer")),
    el(
      "blockquote",
      { class: "quote" },
      el("p", { class: "written" }, appeal.answer),
      el("footer", { class: "quote__by" }, by),
    ),
  );
}

/** @param {() => void} back */
export function backButton(back) {
  return el(
    "button",
    { type: "button", class: "button button--quiet card__back", onclick: back },
    icon("arrow-left"),
    gettext("To the list"),
  );
}

/** @param {any} appeal */
function tools(appeal) {
  const link = `/appeals/${encodeURIComponent(appeal.number)}/`;
  const [share, page] = [gettext("Share"), gettext("Open as a page")];
  return el(
    "div",
    { class: "cluster" },
    el(
      "button",
      {
        type: "button",
        class: "button button--icon",
        "data-share": new URL(link, location.href).href,
        "aria-label": share,
        title: share,
      },
      icon("share"),
    ),
    el(
      "a",
      { class: "button button--icon", href: link, "aria-label": page, title: page },
      icon("external-link"),
    ),
  );
}

/** @param {any} appeal @param {() => void} back */
export function cardHead(appeal, back) {
  return el(
    "header",
    { class: "card__head" },
    el("div", { class: "split" }, backButton(back), tools(appeal)),
    el("h2", { tabindex: "-1" }, appeal.topic_name),
    el(
      "p",
      { class: "row__meta" },
      stateMark(appeal),
      el("time", { datetime: appeal.submitted_at }, moment(appeal.submitted_at)),
    ),
    el(
      "p",
      { class: "row__meta" },
      el("span", null, kindName(appeal.kind)),
      el("span", null, `№\u00a0${appeal.number}`),
    ),
  );
}

/** @param {number} count */
function supporters(count) {
  return count
    ? fill(ngettext("%(count)s supporter", "%(count)s supporters", count), { count: number(count) })
    : "";
}

/** «Поддержать»: a person or a browser counts once. @param {any} appeal */
function supporting(appeal) {
  const told = el("span", { class: "muted", role: "status" }, supporters(appeal.supports));
  const button = el(
    "button",
    { type: "button", class: "button", "data-support": true },
    icon("thumb-up"),
    gettext("Support"),
  );
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answered = await request(`/api/v1/appeals/${encodeURIComponent(appeal.number)}/support/`, {
        method: "POST",
        headers: { "X-CSRFToken": cookie("csrftoken") },
      });
      const { supports, is_new } = await answered.json();
      told.textContent = supporters(supports);
      toast(is_new ? gettext("You support this appeal") : gettext("You have supported this appeal before"));
    } catch (error) {
      button.disabled = false;
      if (error instanceof Error) toast(error.message);
    }
  });
  return el("div", { class: "cluster" }, isOpen(appeal) ? button : null, told);
}

/** @param {any} appeal @param {(explanation: any) => void} highlight */
export function cardBody(appeal, highlight) {
  const place = [appeal.address, appeal.area].filter(Boolean).join(" · ");
  const due = deadline(appeal);
  return [
    place ? el("p", { class: "card__place" }, icon("map-pin"), place) : null,
    appeal.exact === false
      ? el("p", { class: "muted small" }, gettext("The place is shown roughly, for the author's sake."))
      : null,
    photos(appeal),
    appeal.text ? el("p", { class: "written" }, appeal.text) : null,
    answer(appeal),
    executor(appeal, highlight),
    due ? el("dl", { class: "facts" }, el("dt", null, gettext("Deadline")), el("dd", null, due)) : null,
    supporting(appeal),
    history(appeal),
  ];
}
