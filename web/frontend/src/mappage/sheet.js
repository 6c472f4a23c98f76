/** The phone's bottom sheet: three stops, dragged by its handle or stepped by a press; on a desktop it does nothing. */

/** @typedef {"peek" | "half" | "full"} Stop */

const STOPS = /** @type {Stop[]} */ (["peek", "half", "full"]);
const FLICK_PX_PER_MS = 0.4;

/** Which stop a sheet lands at: the nearest, or the next one in the direction of a flick; pure. @param {number} top_px @param {number} speed @param {Record<Stop, number>} tops */
export function landing(top_px, speed, tops) {
  const order = [...STOPS].sort((a, b) => tops[a] - tops[b]);
  if (Math.abs(speed) > FLICK_PX_PER_MS) {
    const beyond = order.filter((stop) => (speed < 0 ? tops[stop] < top_px : tops[stop] > top_px));
    if (beyond.length) return speed < 0 ? beyond[beyond.length - 1] : beyond[0];
  }
  return order.reduce((best, stop) =>
    Math.abs(tops[stop] - top_px) < Math.abs(tops[best] - top_px) ? stop : best,
  );
}

/**
 * @param {HTMLElement} sheet
 * @param {HTMLElement} handle
 * @param {HTMLButtonElement} grip
 */
export function bottomSheet(sheet, handle, grip) {
  const narrow = matchMedia("(max-width: 767px)");
  let stop = /** @type {Stop} */ ("peek");

  function tops() {
    const height = sheet.offsetHeight;
    // The same stops as the style sheet's; a browser that does not know registered properties leaves --peek uncomputed.
    const peek = parseFloat(getComputedStyle(sheet).getPropertyValue("--peek")) || 76;
    return { full: 0, half: Math.max(0, height - innerHeight / 2), peek: height - peek };
  }

  /** @param {Stop} next */
  function go(next) {
    stop = next;
    sheet.dataset.stop = next;
    sheet.style.removeProperty("--drag");
    grip.setAttribute("aria-expanded", String(next !== "peek"));
    sheet.dispatchEvent(new CustomEvent("stop", { detail: next }));
  }

  handle.addEventListener("pointerdown", (down) => {
    if (!narrow.matches || (down.target instanceof Element && down.target.closest("select, a"))) return;
    const start = tops()[stop];
    let [last, at, speed, moved] = [down.clientY, down.timeStamp, 0, 0];
    const move = (/** @type {PointerEvent} */ event) => {
      moved = event.clientY - down.clientY;
      if (Math.abs(moved) < 6) return;
      if (!handle.hasPointerCapture(down.pointerId)) handle.setPointerCapture(down.pointerId);
      const elapsed = Math.max(1, event.timeStamp - at);
      speed = (event.clientY - last) / elapsed;
      [last, at] = [event.clientY, event.timeStamp];
      sheet.dataset.dragging = "";
      sheet.style.setProperty("--drag", `${Math.max(0, start + moved)}px`);
    };
    const up = () => {
      handle.removeEventListener("pointermove", move);
      delete sheet.dataset.dragging;
      if (Math.abs(moved) >= 6) {
        go(landing(start + moved, speed, tops()));
        grip.dataset.dragged = "";
        setTimeout(() => delete grip.dataset.dragged, 50);
      }
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", up, { once: true });
    handle.addEventListener("pointercancel", up, { once: true });
  });
  grip.addEventListener("click", () => {
    if (grip.dataset.dragged === undefined) go(STOPS[(STOPS.indexOf(stop) + 1) % STOPS.length]);
  });
  go("peek");

  return {
    go,
    stop: () => stop,
    narrow: () => narrow.matches,
    /** Pixels of the map the sheet covers from below. */
    covered: () => (narrow.matches ? sheet.offsetHeight - tops()[stop] : 0),
  };
}
