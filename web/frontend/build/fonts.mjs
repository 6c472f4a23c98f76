/** Which font files are shipped, and the characters each covers; not how they are used. */

const GOLOS = "@fontsource-variable/golos-text/files";
const NOTO = "@fontsource/noto-sans/files";

/** Ranges as fontsource cuts them. */
export const RANGES = {
  cyrillic: ["U+0301", "U+0400-045F", "U+0490-0491", "U+04B0-04B1", "U+2116"],
  latin: [
    "U+0000-00FF",
    "U+0131",
    "U+0152-0153",
    "U+02BB-02BC",
    "U+02C6",
    "U+02DA",
    "U+02DC",
    "U+0304",
    "U+0308",
    "U+0329",
    "U+2000-206F",
    "U+20AC",
    "U+2122",
    "U+2191",
    "U+2193",
    "U+2212",
    "U+2215",
    "U+FEFF",
    "U+FFFD",
  ],
};

/** @type {[string, string][]} path in node_modules, name in dist/fonts */
export const FONT_FILES = [
  [`${GOLOS}/golos-text-cyrillic-wght-normal.woff2`, "golos-cyrillic.woff2"],
  [`${GOLOS}/golos-text-latin-wght-normal.woff2`, "golos-latin.woff2"],
  [`${NOTO}/noto-sans-cyrillic-400-normal.woff2`, "noto-cyrillic-400.woff2"],
  [`${NOTO}/noto-sans-latin-400-normal.woff2`, "noto-latin-400.woff2"],
  [`${NOTO}/noto-sans-cyrillic-700-normal.woff2`, "noto-cyrillic-700.woff2"],
  [`${NOTO}/noto-sans-latin-700-normal.woff2`, "noto-latin-700.woff2"],
];

/** MapLibre's root `font-faces`: two faces, each cut by script. URLs are relative to dist/styles/. */
export const FONT_FACES = Object.fromEntries(
  [
    ["noto_sans_regular", 400],
    ["noto_sans_bold", 700],
  ].map(([face, weight]) => [
    face,
    Object.entries(RANGES).map(([script, range]) => ({
      url: `../fonts/noto-${script}-${weight}.woff2`,
      "unicode-range": range,
    })),
  ]),
);
