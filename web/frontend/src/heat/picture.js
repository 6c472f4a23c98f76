/** The map as a PNG with title, filter, legend and credits, drawn in the browser: what is on the screen is in the picture. */
import { token } from "../kit/theme.js";
import { gettext } from "../kit/i18n.js";
import { PAD, sheet, wrapped } from "./sheet.js";

/** @typedef {CanvasRenderingContext2D} Draw */

const LABEL = { size: 13, bold: true };
const DIVIDER_PX = 4;
const HATCH_PX = 4;

/** @param {import("maplibre-gl").Map} map @returns {Promise<HTMLCanvasElement>} */
function shot(map) {
  // The canvas holds its pixels only while it draws.
  return new Promise((resolve) => {
    map.once("render", () => {
      const from = map.getCanvas();
      const copy = document.createElement("canvas");
      copy.width = from.width;
      copy.height = from.height;
      copy.getContext("2d")?.drawImage(from, 0, 0);
      resolve(copy);
    });
    map.triggerRepaint();
  });
}

/** @param {import("./sheet.js").Font} font */
function css({ size, bold }) {
  return `${bold ? 700 : 400} ${size}px "Golos Text", sans-serif`;
}

/** @param {Draw} draw @param {import("./sheet.js").Text} told @param {number} width of the picture */
function drawText(draw, { text, x, y, font }, width) {
  draw.fillStyle = token(font.color ?? "ink");
  draw.font = css(font);
  draw.fillText(text, x, y, width - PAD - x);
}

/** A hairline tells the palest colour from the paper; patterns are those of the map. @param {Draw} draw @param {import("./sheet.js").Swatch} swatch */
function drawSwatch(draw, { kind, x, y, width, height, color }) {
  draw.save();
  draw.beginPath();
  draw.rect(x + 0.5, y + 0.5, width - 1, height - 1);
  if (color) {
    draw.fillStyle = color;
    draw.fill();
  }
  draw.strokeStyle = token(kind === "plain" ? "edge" : "ink");
  draw.lineWidth = kind === "plain" ? 1 : 2;
  if (kind === "cold") draw.setLineDash([4, 3]);
  draw.stroke();
  if (kind === "hot") {
    draw.clip();
    draw.beginPath();
    for (let at = -height; at < width; at += HATCH_PX) {
      draw.moveTo(x + at, y + height);
      draw.lineTo(x + at + height, y);
    }
    draw.lineWidth = 0.75;
    draw.stroke();
  }
  draw.restore();
}

/**
 * The right half of a comparison, the line between both, and what each is called.
 * @param {Draw} draw @param {HTMLCanvasElement} view in its own pixels @param {import("./view.js").Second} second
 * @param {number} width of the map @param {number} height of the map
 */
function drawSecond(draw, view, second, width, height) {
  const left = (width * second.at()) / 100;
  const from = (view.width * second.at()) / 100;
  if (from < view.width)
    draw.drawImage(view, from, 0, view.width - from, view.height, left, 0, width - left, height);
  draw.fillStyle = token("ink");
  draw.fillRect(left - DIVIDER_PX / 2, 0, DIVIDER_PX, height);
  draw.font = css(LABEL);
  for (const { text, x, y, width: wide, height: high } of second.labels()) {
    draw.fillStyle = token("paper");
    draw.fillRect(x, y, wide, high);
    draw.fillStyle = token("ink");
    const lines = wrapped(text, wide - 16, (words) => draw.measureText(words).width);
    const step = high / lines.length;
    lines.forEach((line, index) => draw.fillText(line, x + 8, y + step * (index + 0.5) + 5, wide - 16));
  }
}

/** @param {HTMLCanvasElement} canvas @param {string} name */
async function save(canvas, name) {
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) =>
    canvas.toBlob(done, "image/png"),
  );
  if (!blob) throw new Error(gettext("The picture could not be made."));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {import("maplibre-gl").Map} map @param {import("./view.js").Second | null} second
 * @param {{ legend: import("./telling.js").Legend, filter: string, credits: string, name: string }} told
 */
export async function savePicture(map, second, told) {
  const [view, other] = await Promise.all([shot(map), second && shot(second.map)]);
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const canvas = document.createElement("canvas");
  const draw = canvas.getContext("2d");
  if (!draw) return;
  const under = sheet(told, width, (text, font) => {
    draw.font = css(font);
    return draw.measureText(text).width;
  });
  const ratio = view.width / width;
  canvas.width = view.width;
  canvas.height = Math.round((height + under.height) * ratio);
  // From here on in CSS px.
  draw.scale(ratio, ratio);
  draw.fillStyle = token("paper");
  draw.fillRect(0, 0, width, height + under.height);
  draw.drawImage(view, 0, 0, width, height);
  if (second && other) drawSecond(draw, other, second, width, height);
  draw.translate(0, height);
  for (const swatch of under.swatches) drawSwatch(draw, swatch);
  for (const text of under.texts) drawText(draw, text, width);
  await save(canvas, told.name);
}
