/** Draws pins and cluster discs on a canvas, in the colours of the tokens; which ones is decided in layers.js. */
import { GROUPS } from "./clusters.js";

/** @typedef {Record<string, string>} Palette token name → CSS colour */

const OPEN = new Set(["new", "progress"]);
const TURN = 2 * Math.PI;

/** @param {number} width_px @param {number} height_px @param {number} ratio */
function canvas(width_px, height_px, ratio) {
  const node = document.createElement("canvas");
  node.width = Math.round(width_px * ratio);
  node.height = Math.round(height_px * ratio);
  const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d", { willReadFrequently: true }));
  pen.scale(ratio, ratio);
  pen.lineCap = "round";
  pen.lineJoin = "round";
  return pen;
}

/** @param {CanvasRenderingContext2D} pen */
function pixels(pen) {
  return pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} r */
function disc(pen, x, y, r) {
  pen.beginPath();
  pen.arc(x, y, r, 0, TURN);
}

/**
 * The state's shape inside a pin: ring, half disc, check, bar; a found place has a disc.
 * @param {CanvasRenderingContext2D} pen @param {string} group @param {number} x @param {number} y @param {number} r
 * @param {Palette} colors
 */
function shape(pen, group, x, y, r, colors) {
  const color = colors[group] ?? colors.neutral;
  pen.fillStyle = color;
  pen.strokeStyle = color;
  if (group === "place") {
    pen.fillStyle = colors.accent;
    disc(pen, x, y, r * 0.6);
    pen.fill();
    return;
  }
  if (group === "new") {
    pen.lineWidth = r * 0.42;
    disc(pen, x, y, r * 0.72);
    pen.stroke();
    return;
  }
  if (group === "progress") {
    pen.lineWidth = r * 0.2;
    disc(pen, x, y, r * 0.82);
    pen.stroke();
    pen.beginPath();
    pen.arc(x, y, r * 0.82, -TURN / 4, TURN / 4);
    pen.fill();
    return;
  }
  disc(pen, x, y, r * 0.92);
  pen.fill();
  pen.strokeStyle = colors.paper;
  pen.lineWidth = r * 0.24;
  pen.beginPath();
  if (group === "solved") {
    pen.moveTo(x - r * 0.4, y + r * 0.02);
    pen.lineTo(x - r * 0.1, y + r * 0.32);
    pen.lineTo(x + r * 0.44, y - r * 0.3);
  } else {
    pen.moveTo(x - r * 0.42, y);
    pen.lineTo(x + r * 0.42, y);
  }
  pen.stroke();
}

/** What is over, from afar: as large as a pin, without a mark that would only blur. Refused is hollow, answered full. */
/** @param {string} group @param {Palette} colors @param {number} ratio */
function dot(group, colors, ratio) {
  const side = 28;
  const pen = canvas(side, side, ratio);
  disc(pen, side / 2, side / 2, 12.5);
  pen.fillStyle = colors.paper;
  pen.fill();
  pen.fillStyle = pen.strokeStyle = colors[group] ?? colors.neutral;
  pen.lineWidth = 4;
  disc(pen, side / 2, side / 2, group === "solved" ? 9.5 : 7.5);
  if (group === "solved") pen.fill();
  else pen.stroke();
  return pixels(pen);
}

/** A round pin of 28 px. @param {string} group @param {Palette} colors @param {number} ratio */
function smallPin(group, colors, ratio) {
  const side = 28;
  const pen = canvas(side, side, ratio);
  disc(pen, side / 2, side / 2, 12.5);
  pen.fillStyle = colors.paper;
  pen.fill();
  pen.strokeStyle = colors.edge;
  pen.lineWidth = 1;
  pen.stroke();
  shape(pen, group, side / 2, side / 2, 10, colors);
  return pixels(pen);
}

/** The lifted pin of a selected appeal: a drop 40 × 50 whose point is the place. @param {string} group @param {Palette} colors @param {number} ratio */
function bigPin(group, colors, ratio) {
  const [width, height] = [44, 54];
  const pen = canvas(width, height, ratio);
  const [x, y, r] = [width / 2, 21, 19];
  pen.beginPath();
  pen.arc(x, y, r, TURN * 0.39, TURN * 0.11);
  pen.lineTo(x, height - 3);
  pen.closePath();
  pen.fillStyle = colors.paper;
  pen.fill();
  pen.strokeStyle = colors.accent;
  pen.lineWidth = 2.5;
  pen.stroke();
  shape(pen, group, x, y, 13, colors);
  return pixels(pen);
}

/** @param {number} size_px @param {number[]} parts per group of GROUPS @param {string} text @param {Palette} colors @param {number} ratio */
function cluster(size_px, parts, text, colors, ratio) {
  const pen = canvas(size_px, size_px, ratio);
  const middle = size_px / 2;
  const width = size_px < 40 ? 3.5 : 5;
  const r = middle - width / 2 - 1;
  disc(pen, middle, middle, middle - 0.5);
  pen.fillStyle = colors.paper;
  pen.fill();
  const total = parts.reduce((sum, part) => sum + part, 0);
  const several = parts.filter(Boolean).length > 1;
  let from = -TURN / 4;
  pen.lineCap = "butt";
  parts.forEach((part, index) => {
    if (!part) return;
    // What waits is drawn twice as strong as what is over, with the same outer edge.
    const thin = OPEN.has(GROUPS[index]) ? 0 : width / 4;
    pen.lineWidth = width - 2 * thin;
    const to = from + (part / total) * TURN;
    const gap = several ? 1.2 / r : 0;
    pen.beginPath();
    pen.arc(middle, middle, r + thin, from + gap, to - gap);
    pen.strokeStyle = colors[GROUPS[index]];
    pen.stroke();
    from = to;
  });
  pen.fillStyle = colors.ink;
  pen.font = `600 ${size_px < 40 ? 12 : 14}px "Golos Text", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, middle, middle + 1);
  return pixels(pen);
}

/**
 * The picture of an image name, or null for a name that is not ours.
 * @param {ReturnType<typeof import("./clusters.js").parseImageId>} asked @param {Palette} colors @param {number} ratio
 * @returns {ImageData | null}
 */
export function draw(asked, colors, ratio) {
  if (!asked) return null;
  if (asked.what === "cluster")
    return cluster(asked.size_px ?? 36, asked.parts ?? [], asked.text ?? "", colors, ratio);
  const pin = { big: bigPin, dot, small: smallPin }[asked.size ?? "small"] ?? smallPin;
  return pin(asked.group ?? "", colors, ratio);
}
