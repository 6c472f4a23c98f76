/** The catalogue and the words of states the server sent with the page; not the page's state. */

/** @typedef {{ code: string, name: string, topics?: { code: string, name: string, keywords?: string }[], icon?: string }} Category */
/**
 * @typedef {{
 *   categories: Category[],
 *   kinds: { code: string, name: string }[],
 *   groups: { code: string, name: string }[],
 *   states: Record<string, { name: string, group: string }>,
 *   wholes: Record<string, string>,
 *   photos: string,
 * }} Words
 */

/** @type {Words} */
let words = { categories: [], kinds: [], groups: [], states: {}, wholes: {}, photos: "" };

/** @param {Words} given */
export function setWords(given) {
  words = given;
}

export function allWords() {
  return words;
}

/** @param {string} code */
export function stateName(code) {
  return words.states[code]?.name ?? code;
}

/** Of a state, a group of them, or whatever else the filter calls several. @param {string} code */
export function statesName(code) {
  return words.wholes[code] ?? words.groups.find((group) => group.code === code)?.name ?? stateName(code);
}

/** @param {string} code */
export function kindName(code) {
  return words.kinds.find((kind) => kind.code === code)?.name ?? code;
}

/** @param {string} code */
export function categoryName(code) {
  return words.categories.find((category) => category.code === code)?.name ?? code;
}

/** @param {string} code */
export function topicName(code) {
  for (const category of words.categories) {
    const topic = category.topics?.find((one) => one.code === code);
    if (topic) return topic.name;
  }
  return code;
}

/** Address of a public photo by its key. @param {string} key @param {"thumbnail" | "image"} size */
export function photoUrl(key, size = "thumbnail") {
  return words.photos.replace("KEY", encodeURIComponent(key)).replace("SIZE", size);
}
