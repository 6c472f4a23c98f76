/** State of the drawing desk: rings, their history, the chosen vertex, the ring that is begun; tells whoever listens. */
import { History, ringsOf } from "./rings.js";

/** @typedef {import("./rings.js").Ring} Ring */
/** @typedef {import("./rings.js").Spot} Spot */

export class Desk {
  /** @param {number[][][][]} shape */
  constructor(shape) {
    this.history = new History(ringsOf(shape));
    /** @type {Spot | null} */
    this.chosen = null;
    /** @type {Ring | null} */
    this.begun = null;
    /** @type {Ring[]} */
    this.borders = [];
    this.snaps = true;
    this.isDirty = false;
    /** @type {((what: "drawn" | "looks") => void)[]} */
    this.listeners = [];
    /** @type {(text: string) => void} */
    this.hint = () => {};
  }

  get rings() {
    return this.history.now;
  }

  /** Another state of the polygon, which can be undone. @param {Ring[]} rings */
  change(rings) {
    this.history.push(rings);
    this.#drawn();
  }

  /** Undo, or redo. @param {boolean} forward */
  travel(forward) {
    if (this.begun) return;
    if (!(forward ? this.history.redo() : this.history.undo())) return;
    this.chosen = null;
    this.#drawn();
  }

  /** Shows a state that is not kept yet, while a vertex is dragged. @param {Ring[]} rings */
  sketch(rings) {
    this.sketched = rings;
    this.#tell("looks");
  }

  /** @param {Spot | null} spot */
  choose(spot) {
    this.chosen = spot;
    this.#tell("looks");
  }

  /** The ring that is being drawn; null: none. @param {Ring | null} ring */
  begin(ring) {
    this.begun = ring;
    this.#tell("looks");
  }

  #drawn() {
    this.sketched = undefined;
    this.isDirty = true;
    this.#tell("drawn");
  }

  /** @param {"drawn" | "looks"} what */
  #tell(what) {
    for (const listener of this.listeners) listener(what);
  }
}
