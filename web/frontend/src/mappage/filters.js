/** Filter chips with their popovers; they change the page's state and say what they hold. */
import { el, icon, put, stateIcon } from "../kit/dom.js";
import { gettext } from "../kit/i18n.js";
import { popover } from "../kit/popover.js";
import { periodName, periodNames } from "./periods.js";
import { filterCount, withoutFilters } from "./state.js";
import { allWords, categoryName, kindName, statesName, topicName } from "./words.js";

/** @typedef {import("./state.js").PageState} PageState */
/** @typedef {{ get: () => PageState, set: (state: PageState) => void }} Store */
/** @typedef {{ code: string, name: string, mark?: Element, words?: string }} Choice */

const LONG = 12;

/** "Roads +2". @param {string[]} codes @param {(code: string) => string} name */
function held(codes, name) {
  if (!codes.length) return "";
  return codes.length > 1 ? `${name(codes[0])} +${codes.length - 1}` : name(codes[0]);
}

/** @param {Store} store @param {"category" | "topic" | "kind" | "state"} field @param {() => Choice[]} choices */
function checklist(store, field, choices) {
  return (/** @type {HTMLElement} */ panel) => {
    const list = el("div", { class: "filter__list", role: "group" });
    const all = choices();
    const draw = (/** @type {string} */ text) => {
      const wanted = text.trim().toLowerCase().replaceAll("ё", "е");
      const shown = all.filter((one) =>
        `${one.name} ${one.words ?? ""}`.toLowerCase().replaceAll("ё", "е").includes(wanted),
      );
      put(
        list,
        shown.length ? shown.map(line) : el("p", { class: "combobox__note" }, gettext("Nothing found")),
      );
    };
    const line = (/** @type {Choice} */ one) => {
      const input = el("input", {
        type: "checkbox",
        value: one.code,
        checked: store.get()[field].includes(one.code),
      });
      input.addEventListener("change", () => {
        const now = store.get();
        const rest = now[field].filter((code) => code !== one.code);
        store.set({ ...now, [field]: input.checked ? [...rest, one.code] : rest });
      });
      return el("label", { class: "choice" }, input, one.mark ?? null, el("span", null, one.name));
    };
    draw("");
    const search = el("input", {
      class: "input",
      type: "search",
      placeholder: gettext("Find"),
      "aria-label": gettext("Find in the list"),
    });
    search.addEventListener("input", () => draw(search.value));
    put(panel, all.length > LONG ? search : null, list);
  };
}

/** @param {Store} store */
function periodPanel(store) {
  const presets = [["", gettext("All time")], ...Object.entries(periodNames())];
  return (/** @type {HTMLElement} */ panel) => {
    const state = store.get();
    const own = Boolean(state.since || state.until);
    const lines = presets.map(([code, name]) => {
      const input = el("input", {
        type: "radio",
        name: "period",
        value: code,
        checked: !own && state.period === code,
      });
      input.addEventListener("change", () =>
        store.set({ ...store.get(), period: code, since: "", until: "" }),
      );
      return el("label", { class: "choice" }, input, el("span", null, name));
    });
    const date = (/** @type {"since" | "until"} */ field, /** @type {string} */ label) => {
      const input = el("input", { class: "input", type: "date", value: state[field] });
      input.addEventListener("change", () => store.set({ ...store.get(), period: "", [field]: input.value }));
      return el("label", { class: "field" }, el("span", { class: "field__label small" }, label), input);
    };
    put(
      panel,
      el("div", { class: "filter__list", role: "radiogroup" }, lines),
      el("div", { class: "filter__dates" }, date("since", gettext("From")), date("until", gettext("To"))),
    );
  };
}

/** Choices of topics: those of the chosen categories, else all. @param {Store} store @returns {Choice[]} */
function topicChoices(store) {
  const chosen = store.get().category;
  return allWords()
    .categories.filter((category) => !chosen.length || chosen.includes(category.code))
    .flatMap((category) =>
      (category.topics ?? []).map((topic) => ({
        code: topic.code,
        name: topic.name,
        words: `${topic.keywords ?? ""} ${category.name}`,
      })),
    );
}

