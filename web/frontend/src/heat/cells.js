/** Says at the table where its cells are not those of the map, and makes them the same; the table is the server's. */
import { el, icon, put } from "../kit/dom.js";
import { fill, gettext } from "../kit/i18n.js";
import { widthOf } from "./telling.js";

/**
 * What the note and its button say: "" where there is nothing to say. A size that was chosen is let go of by the button.
 * @param {import("./view.js").View} view @returns {{ note: string, offer: string, size: string }} size: that it chooses
 */
export function cellsOffer({ data, resolution }) {
  const width = widthOf(data, resolution);
  const differ = resolution !== data.table && data.table > 0 && width;
  const told = { width, own: widthOf(data, data.table) };
  const note = differ
    ? fill(gettext("The map shows cells %(width)s wide now, this table cells %(own)s wide."), told)
    : "";
  if (data.resolution !== null)
    return { note, offer: gettext("Cells by the zoom of the map again"), size: "" };
  const offer = differ ? gettext("Table of the cells on the map") : "";
  return { note, offer, size: String(resolution) };
}

/**
 * @param {import("./view.js").View} view @param {HTMLFormElement} form
 * @param {() => Promise<void>} renew asks for the page with what the form holds
 */
export function cellsNote(view, form, renew) {
  /** @param {string} size */
  async function take(size) {
    const field = form.elements.namedItem("resolution");
    if (field instanceof HTMLSelectElement) field.value = size;
    await renew();
    document.getElementById("cells")?.focus({ preventScroll: true });
  }

  return {
    /** The table is another one after each renewal of the page. */
    tell() {
      const box = document.querySelector("[data-same-cells]");
      if (!box) return;
      const { note, offer, size } = cellsOffer(view);
      put(
        box,
        note ? el("span", { class: "muted small" }, note) : null,
        offer
          ? el(
              "button",
              { type: "button", class: "button button--small", onclick: () => take(size) },
              icon("table"),
              offer,
            )
          : null,
      );
    },
  };
}
