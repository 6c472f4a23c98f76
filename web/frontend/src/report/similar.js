/** Step 3: appeals near and alike, to support instead of repeating; hidden when there is none. */
import { ApiError, cookie, getJson, isAbort, latest, request } from "../kit/api.js";
import { el, find, icon, put as fillWith, stateIcon } from "../kit/dom.js";
import { away } from "../kit/format.js";
import { gettext } from "../kit/i18n.js";
import { toast } from "../kit/toast.js";
import { pin, value } from "./fields.js";

/** @typedef {import("./types.js").ReportData} ReportData */

const MOST = 3;

/**
 * action: what may be done with one of them, a button; else it is supported at once.
 * @param {HTMLFormElement} form
 * @param {ReportData} data
 * @param {(appeal: any) => HTMLElement} [action]
 */
export function similar(form, data, action = supportButton) {
  const next = latest();
  const step = /** @type {HTMLElement} */ (find('[data-step="similar"]', form));
  return {
    async refresh() {
      const topic = data.topics.find(({ code }) => code === value(form, "topic"));
      const place = pin(form);
      if (!topic || !place) return void (step.hidden = true);
      const params = { ...place, radius_m: Math.max(topic.radius_m, 30), topic: topic.code, limit: MOST };
      try {
        const { features } = await getJson(data.urls.nearby, params, next());
        step.hidden = !features.length;
        fillWith(
          find("[data-similar]", step),
          features.map((/** @type {any} */ one) => tile(one.properties, data, action(one.properties))),
        );
      } catch (error) {
        if (!isAbort(error)) step.hidden = true;
      }
    },
  };
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
        el("span", null, away(appeal.distance_m)),
      ),
      button,
    ),
  );
}

/** @param {any} appeal */
function supportButton(appeal) {
  const button = el(
    "button",
    { type: "button", class: "button button--small", onclick: () => void support(button, appeal.number) },
    icon("thumb-up"),
    gettext("This is it: support"),
  );
  return button;
}

/** @param {HTMLButtonElement} button @param {string} number */
async function support(button, number) {
  button.setAttribute("aria-busy", "true");
  try {
    const headers = { "X-CSRFToken": cookie("csrftoken") };
    await request(`/api/v1/appeals/${number}/support/`, { method: "POST", headers });
    location.assign(`/appeals/${number}/`);
  } catch (error) {
    button.removeAttribute("aria-busy");
    toast(error instanceof ApiError ? error.message : gettext("Could not do it. Try again."));
  }
}
