/** Which topics fit what was typed: pure, over names and keywords. */

/** @typedef {import("./types.js").Topic} Topic */

/** @param {string} text */
function plain(text) {
  return text.toLowerCase().replaceAll("ё", "е");
}

/** Russian words differ at their end: what counts is the beginning. @param {string} word */
function stem(word) {
  return word.length > 5 ? word.slice(0, -2) : word.length > 4 ? word.slice(0, -1) : word;
}

/**
 * Topics that have every typed word, those with it in the name first.
 * @param {Topic[]} topics
 * @param {string} text
 * @returns {Topic[]}
 */
export function topicsFor(topics, text) {
  const words = plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(stem);
  if (!words.length) return [];
  const has = (/** @type {string} */ where, /** @type {string} */ word) =>
    plain(where)
      .split(/[^\p{L}\p{N}]+/u)
      .some((part) => part.startsWith(word));
  return topics
    .map((topic) => {
      const named = words.filter((word) => has(topic.name, word)).length;
      const known = words.every((word) => has(`${topic.name} ${topic.keywords}`, word));
      return { topic, score: known ? 1 + 2 * named + (topic.common ? 0.5 : 0) : 0 };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ topic }) => topic);
}
