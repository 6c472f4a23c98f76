/** The way of the keyboard through the form of a call; pure but for the elements it is given. */

/** Fields in the order of a call, by name or id. */
export const ORDER = [
  "address",
  "topic-search",
  "text",
  "author_name",
  "author_phone",
  "author_email",
  "consent",
  "channel",
];

/** Name of the field after this one; null after the last. @param {string} name @returns {string | null} */
export function after(name) {
  const at = ORDER.indexOf(name);
  return at < 0 ? null : (ORDER[at + 1] ?? null);
}

/**
 * Index that an arrow leads to among so many, round the ends; null for any other key.
 * @param {string} key @param {number} at @param {number} count
 */
export function beside(key, at, count) {
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  return step && count ? (at + step + count) % count : null;
}
