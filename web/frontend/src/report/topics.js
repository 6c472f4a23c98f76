/** Step 2: the topic. Search and common ones with icons stand before the whole list; emergencies are told first. */
import { combobox } from "../kit/combobox.js";
import { el, find, icon, put as fillWith } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { put, value } from "./fields.js";
import { topicsFor } from "./matching.js";

/** @typedef {import("./types.js").ReportData} ReportData */
/** @typedef {import("./types.js").Topic} Topic */

/** @param {HTMLFormElement} form @param {ReportData} data @param {() => void} changed */
export function topics(form, data, changed) {
  const names = Object.fromEntries(
    data.words.categories.map((/** @type {any} */ one) => [one.code, one.name]),
  );
  const refresh = () => {
    commonOnes(form, data, choose);
    tellOfTopic(form, data);
  };
  /** @param {Topic} topic */
  function choose(topic) {
    put(form, "topic", topic.code);
    if (!topic.kinds.includes(value(form, "kind"))) put(form, "kind", topic.kinds[0]);
    refresh();
    changed();
  }
  const finder = /** @type {HTMLElement} */ (find("[data-topic-finder]", form));
  finder.hidden = false;
  const all = /** @type {HTMLDetailsElement} */ (find("[data-all-topics]", form));
  all.open = all.querySelector(".field__error") !== null;
  combobox(/** @type {HTMLInputElement} */ (find("[data-topic-search]", finder)), {
    none: gettext("No such topic. Choose from the list below."),
    wait_ms: 60,
    search: async (text) =>
      topicsFor(data.topics, text)
        .slice(0, 7)
        .map((topic) => ({ label: topic.name, hint: names[topic.category], value: topic })),
    choose: ({ value: topic }) => choose(topic),
  });
  form.addEventListener("change", (event) => {
    const name = /** @type {any} */ (event.target).name;
    if (name !== "topic" && name !== "kind") return;
    refresh();
    changed();
  });
  refresh();
}

/** Eight tiles, where the page has a place for them; the chosen topic stands among them even when it is a rare one. */
/** @param {HTMLFormElement} form @param {ReportData} data @param {(topic: Topic) => void} choose */
function commonOnes(form, data, choose) {
  const chosen = value(form, "topic");
  const box = /** @type {HTMLElement | null} */ (form.querySelector("[data-common-topics]"));
  if (!box) return;
  const shown = data.topics.filter((topic) => topic.common || topic.code === chosen);
  box.hidden = false;
  fillWith(
    box,
    shown.map((topic) =>
      el(
        "label",
        { class: "option" },
        el("input", {
          type: "radio",
          name: "common-topic",
          value: topic.code,
          checked: topic.code === chosen,
          onchange: () => choose(topic),
        }),
        icon(topic.icon),
        el("span", null, topic.name),
      ),
    ),
  );
}

/** @param {HTMLFormElement} form @param {ReportData} data */
function tellOfTopic(form, data) {
  const topic = data.topics.find(({ code }) => code === value(form, "topic"));
  /** @type {HTMLElement} */ (find("[data-emergency]", form)).hidden = !topic?.emergency;
  /** @type {HTMLElement} */ (find("[data-unpublished]", form)).hidden = !topic?.private;
}
