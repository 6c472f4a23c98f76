/** One appeal as a row of a list; a link, so that it opens in a new tab too. */
import { el, icon, stateIcon } from "../kit/dom.js";
import { away, moment, number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { photoUrl, stateName } from "./words.js";

/**
 * @typedef {{
 *   number: string, kind: string, topic: string, topic_name: string, category: string, icon: string, text: string,
 *   address: string, area: string | null, executor: string | null, executor_id: number | null, state: string,
 *   group: string, supports: number, submitted_at: string, answered_at: string | null, due_on: string | null,
 *   photo?: string | null, distance_m?: number | null, lon: number, lat: number,
 * }} AppealItem
 */

/** @param {any} feature GeoJSON of the API @returns {AppealItem} */
export function itemOf(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  return { ...feature.properties, lon, lat };
}

/** @param {{ state: string, group: string }} appeal */
export function stateMark(appeal) {
  return el(
    "span",
    { class: `state state--${appeal.group}` },
    stateIcon(appeal.group),
    stateName(appeal.state),
  );
}

/** @param {number} count */
function supports(count) {
  const words = fill(ngettext("%(count)s supporter", "%(count)s supporters", count), {
    count: number(count),
  });
  return el(
    "span",
    { class: "row__supports", title: words },
    icon("thumb-up", "icon--small"),
    el("span", { "aria-hidden": "true" }, number(count)),
    el("span", { class: "visually-hidden" }, words),
  );
}

/** @param {AppealItem} item */
export function row(item) {
  const far = item.distance_m == null ? null : el("span", null, away(item.distance_m));
  return el(
    "a",
    { class: "row", href: `/appeals/${encodeURIComponent(item.number)}/`, "data-number": item.number },
    el(
      "span",
      { class: "row__head" },
      el("span", { class: "row__title" }, item.topic_name),
      item.supports ? supports(item.supports) : null,
    ),
    item.address ? el("span", { class: "row__text" }, item.address) : null,
    el(
      "span",
      { class: "row__meta" },
      stateMark(item),
      el("time", { datetime: item.submitted_at }, moment(item.submitted_at)),
      far,
    ),
    item.photo
      ? el(
          "span",
          { class: "row__side" },
          el("img", {
            class: "row__photo",
            src: photoUrl(item.photo),
            alt: "",
            width: 64,
            height: 64,
            loading: "lazy",
          }),
        )
      : null,
  );
}

/** Grey rows while a list loads. @param {number} count */
export function skeletons(count) {
  return Array.from({ length: count }, () =>
    el(
      "li",
      { class: "row", "aria-hidden": "true" },
      el("span", { class: "skeleton skeleton--title" }),
      el("span", { class: "skeleton skeleton--text" }),
    ),
  );
}

/** What stands in a list's place when there is nothing, or when something broke. @param {{ glyph: string, title: string, text: string, action?: Node | null }} told */
export function emptyBox({ glyph, title, text, action }) {
  return el(
    "div",
    { class: "empty" },
    icon(glyph),
    el("h3", null, title),
    el("p", null, text),
    action ?? null,
  );
}

/** @param {unknown} error @param {() => void} again */
export function errorBox(error, again) {
  const offline = /** @type {any} */ (error)?.kind === "offline";
  return emptyBox({
    glyph: offline ? "wifi-off" : "alert-circle",
    title: offline ? gettext("No connection") : gettext("Could not load"),
    text: error instanceof Error ? error.message : "",
    action: el(
      "button",
      { type: "button", class: "button", onclick: again },
      icon("refresh"),
      gettext("Try again"),
    ),
  });
}
