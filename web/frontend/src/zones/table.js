/** The vertices as a table of coordinates: what the map does, by keyboard. */
import { el, icon, put } from "../kit/dom.js";
import { fill, gettext } from "../kit/i18n.js";
import { inserted, middle, moved, removed } from "./rings.js";

/** @typedef {import("./desk.js").Desk} Desk */
const SHOWN = 50;

/** @param {HTMLElement} place @param {Desk} desk */
export function table(place, desk) {
  let [ring, page] = [0, 0];
  /** Which control keeps the focus when the table is made anew. @type {string | null} */
  let focus = null;

  function draw() {
    ring = Math.min(ring, Math.max(0, desk.rings.length - 1));
    const vertices = desk.rings[ring] ?? [];
    page = Math.min(page, Math.max(0, Math.ceil(vertices.length / SHOWN) - 1));
    const rows = vertices
      .slice(page * SHOWN, (page + 1) * SHOWN)
      .map((vertex, i) => row(vertex, page * SHOWN + i));
    put(
      place,
      ...choosers(vertices.length),
      rows.length ? whole(rows) : el("p", { class: "muted" }, gettext("No ring is drawn yet.")),
    );
    if (focus) /** @type {HTMLElement | null} */ (place.querySelector(`[data-key="${focus}"]`))?.focus();
    focus = null;
  }

  /** @param {HTMLElement[]} rows */
  function whole(rows) {
    const heads = ["№", gettext("Longitude"), gettext("Latitude")].map((text) =>
      el("th", { scope: "col" }, text),
    );
    const last = el(
      "th",
      { scope: "col" },
      el("span", { class: "visually-hidden" }, gettext("What can be done")),
    );
    return el(
      "table",
      { class: "table vertices" },
      el("thead", null, el("tr", null, heads, last)),
      el("tbody", null, rows),
    );
  }

  /** @param {number} count */
  function choosers(count) {
    const found = [];
    if (desk.rings.length > 1) {
      const options = desk.rings.map((one, i) =>
        el(
          "option",
          { value: i, selected: i === ring },
          fill(gettext("Ring %(number)s (%(count)s)"), { number: i + 1, count: one.length }),
        ),
      );
      const choose = (/** @type {Event} */ event) => {
        ring = Number(/** @type {HTMLSelectElement} */ (event.target).value);
        page = 0;
        draw();
      };
      found.push(
        el(
          "label",
          null,
          el("span", { class: "field__label" }, gettext("Ring")),
          el("select", { class: "input", onchange: choose }, options),
        ),
      );
    }
    if (count > SHOWN) {
      const step = (/** @type {number} */ by, /** @type {string} */ text, /** @type {boolean} */ off) =>
        el(
          "button",
          {
            type: "button",
            class: "button button--small",
            disabled: off,
            onclick: () => ((page += by), draw()),
          },
          text,
        );
      const ends = (page + 1) * SHOWN >= count;
      found.push(
        el(
          "div",
          { class: "cluster" },
          step(-1, gettext("Back"), page === 0),
          step(1, gettext("Next"), ends),
        ),
      );
    }
    return found;
  }

  /** @param {import("./rings.js").Position} vertex @param {number} at */
  function row(vertex, at) {
    const spot = { ring, at };
    const number = at + 1;
    const input = (/** @type {0 | 1} */ axis, /** @type {string} */ label) => {
      const set = (/** @type {Event} */ event) => {
        const value = Number(/** @type {HTMLInputElement} */ (event.target).value.replace(",", "."));
        if (!Number.isFinite(value) || Math.abs(value) > (axis ? 90 : 180)) return draw();
        focus = `${at}-${axis ? "add" : "1"}`;
        desk.change(moved(desk.rings, spot, axis ? [vertex[0], value] : [value, vertex[1]]));
      };
      const named = fill(label, { number });
      return el("input", {
        class: "input",
        inputmode: "decimal",
        value: vertex[axis],
        onchange: set,
        onfocus: () => desk.choose(spot),
        "aria-label": named,
        "data-key": `${at}-${axis}`,
      });
    };
    const add = () => {
      const next = desk.rings[ring][(at + 1) % desk.rings[ring].length];
      focus = `${at + 1}-0`;
      desk.change(inserted(desk.rings, { ring, at: at + 1 }, middle(vertex, next)));
    };
    const drop = () => {
      focus = `${Math.max(0, at - 1)}-drop`;
      desk.choose(null);
      desk.change(removed(desk.rings, spot));
    };
    const button = (
      /** @type {string} */ key,
      /** @type {string} */ glyph,
      /** @type {string} */ text,
      /** @type {() => void} */ act,
    ) =>
      el(
        "button",
        {
          type: "button",
          class: "button button--icon button--small",
          onclick: act,
          "aria-label": fill(text, { number }),
          "data-key": `${at}-${key}`,
        },
        icon(glyph, "icon--small"),
      );
    return el(
      "tr",
      null,
      el("td", { class: "number" }, number),
      el("td", null, input(0, gettext("Longitude of vertex %(number)s"))),
      el("td", null, input(1, gettext("Latitude of vertex %(number)s"))),
      el(
        "td",
        { class: "nowrap" },
        button("add", "plus", gettext("Add a vertex after %(number)s"), add),
        button("drop", "trash", gettext("Delete vertex %(number)s"), drop),
      ),
    );
  }

  return draw;
}
