/** Step 3: appeals near and alike, to support instead of repeating; hidden when there is none. */
import { ApiError, cookie, getJson, isAbort, latest, request } from "../kit/api.js";
import { el, find, icon, put as fillWith, stateIcon } from "../kit/dom.js";
import { away } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";
import { pin, put, value } from "./fields.js";

/** @typedef {import("./types.js").ReportData} ReportData */

const MOST = 3;

/**
 * action: what may be done with one of them, a button; else it is supported at once, and what was typed stays.
 * Where the page has an address that compares (`urls.similar`), each is told with its score, else by distance alone.
 * @param {HTMLFormElement} form
 * @param {ReportData} data
 * @param {(appeal: any) => HTMLElement} [action]
 */
export function similar(form, data, action = supportButton) {
  const next = latest();
  const step = /** @type {HTMLElement} */ (find('[data-step="similar"]', form));
  let asked = "";
  // Shown while somebody types: the server need not show it after the sending, as it does without scripts.
  put(form, "confirmed", "1");
  return {
    async refresh() {
      const topic = data.topics.find(({ code }) => code === value(form, "topic"));
      const place = pin(form);
      if (!topic || !place) return void (step.hidden = true);
      const question = { topic: topic.code, ...place, text: value(form, "text") };
      // Asked again, the list would lose what was pressed in it.
      if (JSON.stringify(question) === asked) return;
      asked = JSON.stringify(question);
      try {
        const found = data.urls.similar
          ? await compared(data.urls.similar, question, next())
          : await around(data, topic, place, next());
        step.hidden = !found.length;
        fillWith(
          find("[data-similar]", step),
          found.map((one) => tile(one, data, action(one))),
        );
      } catch (error) {
        if (isAbort(error)) return;
        asked = "";
        step.hidden = true;
      }
    },
  };
}

/** @param {string} url @param {Record<string, string>} question @param {AbortSignal} signal @returns {Promise<any[]>} */
async function compared(url, question, signal) {
  const headers = { "X-CSRFToken": cookie("csrftoken") };
  const body = new URLSearchParams(question);
  const response = await request(url, { method: "POST", headers, body, signal });
  return (await response.json()).items;
}

/** @param {ReportData} data @param {any} topic @param {any} place @param {AbortSignal} signal @returns {Promise<any[]>} */
async function around(data, topic, place, signal) {
  const params = { ...place, radius_m: Math.max(topic.radius_m, 30), topic: topic.code, limit: MOST };
  const { features } = await getJson(data.urls.nearby, params, signal);
  return features.map((/** @type {any} */ one) => one.properties);
}

/** @param {any} appeal @param {ReportData} data @param {HTMLElement} button */
function tile(appeal, data, button) {
  const photo = appeal.photo
    ? data.words.photos.replace("KEY", appeal.photo).replace("SIZE", "thumbnail")
    : null;
  return el(
    "li",
    { class: "similar__one" },
    photo ? el("img", { class: "row__photo", src: photo, alt: "", width: 64, height: 64 }) : null,
    el(
      "div",
      { class: "stack stack--tight" },
      el(
        "a",
        { href: `/appeals/${appeal.number}/`, target: "_blank", rel: "noopener" },
        appeal.text || appeal.topic_name,
      ),
      el(
        "span",
        { class: "row__meta" },
        el(
          "span",
          { class: `state state--${appeal.group}` },
          stateIcon(appeal.group),
          data.words.states[appeal.state]?.name ?? "",
        ),
        appeal.why ? null : el("span", null, away(appeal.distance_m)),
      ),
      score(appeal),
      button,
    ),
  );
}

/** How alike it is, as a bar, in words and figures, with the reasons. @param {any} appeal */
function score(appeal) {
  if (appeal.percent === undefined) return null;
  const told = fill(gettext("%(alike)s, %(percent)s%"), { alike: appeal.alike, percent: appeal.percent });
  return el(
    "div",
    { class: "alike small" },
    el("meter", {
      class: "alike__bar",
      min: 0,
      max: 100,
      value: appeal.percent,
      "aria-label": gettext("How alike it is"),
    }),
    el("strong", { class: "number" }, told),
    el("span", { class: "muted" }, appeal.why),
  );
}

/** What was supported from this form, told again whenever the list is drawn anew. @type {Map<string, HTMLElement>} */
const supported = new Map();

/** @param {any} appeal */
function supportButton(appeal) {
  const known = supported.get(appeal.number);
  if (known) return known;
  if (appeal.is_own) return el("p", { class: "small muted" }, gettext("This one is yours."));
  const button = el(
    "button",
    { type: "button", class: "button button--small", onclick: () => void support(button, appeal.number) },
    icon("thumb-up"),
    gettext("This is it: support"),
  );
  return button;
}

/** Whoever has supported stays here: what was typed may still be something else. @param {HTMLButtonElement} button @param {string} number */
async function support(button, number) {
  button.setAttribute("aria-busy", "true");
  try {
    const headers = { "X-CSRFToken": cookie("csrftoken") };
    const response = await request(`/api/v1/appeals/${number}/support/`, { method: "POST", headers });
    const { supports } = await response.json();
    const told = ngettext(
      "You support it: %(count)s supporter. Nothing more is needed; what you typed stays here.",
      "You support it: %(count)s supporters. Nothing more is needed; what you typed stays here.",
      supports,
    );
    const done = el(
      "p",
      { class: "alike__done", role: "status", tabindex: "-1" },
      icon("circle-check"),
      el(
        "span",
        null,
        `${fill(told, { count: supports })} `,
        el("a", { href: `/appeals/${number}/` }, gettext("Go to the appeal")),
      ),
    );
    supported.set(number, done);
    button.replaceWith(done);
    done.focus();
  } catch (error) {
    button.removeAttribute("aria-busy");
    toast(error instanceof ApiError ? error.message : gettext("Could not do it. Try again."));
  }
}
