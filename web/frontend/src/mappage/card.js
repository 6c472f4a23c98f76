/** The card of one appeal: what, where, who answers and why, answer, history, what is near. Text is set as text only. */
import { getJson } from "../kit/api.js";
import { el, icon, put, stateIcon } from "../kit/dom.js";
import { day, daysBetween, asDate, moment, number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { emptyBox, errorBox, itemOf, row, skeletons, stateMark } from "./rows.js";
import { kindName, photoUrl, stateName } from "./words.js";

const NEAR_M = 500;
const SIMILAR_M = 3000;

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
      const key = typeof photo === "string" ? photo : photo.key;
      const label = fill(gettext("Photo %(number)s"), { number: index + 1 });
      const image = el("img", { src: photo.thumbnail ?? photoUrl(key), alt: label, loading: "lazy" });
      return el(
        "li",
        null,
        el("a", { href: photo.image ?? photoUrl(key, "image"), target: "_blank", rel: "noopener" }, image),
      );
    }),
  );
}

/** Who answers and why: the sentences of the explanation. @param {any} appeal @param {(explanation: any) => void} highlight */
function executor(appeal, highlight) {
  const told = appeal.assignment ?? appeal.explanation ?? null;
  const sentences = told?.sentences ?? (told?.sentence ? [told.sentence] : []);
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

/** What the sentence rests on. @param {any} told */
function reasons(told) {
  const version = told.boundary_version;
  const versionName =
    typeof version === "object" && version
      ? (version.label ?? version.name ?? [version.collection, version.number].filter(Boolean).join(", "))
      : version;
  const facts = /** @type {[string, any][]} */ ([
    [gettext("Area"), told.area?.name],
    [gettext("Zone"), told.zone?.name],
    [gettext("Boundaries"), versionName],
    [
      gettext("To the border"),
      told.border_m == null ? null : `${number(Math.round(told.border_m))}\u00a0${gettext("m")}`,
    ],
    [gettext("Second in line"), told.runner_up?.organisation?.name ?? told.runner_up?.name],
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
  if (event.label ?? event.title) return event.label ?? event.title;
  const state = event.state ?? event.new?.state;
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
  const events = (appeal.events ?? appeal.history ?? []).filter(
    (/** @type {any} */ event) => event.type !== "supported",
  );
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
          el("time", { class: "timeline__when", datetime: event.at }, moment(event.at)),
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

/**
 * @param {HTMLElement} box
 * @param {{
 *   url: string,
 *   nearby: string,
 *   back: () => void,
 *   open: (item: import("./rows.js").AppealItem) => void,
 *   light: (item: import("./rows.js").AppealItem | null) => void,
 *   highlight: (explanation: any) => void,
 * }} page
 */
export function appealCard(box, page) {
  let asked = "";
  /** @type {Map<string, import("./rows.js").AppealItem>} */
  const near = new Map();

  const backButton = () =>
    el(
      "button",
      { type: "button", class: "button button--quiet card__back", onclick: page.back },
      icon("arrow-left"),
      gettext("To the list"),
    );

  /** @param {any} appeal */
  function head(appeal) {
    const link = `/appeals/${encodeURIComponent(appeal.number)}/`;
    return el(
      "header",
      { class: "card__head" },
      el(
        "div",
        { class: "split" },
        backButton(),
        el(
          "div",
          { class: "cluster" },
          el(
            "button",
            {
              type: "button",
              class: "button button--icon",
              "data-share": new URL(link, location.href).href,
              "aria-label": gettext("Share"),
              title: gettext("Share"),
            },
            icon("share"),
          ),
          el(
            "a",
            {
              class: "button button--icon",
              href: link,
              "aria-label": gettext("Open as a page"),
              title: gettext("Open as a page"),
            },
            icon("external-link"),
          ),
        ),
      ),
      el("h2", { tabindex: "-1" }, appeal.topic_name),
      el(
        "p",
        { class: "row__meta" },
        stateMark(appeal),
        el("span", null, kindName(appeal.kind)),
        el("time", { datetime: appeal.submitted_at }, moment(appeal.submitted_at)),
        el("span", { class: "nowrap" }, `№\u00a0${appeal.number}`),
      ),
    );
  }

  /** @param {any} appeal */
  function body(appeal) {
    const link = `/appeals/${encodeURIComponent(appeal.number)}/`;
    const place = [appeal.address, appeal.area].filter(Boolean).join(" · ");
    const due = deadline(appeal);
    return [
      place ? el("p", { class: "card__place" }, icon("map-pin"), place) : null,
      photos(appeal),
      appeal.text ? el("p", { class: "written" }, appeal.text) : null,
      answer(appeal),
      executor(appeal, page.highlight),
      due ? el("dl", { class: "facts" }, el("dt", null, gettext("Deadline")), el("dd", null, due)) : null,
      el(
        "p",
        { class: "cluster" },
        el("a", { class: "button", href: `${link}#support` }, icon("thumb-up"), gettext("Support")),
        appeal.supports
          ? el(
              "span",
              { class: "muted" },
              fill(ngettext("%(count)s supporter", "%(count)s supporters", appeal.supports), {
                count: number(appeal.supports),
              }),
            )
          : null,
      ),
      history(appeal),
    ];
  }

  /** @param {HTMLElement} section @param {any} appeal @param {boolean} similar */
  async function loadNear(section, appeal, similar) {
    const list = el("ul", { class: "rows rows--flush" }, skeletons(2));
    const heading = el("h3", null, similar ? gettext("Alike nearby") : gettext("Nearby"));
    put(section, heading, list);
    try {
      const params = {
        lon: appeal.lon,
        lat: appeal.lat,
        radius_m: similar ? SIMILAR_M : NEAR_M,
        limit: similar ? 20 : 6,
        topic: similar ? appeal.topic : "",
      };
      const answered = await getJson(page.nearby, params);
      if (asked !== appeal.number) return;
      const items = answered.features
        .map(itemOf)
        .filter((/** @type {any} */ item) => item.number !== appeal.number);
      for (const item of items) near.set(item.number, item);
      if (items.length)
        put(
          list,
          items.slice(0, similar ? 20 : 5).map((/** @type {any} */ item) => el("li", null, row(item))),
        );
      else
        put(
          section,
          heading,
          el(
            "p",
            { class: "muted" },
            similar
              ? gettext("Nothing alike is open within 3 km.")
              : gettext("Nothing else is open within 500 m."),
          ),
        );
      if (!similar) {
        section.append(
          el(
            "button",
            {
              type: "button",
              class: "button button--wide",
              "data-similar": true,
              onclick: () => loadNear(section, appeal, true),
            },
            gettext("Show alike nearby"),
          ),
        );
      } else {
        section.querySelector("a")?.focus({ preventScroll: true });
      }
    } catch (error) {
      put(
        section,
        errorBox(error, () => loadNear(section, appeal, similar)),
      );
    }
  }

  /** @param {string} key */
  async function show(key) {
    asked = key;
    near.clear();
    box.hidden = false;
    box.dataset.card = "loading";
    put(
      box,
      backButton(),
      el(
        "div",
        { class: "stack", "aria-hidden": "true" },
        el("span", { class: "skeleton skeleton--title" }),
        el("span", { class: "skeleton" }),
        el("span", { class: "skeleton" }),
      ),
    );
    try {
      const appeal = itemOf(await getJson(`${page.url}${encodeURIComponent(key)}/`));
      if (asked !== key) return null;
      const section = el("section", { class: "near" });
      put(box, head(appeal), el("div", { class: "stack card__body" }, ...body(appeal), section));
      box.dataset.card = "ready";
      box.querySelector("h2")?.focus({ preventScroll: true });
      loadNear(section, appeal, false);
      return appeal;
    } catch (error) {
      if (asked !== key) return null;
      const gone = /** @type {any} */ (error)?.kind === "refused";
      const told = gone
        ? emptyBox({
            glyph: "eye-off",
            title: gettext("This appeal is not public"),
            text: gettext("It may be on moderation still, or the number is mistyped."),
          })
        : errorBox(error, () => show(key));
      put(box, backButton(), told);
      box.dataset.card = "failed";
      return null;
    }
  }

  /** @param {Event} event */
  function itemAt(event) {
    const link = event.target instanceof Element ? event.target.closest("[data-number]") : null;
    return link instanceof HTMLElement ? near.get(link.dataset.number ?? "") : undefined;
  }

  box.addEventListener("click", (event) => {
    const item = itemAt(event);
    if (!item || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    page.open(item);
  });
  box.addEventListener("mouseover", (event) => page.light(itemAt(event) ?? null));

  return {
    show,
    hide() {
      asked = "";
      box.hidden = true;
      put(box);
    },
  };
}
