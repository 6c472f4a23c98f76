import { describe, expect, it } from "vitest";
import { between as range } from "../src/desk/picking.js";
import { ApiError } from "../src/kit/api.js";
import { reason, renew } from "../src/moderation/covering.js";
import { follows, meaning } from "../src/moderation/keys.js";
import { between, byKey, fresh, isDrawn, moved, resized, written } from "../src/moderation/regions.js";

const FREE = { typing: false, dialog: false };

/** @param {string} code @param {Partial<KeyboardEvent>} [more] */
const press = (code, more = {}) => ({
  code,
  key: "",
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe("the keys of the moderators' desk", () => {
  it("mean the same in the Russian layout, where other letters stand on them", () => {
    expect(meaning(press("KeyJ", { key: "о" }), FREE)).toBe("next");
    expect(meaning(press("KeyA", { key: "ф" }), FREE)).toBe("accept");
    expect(meaning(press("Digit7", { key: "?", shiftKey: true }), FREE)).toBe("help");
    expect(meaning(press("Slash", { key: ",", shiftKey: true }), FREE)).toBe("help");
  });

  it("mean nothing while somebody types, holds another key or has a dialog open", () => {
    expect(meaning(press("KeyA"), { typing: true, dialog: false })).toBeNull();
    expect(meaning(press("KeyA"), { typing: false, dialog: true })).toBeNull();
    for (const held of ["ctrlKey", "altKey", "metaKey", "shiftKey", "repeat"]) {
      expect(meaning(press("KeyR", { [held]: true }), FREE)).toBeNull();
    }
    expect(meaning(press("KeyQ"), FREE)).toBeNull();
  });

  it("decide nothing by one press", () => {
    for (const word of ["accept", "private", "refuse", "correct", "twins"]) expect(follows(word)).toBe(false);
    for (const word of ["next", "previous", "blur", "list", "help"]) expect(follows(word)).toBe(true);
  });
});

describe("parts of a photo", () => {
  it("are drawn between any two corners and end at the edges", () => {
    expect(between(0.5, 0.75, 0.25, 0.5)).toEqual([0.25, 0.5, 0.25, 0.25]);
    expect(between(-1, -1, 2, 2)).toEqual([0, 0, 1, 1]);
    expect(isDrawn(between(0.5, 0.5, 0.501, 0.9))).toBe(false);
    expect(isDrawn(between(0.5, 0.5, 0.6, 0.6))).toBe(true);
  });

  it("stay whole inside the picture", () => {
    expect(moved([0.5, 0.5, 0.25, 0.25], 1, -1)).toEqual([0.75, 0, 0.25, 0.25]);
    expect(resized([0.5, 0.5, 0.25, 0.25], 1, -1)).toEqual([0.5, 0.5, 0.5, 0.01]);
    const [x, y, width, height] = fresh(13);
    expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1);
  });

  it("are moved by arrows and sized by Shift with them", () => {
    expect(byKey([0, 0, 0.5, 0.5], "ArrowRight", false)).toEqual([0.01, 0, 0.5, 0.5]);
    expect(byKey([0, 0, 0.5, 0.5], "ArrowUp", true)).toEqual([0, 0, 0.5, 0.49]);
    expect(byKey([0, 0, 0.5, 0.5], "Enter", false)).toBeNull();
  });

  it("are sent as short numbers", () => {
    expect(written([[1 / 3, 0, 0.5, 1]])).toBe("[[0.33333,0,0.5,1]]");
    expect(written([])).toBe("[]");
  });
});

describe("a range of rows", () => {
  it("holds both ends, in either direction, and one row alone at first", () => {
    expect(range(2, 4)).toEqual([2, 3, 4]);
    expect(range(4, 2)).toEqual([2, 3, 4]);
    expect(range(-1, 3)).toEqual([3]);
  });
});

describe("the public text after a part was hidden", () => {
  it("is the new one, unless somebody is writing another", () => {
    document.body.innerHTML = "<textarea>as it was</textarea>";
    const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
    renew(field, "hidden");
    expect(field.value).toBe("hidden");
    field.value = "my own words";
    renew(field, "hidden more");
    expect([field.value, field.defaultValue]).toEqual(["my own words", "hidden more"]);
  });
});

describe("why hiding a part was refused", () => {
  it("is what the answered page says, else what the request says", () => {
    const page = '<main><div role="alert"> <div><p>Another moderator has it.</p></div> </div></main>';
    expect(reason(new ApiError("refused", "Not understood.", null, page))).toBe("Another moderator has it.");
    expect(reason(new ApiError("offline", "No connection."))).toBe("No connection.");
    expect(reason(new ApiError("refused", "Not found.", null, "<main><p>404</p></main>"))).toBe("Not found.");
  });
});
