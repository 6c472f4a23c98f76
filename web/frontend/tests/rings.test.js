import { describe, expect, it } from "vitest";
import { History, inserted, moved, removed, ringsOf, shapeOf } from "../src/zones/rings.js";

/** @param {number} west @param {number} south @param {number} side @returns {[number, number][]} */
const square = (west, south, side) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
];

describe("rings", () => {
  it("a ring inside a ring is a hole, one inside the hole a part again", () => {
    const rings = [square(4, 4, 1), square(0, 0, 10), square(3, 3, 4), square(20, 0, 5)];
    const shape = shapeOf(rings);
    expect(shape.map((part) => part.length)).toEqual([1, 2, 1]);
    expect(shape[1][1][0]).toEqual([3, 3]);
    expect(shape[1][0]).toHaveLength(5);
  });

  it("a hole that touches the border stays a hole", () => {
    expect(shapeOf([square(0, 0, 10), square(0, 2, 3)]).map((part) => part.length)).toEqual([2]);
  });

  it("gives back what it was given, number by number", () => {
    const shape = [
      [[...square(30.12345678901234, 60, 0.1), /** @type {[number, number]} */ ([30.12345678901234, 60])]],
    ];
    expect(shapeOf(ringsOf(shape))).toEqual(shape);
  });

  it("moves, adds and deletes vertices; a ring of two is none", () => {
    const rings = [square(0, 0, 1)];
    expect(moved(rings, { ring: 0, at: 2 }, [5, 5])[0][2]).toEqual([5, 5]);
    expect(inserted(rings, { ring: 0, at: 1 }, [0.5, 0])[0]).toHaveLength(5);
    const three = removed(rings, { ring: 0, at: 3 });
    expect(three[0]).toHaveLength(3);
    expect(removed(three, { ring: 0, at: 0 })).toEqual([]);
    expect(rings[0]).toHaveLength(4);
  });

  it("undoes and redoes; another step forgets what was undone", () => {
    const history = new History("a");
    history.push("b");
    history.push("c");
    expect([history.undo(), history.now, history.redo(), history.now]).toEqual([true, "b", true, "c"]);
    history.undo();
    history.push("d");
    expect([history.redo(), history.now, history.undo(), history.now]).toEqual([false, "d", true, "b"]);
  });
});
