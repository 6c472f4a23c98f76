/** What stands under the map of a picture, and where: wrapped texts, classes in rows, keys; pure, in CSS px. */

/** @typedef {import("./telling.js").Legend} Legend */
/** @typedef {{ size: number, bold?: boolean, color?: string }} Font  color: a token */
/** @typedef {(text: string, font: Font) => number} Measured  width of a text */
/**
 * y: of a text its baseline. kind: how a swatch is filled: with `color`, or as hot and cold spots are.
 * @typedef {{ text: string, x: number, y: number, font: Font }} Text
 * @typedef {{ kind: "plain" | "hot" | "cold", x: number, y: number, width: number, height: number, color?: string }} Swatch
 */

export const PAD = 24;
const CLASS = { height: 14, most: 84, gap: 8, row: 40 };
const KEY = { width: 22, height: 14, gap: 10, row: 22 };
const TITLE = { size: 18, bold: true };
const PLAIN = { size: 14 };
const NOTE = { size: 14, color: "muted" };
const LABEL = { size: 13 };
const CREDITS = { size: 12, color: "muted" };

/** Lines no wider than the room; a word that is wider stands alone. @param {string} text @param {number} room @param {(text: string) => number} width */
export function wrapped(text, room, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && width(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Columns of equal width in as few and as even rows as the room allows. @param {number} count @param {number} least @param {number} room */
export function columns(count, least, room) {
  const fit = Math.min(Math.max(Math.floor(room / least), 1), count);
  const even = Math.ceil(count / Math.ceil(count / fit));
  return { columns: even, width: Math.min(room / even, Math.max(CLASS.most, least)) };
}

/**
 * @param {{ legend: Legend, filter: string, credits: string }} told
 * @param {number} width of the picture @param {Measured} measured
 * @returns {{ height: number, texts: Text[], swatches: Swatch[] }}
 */
export function sheet({ legend, filter, credits }, width, measured) {
  const room = width - 2 * PAD;
  /** @type {Text[]} */
  const texts = [];
  /** @type {Swatch[]} */
  const swatches = [];
  let y = 12;

  /** @param {string} text @param {Font} font @param {number} [indent] */
  function say(text, font, indent = 0) {
    for (const line of wrapped(text, room - indent, (words) => measured(words, font))) {
      y += Math.round(font.size * 1.4);
      texts.push({ text: line, x: PAD + indent, y, font });
    }
  }

  function scale() {
    const longest = Math.max(0, ...legend.classes.map(({ text }) => measured(text, LABEL)));
    const row = columns(legend.classes.length, longest + CLASS.gap, room);
    legend.classes.forEach(({ color, text }, index) => {
      const x = PAD + (index % row.columns) * row.width;
      const top = y + 10 + Math.floor(index / row.columns) * CLASS.row;
      swatches.push({ kind: "plain", x, y: top, width: row.width - 2, height: CLASS.height, color });
      texts.push({ text, x, y: top + CLASS.height + 16, font: LABEL });
    });
    y += Math.ceil(legend.classes.length / row.columns) * CLASS.row + 2;
  }

  /** @param {Swatch["kind"]} kind @param {string} text @param {string} [color] */
  function key(kind, text, color) {
    swatches.push({ kind, x: PAD, y: y + 6, width: KEY.width, height: KEY.height, color });
    say(text, LABEL, KEY.width + KEY.gap);
    y += KEY.row - Math.round(LABEL.size * 1.4);
  }

  say(legend.title, TITLE);
  say(filter, PLAIN);
  if (legend.classes.length) scale();
  if (legend.grey) key("plain", legend.grey.text, legend.grey.color);
  if (legend.spots) {
    key("hot", legend.spots.hot);
    key("cold", legend.spots.cold);
    say(legend.spots.note, NOTE);
  }
  for (const note of legend.notes) say(note, NOTE);
  y += 2;
  say(credits, CREDITS);
  return { height: y + 14, texts, swatches };
}