/** Groups of states; any other name that the page's address has filtered by stands above them, to be let go of. @param {Store} store @returns {Choice[]} */
function stateChoices(store) {
  const { groups } = allWords();
  const others = store.get().state.filter((code) => !groups.some((group) => group.code === code));
  return [
    ...others.map((code) => ({ code, name: statesName(code) })),
    ...groups.map(({ code, name }) => {
      const mark = el("span", { class: `state state--${code}` }, stateIcon(code));
      return { code, name, mark };
    }),
  ];
}

/** @param {Store} store */
function definitions(store) {
  const words = allWords();
  return [
    {
      label: gettext("Category"),
      value: (/** @type {PageState} */ state) => held(state.category, categoryName),
      build: checklist(store, "category", () =>
        words.categories.map((one) => ({
          code: one.code,
          name: one.name,
          mark: icon(one.icon ?? "category"),
        })),
      ),
    },
    {
      label: gettext("Topic"),
      value: (/** @type {PageState} */ state) => held(state.topic, topicName),
      build: checklist(store, "topic", () => topicChoices(store)),
    },
    {
      label: gettext("State"),
      value: (/** @type {PageState} */ state) => held(state.state, statesName),
      build: checklist(store, "state", () => stateChoices(store)),
    },
    { label: gettext("Period"), value: periodName, build: periodPanel(store) },
    {
      label: gettext("Kind"),
      value: (/** @type {PageState} */ state) => held(state.kind, kindName),
      build: checklist(store, "kind", () => words.kinds),
    },
  ];
}

/**
 * @param {HTMLElement} box
 * @param {Store} store
 * @param {{ areaName: (id: string) => string }} names
 */
export function filterChips(box, store, { areaName }) {
  const chips = definitions(store).map(({ label, value, build }) => {
    const text = el("span");
    const button = el("button", { type: "button", class: "chip" }, text, icon("chevron-down"));
    const panel = el("div", { class: "popover filter", role: "dialog", "aria-label": label });
    const done = el(
      "button",
      { type: "button", class: "button button--filled button--wide filter__done" },
      gettext("Done"),
    );
    const content = el("div", { class: "filter__content" });
    panel.append(el("h2", { class: "filter__title" }, label), content, done);
    const { close } = popover(button, panel, { onOpen: () => build(content) });
    done.addEventListener("click", close);
    const draw = (/** @type {PageState} */ state) => {
      const now = value(state);
      button.classList.toggle("chip--on", Boolean(now));
      text.textContent = now || label;
      button.setAttribute("aria-label", now ? `${label}: ${now}` : label);
    };
    return { button, panel, draw };
  });
  const areas = el("div", { class: "chips__areas" });
  const reset = el(
    "button",
    { type: "button", class: "chip chip--reset", onclick: () => store.set(withoutFilters(store.get())) },
    icon("x"),
    gettext("Reset"),
  );
  put(box, areas, ...chips.flatMap(({ button, panel }) => [button, panel]), reset);

  return {
    /** @param {PageState} state */
    draw(state) {
      for (const chip of chips) chip.draw(state);
      reset.hidden = filterCount(state) === 0;
      put(
        areas,
        state.area.map((id) => {
          const drop = () =>
            store.set({ ...store.get(), area: store.get().area.filter((one) => one !== id) });
          return el(
            "button",
            {
              type: "button",
              class: "chip chip--on",
              onclick: drop,
              "aria-label": `${gettext("Remove filter")}: ${areaName(id)}`,
            },
            areaName(id),
            icon("x"),
          );
        }),
        state.executor.length
          ? el(
              "button",
              {
                type: "button",
                class: "chip chip--on",
                onclick: () => store.set({ ...store.get(), executor: [] }),
              },
              gettext("One organisation"),
              icon("x"),
            )
          : null,
        state.text
          ? el(
              "button",
              {
                type: "button",
                class: "chip chip--on",
                onclick: () => store.set({ ...store.get(), text: "" }),
                "aria-label": `${gettext("Remove filter")}: ${state.text}`,
              },
              `«${state.text}»`,
              icon("x"),
            )
          : null,
      );
    },
  };
}
