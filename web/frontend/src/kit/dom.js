/** Making and finding elements; text is always set as text, never as HTML. */

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * `el("p", { class: "muted", onclick }, "text", child)`. Keys that start with "on" are listeners; true sets an empty
 * attribute, false and null leave it out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...nodes(children));
  return node;
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
function nodes(children) {
  return /** @type {(Node | string)[]} */ (
    children
      .flat()
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (typeof child === "number" ? String(child) : child))
  );
}

/** Replaces what a node holds. @param {Element} node @param {...(Child | Child[])} children */
export function put(node, ...children) {
  node.replaceChildren(...nodes(children));
}

/** The element a page must have. @template {Element} T @param {string} selector @param {ParentNode} [within] @returns {T} */
export function find(selector, within = document) {
  const node = within.querySelector(selector);
  if (!node) throw new Error(`No element ${selector}`);
  return /** @type {T} */ (node);
}

const SVG = "http://www.w3.org/2000/svg";

/** A symbol of the sprite. @param {string} id @param {string} className */
function symbol(id, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.documentElement.dataset.sprite ?? ""}#${id}`);
  svg.append(use);
  return svg;
}

/** An icon of the sprite; decorative, the text beside it names it. @param {string} name @param {string} [more] */
export function icon(name, more = "") {
  return symbol(`i-${name}`, `icon ${more}`.trim());
}

/** Mark of a state group: "new", "progress", "solved", "overdue", "neutral". @param {string} group */
export function stateIcon(group) {
  return symbol(`s-${group}`, "");
}

/** @template {(...args: any[]) => void} F @param {F} run @param {number} wait_ms */
export function debounce(run, wait_ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return /** @type {(...args: Parameters<F>) => void} */ (
    (...args) => {
      clearTimeout(timer);
      timer = setTimeout(() => run(...args), wait_ms);
    }
  );
}

/** Data the server left in a JSON script element. @param {string} id @returns {any} */
export function pageData(id) {
  const node = document.getElementById(id);
  return node?.textContent ? JSON.parse(node.textContent) : null;
}

/** The pin of Metka as a picture. @param {string} className */
export function brandMark(className) {
  return symbol("mark", className);
}
