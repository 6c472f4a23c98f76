import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetDraft, keepDraft } from "../src/report/draft.js";

const KEY = "metka-report";
const FIELDS = [
  "client_key",
  "kind",
  "topic",
  "text",
  "address",
  "house_id",
  "lon",
  "lat",
  "author_name",
  "author_email",
];
/** What the server was sent, one after another, and how it answers. */
const sent = /** @type {URLSearchParams[]} */ ([]);
let answers = () => new Response(JSON.stringify({ saved_at: null }));

/** @param {{ account?: boolean, refused?: boolean, typed?: Record<string, string> }} [how] */
function form({ account = false, refused = false, typed = {} } = {}) {
  const fields = FIELDS.map((name) => `<input name="${name}" value="${typed[name] ?? ""}">`).join("");
  const notice = refused ? '<p class="notice notice--error"></p>' : "";
  document.body.innerHTML = `<form${account ? ' data-draft-url="/draft/"' : ""}>${notice}${fields}</form>`;
  return /** @type {HTMLFormElement} */ (document.querySelector("form"));
}

/** @param {HTMLFormElement} shown @param {string} name */
const field = (shown, name) => /** @type {HTMLInputElement} */ (shown.elements.namedItem(name));
const inTab = () => JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
const settled = () => vi.waitFor(() => expect(sent.length).toBeGreaterThan(0));

beforeEach(() => {
  sent.length = 0;
  answers = () => new Response(JSON.stringify({ saved_at: null }));
  vi.stubGlobal("fetch", async (/** @type {any} */ _url, /** @type {any} */ options) => {
    sent.push(new URLSearchParams(options.body));
    return answers();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  history.replaceState(null, "", "/report/");
});

/** Types without an account. */
function typedBefore() {
  const before = form({ typed: { text: "A pothole", author_name: "Anna" } });
  keepDraft(before).save();
}

test("what was typed before signing in is shown after it and handed over to the server", async () => {
  sessionStorage.setItem(KEY, JSON.stringify({ text: "A pothole", author_name: "Anna" }));
  const shown = form({ account: true });
  keepDraft(shown);
  expect(field(shown, "text").value).toBe("A pothole");
  expect(field(shown, "author_name").value).toBe("Anna");
  await settled();
  expect(sent[0]?.get("text")).toBe("A pothole");
  await vi.waitFor(() => expect(inTab()).toEqual({ author_name: "Anna", author_email: "" }));
});

test("the tab goes on keeping it while the server does not take it", async () => {
  sessionStorage.setItem(KEY, JSON.stringify({ text: "A pothole" }));
  answers = () => new Response("{}", { status: 503 });
  const draft = keepDraft(form({ account: true }));
  await settled();
  draft.save();
  expect(inTab().text).toBe("A pothole");
});

test("a refused form goes to the server at once, and shows what was sent instead of what the tab kept", async () => {
  sessionStorage.setItem(KEY, JSON.stringify({ text: "older" }));
  const shown = form({ account: true, refused: true, typed: { text: "A pothole, with a second" } });
  keepDraft(shown);
  await settled();
  expect(field(shown, "text").value).toBe("A pothole, with a second");
  expect(sent[0]?.get("text")).toBe("A pothole, with a second");
});

test("a form that shows nothing new sends nothing", async () => {
  keepDraft(form({ account: true, typed: { text: "kept already" } }));
  await new Promise((done) => setTimeout(done));
  expect(sent).toEqual([]);
});

test("without an account a reload shows it again, until it is sent", () => {
  typedBefore();
  const again = form();
  keepDraft(again);
  expect(field(again, "text").value).toBe("A pothole");
  forgetDraft();
  const fresh = form();
  keepDraft(fresh);
  expect(field(fresh, "text").value).toBe("");
});

test("a topic that was asked for by address is not overwritten", () => {
  typedBefore();
  history.replaceState(null, "", "/report/?topic=leak");
  const shown = form({ typed: { topic: "leak" } });
  keepDraft(shown);
  expect(field(shown, "text").value).toBe("");
});

test("after a sending that failed, going back lets the draft be kept again", async () => {
  const shown = form({ account: true });
  keepDraft(shown);
  shown.dispatchEvent(new Event("submit"));
  field(shown, "text").value = "A pothole";
  shown.dispatchEvent(new Event("input"));
  dispatchEvent(new Event("pagehide"));
  await new Promise((done) => setTimeout(done));
  expect(sent).toEqual([]);
  dispatchEvent(new Event("pageshow"));
  dispatchEvent(new Event("pagehide"));
  await settled();
  expect(sent[0]?.get("text")).toBe("A pothole");
});

test("a draft of the server read again shows the contacts of the tab, and no other words of it", () => {
  sessionStorage.setItem(KEY, JSON.stringify({ text: "another", author_name: "Anna" }));
  history.replaceState(null, "", "/report/?draft=1");
  const shown = form({ account: true, typed: { text: "A pothole" } });
  keepDraft(shown);
  expect(field(shown, "author_name").value).toBe("Anna");
  expect(field(shown, "text").value).toBe("A pothole");
});
