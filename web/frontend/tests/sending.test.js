import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { guardSending } from "../src/kit/sending.js";

/** @type {HTMLFormElement} */
let form;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = "<form data-own-form><button>Send</button></form>";
  form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
  guardSending();
});
afterEach(() => void vi.useRealTimers());

/** Whether a press would send the form. */
const sends = () => form.dispatchEvent(new Event("submit", { cancelable: true }));

test("a second press sends nothing", () => {
  expect(sends()).toBe(true);
  expect(sends()).toBe(false);
});

test("a sending that was stopped may be tried again", () => {
  sends();
  vi.advanceTimersByTime(20_000);
  expect(sends()).toBe(true);
});

test("a page that was gone back to can be sent", () => {
  sends();
  dispatchEvent(new Event("pageshow"));
  expect(sends()).toBe(true);
});
