/** The map as a PNG with title, legend and credits, drawn in the browser: what is on the screen is in the picture. */
import { token } from "../kit/theme.js";
import { gettext } from "../kit/i18n.js";

const PAD = 24;
const SWATCH = 84;

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

/**
 * @param {import("maplibre-gl").Map} map
 * @param {{ title: string, note: string, credits: string, classes: { color: string, text: string }[], name: string }} told
 */
export async function savePicture(map, { title, note, credits, classes, name }) {
  const view = await shot(map);
  const ratio = view.width / map.getContainer().clientWidth;
  const px = (/** @type {number} */ value) => value * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = view.width;
  canvas.height = view.height + px(136);
  const draw = canvas.getContext("2d");
  if (!draw) return;
  draw.fillStyle = token("paper");
  draw.fillRect(0, 0, canvas.width, canvas.height);
  draw.drawImage(view, 0, 0);
  const line = (
    /** @type {string} */ text,
    /** @type {number} */ size,
    /** @type {number} */ y,
    color = "ink",
  ) => {
    draw.fillStyle = token(color);
    draw.font = `${size > 16 ? 700 : 400} ${px(size)}px "Golos Text", sans-serif`;
    draw.fillText(text, px(PAD), view.height + px(y), canvas.width - px(2 * PAD));
  };
  line(title, 18, 32);
  classes.forEach(({ color, text }, index) => {
    const left = px(PAD + index * SWATCH);
    draw.fillStyle = color;
    draw.fillRect(left, view.height + px(46), px(SWATCH - 2), px(14));
    draw.fillStyle = token("ink");
    draw.font = `400 ${px(13)}px "Golos Text", sans-serif`;
    draw.fillText(text, left, view.height + px(76), px(SWATCH - 4));
  });
  line(note, 14, 100, "muted");
  line(credits, 12, 122, "muted");
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
