/** Loads a basemap style of the build and makes its addresses absolute; knows nothing of appeals. */

/** @type {Map<string, Promise<string>>} */
const texts = new Map();

/** @param {string} url */
async function textOf(url) {
  const known = texts.get(url);
  if (known) return known;
  const asked = fetch(url).then((response) => {
    if (!response.ok) throw new Error(`Style ${response.status}`);
    return response.text();
  });
  texts.set(url, asked);
  asked.catch(() => texts.delete(url));
  return asked;
}

/** "https://host" + path, keeping `{z}` as it is. @param {string} path */
export function absolute(path) {
  return path.startsWith("/") ? location.origin + path : path;
}

/**
 * @param {string} url of dist/styles/*.json
 * @param {string} language "ru" or "en": which name a label shows first
 * @returns {Promise<import("maplibre-gl").StyleSpecification>}
 */
export async function basemapStyle(url, language) {
  const text = await textOf(url);
  const style = JSON.parse(language === "ru" ? text : text.replaceAll('"name_ru"', '"name_en"'));
  const base = new URL(url, location.href);
  for (const faces of Object.values(style["font-faces"])) {
    for (const face of faces) face.url = new URL(face.url, base).href;
  }
  for (const source of Object.values(style.sources)) source.tiles = source.tiles.map(absolute);
  return style;
}
