/** One SVG sprite of the icons Metka uses: Tabler outlines by name, and the marks of states drawn here. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Tabler icons of the interface; add a name here to use it with {% icon "name" %} or icon("name"). */
const INTERFACE = [
  "adjustments-horizontal",
  "alert-circle",
  "alert-triangle",
  "archive",
  "arrow-down",
  "arrow-left",
  "arrow-right",
  "arrow-up",
  "arrows-maximize",
  "arrows-sort",
  "bell",
  "bell-off",
  "building",
  "building-community",
  "bulb",
  "calendar",
  "camera",
  "category",
  "chart-bar",
  "check",
  "chevron-down",
  "chevron-left",
  "chevron-right",
  "chevron-up",
  "circle-check",
  "clock",
  "code",
  "copy",
  "corner-up-left",
  "corner-up-right",
  "crosshair",
  "current-location",
  "download",
  "edit",
  "external-link",
  "eye",
  "eye-off",
  "file-export",
  "file-text",
  "filter",
  "flame",
  "heart",
  "hexagons",
  "history",
  "home",
  "info-circle",
  "language",
  "layers-intersect",
  "link",
  "list",
  "list-details",
  "loader-2",
  "lock",
  "login",
  "logout",
  "mail",
  "map",
  "map-pin",
  "map-pin-plus",
  "map-pins",
  "menu-2",
  "message-circle",
  "minus",
  "moon",
  "paperclip",
  "phone",
  "photo",
  "photo-plus",
  "plus",
  "printer",
  "question-mark",
  "refresh",
  "route",
  "rss",
  "search",
  "send",
  "share",
  "shield-check",
  "star",
  "sun",
  "table",
  "tag",
  "thumb-up",
  "trash",
  "trending-up",
  "upload",
  "user",
  "users",
  "wifi-off",
  "x",
  "zoom-in",
];

/** Marks of states, 16 × 16: shape says the state without colour. */
const STATES = {
  new: '<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="2.5"/>',
  progress:
    '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" fill="currentColor"/>',
  solved:
    '<circle cx="8" cy="8" r="6.5" fill="currentColor"/><path d="M5 8.2l2.1 2.1L11.2 6" fill="none" stroke="var(--paper)" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>',
  overdue:
    '<path d="M8 1.2 15.4 14.4H.6z" fill="currentColor" stroke="currentColor" stroke-width="1" stroke-linejoin="round"/><path d="M8 5.8v4" stroke="var(--paper)" stroke-width="1.75" stroke-linecap="round"/><circle cx="8" cy="12.2" r="1" fill="var(--paper)"/>',
  neutral:
    '<circle cx="8" cy="8" r="6.5" fill="currentColor"/><path d="M5 8h6" stroke="var(--paper)" stroke-width="1.75" stroke-linecap="round"/>',
};

const MARK =
  '<path d="M12 1.5a8 8 0 0 1 8 8c0 5.6-6.1 11.4-8 13-1.900-1.600-8-7.400-8-13a8 8 0 0 1 8-8z" fill="currentColor"/><path d="M8.300 9.700l2.600 2.600 4.800-5" fill="none" stroke="var(--paper)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>';

/** @param {string} root */
async function categoryIcons(root) {
  try {
    const topics = JSON.parse(await readFile(join(root, "fixtures", "topics.json"), "utf8"));
    const text = JSON.stringify(topics);
    return [...text.matchAll(/"icon":\s*"([a-z0-9-]+)"/g)].map((match) => match[1]);
  } catch {
    return [];
  }
}

/** @param {string} root @param {string} name */
async function tabler(root, name) {
  const path = join(root, "node_modules", "@tabler", "icons", "icons", "outline", `${name}.svg`);
  const svg = await readFile(path, "utf8");
  const inner = svg
    .slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"))
    .replace(/<path stroke="none"[^>]*\/>/, "")
    .replace(/\s+/g, " ");
  return `<symbol id="i-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${inner.trim()}</symbol>`;
}

/** Text of sprite.svg. Throws when a topic's category names an icon Tabler does not have. @param {string} root */
export async function sprite(root) {
  const names = [...new Set([...INTERFACE, ...(await categoryIcons(root))])].sort();
  const icons = await Promise.all(names.map((name) => tabler(root, name)));
  const states = Object.entries(STATES).map(
    ([name, inner]) => `<symbol id="s-${name}" viewBox="0 0 16 16">${inner}</symbol>`,
  );
  const mark = `<symbol id="mark" viewBox="0 0 24 24">${MARK}</symbol>`;
  return `<svg xmlns="http://www.w3.org/2000/svg">${[mark, ...states, ...icons].join("\n")}</svg>\n`;
}
