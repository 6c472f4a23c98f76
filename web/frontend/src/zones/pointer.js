/** Pointer and keys on the drawing map: vertices taken, moved, added, deleted; rings begun and closed. What a polygon is stays in rings. */
import { gettext } from "../kit/i18n.js";
import { MIDDLES, VERTICES } from "./looks.js";
import { inserted, moved, removed, same } from "./rings.js";
import { followed, snap } from "./snap.js";

/** @typedef {import("./rings.js").Position} Position */
/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("maplibre-gl").MapMouseEvent | import("maplibre-gl").MapTouchEvent} Press */

const SNAP_PX = 12;
const TOUCH_PX = 22;
const MOUSE_PX = 7;

/** @param {import("maplibre-gl").Map} map @param {Desk} desk */
export function pointer(map, desk) {
  /** @type {(import("./snap.js").Snap | null)[]} where each vertex of the begun ring was snapped to */
  let snaps = [];
  /** @type {{ spot: import("./rings.js").Spot, rings: import("./rings.js").Ring[], isMoved: boolean } | null} */
  let held = null;

  /** Metres that a distance on the screen is on the ground. @param {{ x: number, y: number }} point @param {number} px */
  const metres = ({ x, y }, px) => map.unproject([x, y]).distanceTo(map.unproject([x + px, y]));

  /** @param {Press} event @returns {{ position: Position, found: import("./snap.js").Snap | null }} */
  function placed(event) {
    const position = /** @type {Position} */ ([event.lngLat.lng, event.lngLat.lat]);
    const found = desk.snaps ? snap(position, desk.borders, metres(event.point, SNAP_PX)) : null;
    return { position: found?.position ?? position, found };
  }

  /** The vertex or middle under a press. @param {Press} event */
  function under(event) {
    const px = "touches" in event.originalEvent ? TOUCH_PX : MOUSE_PX;
    const { x, y } = event.point;
    /** @type {[[number, number], [number, number]]} */
    const box = [
      [x - px, y - px],
      [x + px, y + px],
    ];
    const [vertex] = map.queryRenderedFeatures(box, { layers: [VERTICES] });
    return vertex ?? map.queryRenderedFeatures(box, { layers: [MIDDLES] })[0];
  }

  /** @param {Press} event */
  function press(event) {
    if (desk.begun) return;
    const taken = under(event);
    if (!taken) return;
    event.preventDefault();
    const { ring, at, part } = taken.properties;
    const spot = { ring: Number(ring), at: Number(at) };
    if (part === "middle") {
      const next = { ring: spot.ring, at: spot.at + 1 };
      held = { spot: next, rings: inserted(desk.rings, next, placed(event).position), isMoved: true };
    } else held = { spot, rings: desk.rings, isMoved: false };
    desk.choose(held.spot);
  }

  /** @param {Press} event */
  function drag(event) {
    if (!held) return;
    held.isMoved = true;
    held.rings = moved(held.rings, held.spot, placed(event).position);
    desk.sketch(held.rings);
  }

  function release() {
    if (held?.isMoved) desk.change(held.rings);
    held = null;
  }

  /** @param {import("maplibre-gl").MapMouseEvent} event */
  function click(event) {
    const ring = desk.begun;
    if (!ring) {
      if (!under(event)) desk.choose(null);
      return;
    }
    const first = ring[0];
    if (ring.length > 2 && map.project(first).dist(event.point) < SNAP_PX) return finish();
    const { position, found } = placed(event);
    const before = snaps[snaps.length - 1];
    const along = before && found ? followed(before, found) : [];
    if (ring.length && same(ring[ring.length - 1], position)) return;
    snaps.push(...along.map(() => null), found);
    desk.begin([...ring, ...along, position]);
  }

  function finish() {
    const ring = desk.begun;
    if (!ring || ring.length < 3) return;
    const [start, end] = [snaps[0], snaps[snaps.length - 1]];
    const along = start && end ? followed(end, start) : [];
    snaps = [];
    desk.begin(null);
    desk.change([...desk.rings, [...ring, ...along]]);
  }

  function begin() {
    snaps = [];
    desk.choose(null);
    desk.begin(desk.begun ? null : []);
  }

  function remove() {
    if (!desk.chosen) return desk.hint(gettext("Choose a vertex first: click it on the map."));
    const rings = removed(desk.rings, desk.chosen);
    desk.choose(null);
    desk.change(rings);
  }

  map.on("mousedown", press);
  map.on("touchstart", press);
  map.on("mousemove", drag);
  map.on("touchmove", drag);
  map.on("click", click);
  for (const end of ["mouseup", "touchend", "touchcancel"]) map.on(/** @type {any} */ (end), release);
  map.doubleClickZoom.disable();
  map.on("dblclick", finish);
  map.on("mousemove", (event) => {
    map.getCanvas().style.cursor = desk.begun ? "crosshair" : map.isMoving() || !under(event) ? "" : "move";
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ") {
      event.preventDefault();
      desk.travel(event.shiftKey);
    } else if (event.key === "Escape" && desk.begun) begin();
    else if (event.key === "Enter" && desk.begun?.length) finish();
    else if ((event.key === "Delete" || event.key === "Backspace") && desk.chosen) remove();
    else if (event.key === "Backspace" && desk.begun) {
      snaps.pop();
      desk.begin(desk.begun.slice(0, -1));
    }
  });
  return { begin, remove };
}
