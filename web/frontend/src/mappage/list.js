/** The list beside the map: what is in view, counted, sorted, page by page; the map's accessible alternative. */
import { getJson, isAbort, latest } from "../kit/api.js";
import { el, find, icon, put } from "../kit/dom.js";
import { number } from "../kit/format.js";
import { fill, gettext, ngettext } from "../kit/i18n.js";
import { emptyBox, errorBox, itemOf, row, skeletons } from "./rows.js";

const PAGE = 30;

/**
 * @param {HTMLElement} box holds [data-count], [data-rows], [data-sort]
 * @param {{
 *   url: string,
 *   params: () => Record<string, unknown>,
 *   filtered: () => boolean,
 *   reset: () => void,
 *   open: (item: import("./rows.js").AppealItem) => void,
 *   light: (item: import("./rows.js").AppealItem | null) => void,
 *   sorted: (sort: string) => void,
 *   counted: (count: number) => void,
 * }} page
 */
export function appealList(box, page) {
  const count = find("[data-count]", box);
  const rows = /** @type {HTMLElement} */ (find("[data-rows]", box));
  const more = /** @type {HTMLElement} */ (find("[data-more]", box));
  const sort = /** @type {HTMLSelectElement} */ (find("[data-sort]", box));
  /** @type {Map<string, import("./rows.js").AppealItem>} */
  const items = new Map();
  const next = latest();
  let sorting = "date";
  let fresh = true;

  /** @param {number} matched */
  function tell(matched) {
    count.textContent = fill(
      ngettext("%(count)s appeal on the map", "%(count)s appeals on the map", matched),
      {
        count: number(matched),
      },
    );
  }

  /** @param {any} page_of_list */
  function append(page_of_list) {
    for (const feature of page_of_list.features) {
      const item = itemOf(feature);
      if (items.has(item.number)) continue;
      items.set(item.number, item);
      rows.append(el("li", null, row(item)));
    }
    const link = page_of_list.links?.next;
    put(
      more,
      link
        ? el(
            "button",
            { type: "button", class: "button button--wide", onclick: () => loadMore(link) },
            gettext("Show more"),
          )
        : "",
    );
  }

  function showNothing() {
    const reset = page.filtered()
      ? el(
          "button",
          { type: "button", class: "button", onclick: page.reset },
          icon("x"),
          gettext("Reset filters"),
        )
      : null;
    put(
      more,
      emptyBox({
        glyph: "map-pin",
        title: gettext("No appeals here"),
        text: page.filtered()
          ? gettext("Nothing in this part of the map fits the filters.")
          : gettext("Move the map or zoom out. If you see a problem here, be the first to report it."),
        action: reset,
      }),
    );
  }

  /** @param {string} link */
  async function loadMore(link) {
    const button = more.querySelector("button");
    button?.setAttribute("aria-busy", "true");
    try {
      const url = new URL(link, location.href);
      const before = rows.children.length;
      append(await getJson(url.pathname + url.search));
      const first = rows.children[before]?.querySelector("a");
      first?.focus({ preventScroll: true });
    } catch (error) {
      put(
        more,
        errorBox(error, () => loadMore(link)),
      );
    }
  }

  async function load() {
    const signal = next();
    box.dataset.list = "loading";
    if (fresh) put(rows, skeletons(6));
    try {
      const params = { ...page.params(), ordering: sorting, limit: PAGE };
      const answer = await getJson(page.url, params, signal);
      fresh = false;
      items.clear();
      put(rows);
      put(more);
      tell(answer.numberMatched ?? answer.features.length);
      page.counted(answer.numberMatched ?? answer.features.length);
      append(answer);
      if (!answer.features.length) showNothing();
      box.dataset.list = "ready";
    } catch (error) {
      if (isAbort(error)) return;
      put(rows);
      count.textContent = gettext("The list did not load");
      put(more, errorBox(error, load));
      box.dataset.list = "failed";
    }
  }

  /** @param {Event} event */
  function itemAt(event) {
    const link = event.target instanceof Element ? event.target.closest("[data-number]") : null;
    return link instanceof HTMLElement ? items.get(link.dataset.number ?? "") : undefined;
  }

  box.addEventListener("click", (event) => {
    const item = itemAt(event);
    if (!item || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    page.open(item);
  });
  for (const kind of ["mouseover", "focusin"]) {
    rows.addEventListener(kind, (event) => page.light(itemAt(event) ?? null));
  }
  rows.addEventListener("mouseleave", () => page.light(null));
  rows.addEventListener("focusout", () => page.light(null));
  sort.addEventListener("change", () => {
    sorting = sort.value;
    page.sorted(sorting);
    load();
  });

  return {
    load,
    item: (/** @type {string} */ key) => items.get(key),
    /** @param {string} value */
    setSort(value) {
      sorting = value;
      sort.value = value;
    },
    /** @param {string} key number of the appeal under the pointer on the map, or "" */
    lightRow(key) {
      for (const lit of rows.querySelectorAll(".row--lit")) lit.classList.remove("row--lit");
      if (key) rows.querySelector(`[data-number="${CSS.escape(key)}"]`)?.classList.add("row--lit");
    },
    /** @param {string} key */
    chooseRow(key) {
      for (const chosen of rows.querySelectorAll(".row--chosen")) chosen.classList.remove("row--chosen");
      if (key) rows.querySelector(`[data-number="${CSS.escape(key)}"]`)?.classList.add("row--chosen");
    },
    /** @param {string} key */
    focusRow(key) {
      const link = key ? rows.querySelector(`[data-number="${CSS.escape(key)}"]`) : null;
      if (link instanceof HTMLElement) link.focus({ preventScroll: true });
      else /** @type {HTMLElement} */ (count).focus({ preventScroll: true });
    },
  };
}
