/** Which key of the moderators' desk means what; pure. By the place of the key, so that the layout does not matter. */

/** @type {Record<string, string>} */
const PLAIN = {
  KeyJ: "next",
  KeyK: "previous",
  KeyA: "accept",
  KeyP: "private",
  KeyR: "refuse",
  KeyE: "correct",
  KeyM: "twins",
  KeyB: "blur",
  KeyL: "list",
};
/** Followed at once; the others lead to their place first and are pressed by the second press. */
const LINKS = new Set(["next", "previous", "blur", "list", "help"]);
const TYPED =
  "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea, [contenteditable]";

/**
 * What a key press means, null for nothing: also while somebody types, holds another key or has a dialog open.
 * @param {{ code: string, key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean, shiftKey: boolean, repeat?: boolean }} event
 * @param {{ typing: boolean, dialog: boolean }} at
 */
export function meaning(event, { typing, dialog }) {
  if (typing || dialog || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
  // The question mark stands on another key of the Russian layout.
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help";
  return event.shiftKey ? null : (PLAIN[event.code] ?? null);
}

/** @param {string} word */
export function follows(word) {
  return LINKS.has(word);
}

/** Whether keys write something there. @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof Element && target.closest(TYPED) !== null;
}
