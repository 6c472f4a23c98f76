/** The card of one appeal in the place of the list: loads it and what is near; its pieces are cardparts.js. */
import { getJson } from "../kit/api.js";
import { el, put } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { backButton, cardBody, cardHead } from "./cardparts.js";
import { emptyBox, errorBox, itemOf, row, skeletons } from "./rows.js";

const NEAR_M = 500;
const SIMILAR_M = 3000;

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
      backButton(page.back),
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
      put(
        box,
        cardHead(appeal, page.back),
        el("div", { class: "stack card__body" }, ...cardBody(appeal, page.highlight), section),
      );
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
      put(box, backButton(page.back), told);
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
