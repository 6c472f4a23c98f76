/**
 * Builds web/static/web/dist from web/frontend/src: scripts, styles, fonts, icon sprite, basemap styles, vendor files.
 * Not a development server: run it again after a change, or with --watch.
 *
 * Entry points are found, not listed: every src/pages/*.js and every src/styles/*.css becomes one file of its own name.
 */
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { basemapStyle } from "./build/basemap.mjs";
import { FONT_FILES } from "./build/fonts.mjs";
import { sprite } from "./build/sprite.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const modules = join(root, "node_modules");
const dist = join(root, "web", "static", "web", "dist");

/** Files the folium export inlines, and the worker MapLibre loads by URL. */
const COPIES = [
  ["leaflet/dist/leaflet.js", "vendor/leaflet.js"],
  ["leaflet/dist/leaflet.css", "vendor/leaflet.css"],
  ...["layers.png", "layers-2x.png", "marker-icon.png"].map((name) => [
    `leaflet/dist/images/${name}`,
    `vendor/images/${name}`,
  ]),
  ["leaflet/LICENSE", "vendor/leaflet.LICENSE.txt"],
  ["jquery/dist/jquery.min.js", "vendor/jquery.min.js"],
  ["maplibre-gl/dist/maplibre-gl-worker.mjs", "maplibre-worker.js"],
  ["maplibre-gl/LICENSE.txt", "vendor/maplibre-gl.LICENSE.txt"],
  ["altcha/LICENSE.txt", "vendor/altcha.LICENSE.txt"],
];

/** @param {string} folder @param {string} ending */
async function entries(folder, ending) {
  const names = await readdir(join(here, "src", folder));
  return names.filter((name) => name.endsWith(ending)).map((name) => join(here, "src", folder, name));
}

/** @param {string} from @param {string} to */
async function copy(from, to) {
  const target = join(dist, to);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(modules, from), target);
}

/** @param {string} name @param {string} text */
async function write(name, text) {
  const target = join(dist, name);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}

/** A source-map comment would send the manifest storage looking for a file that is not shipped. @param {string} name */
async function dropSourceMapComment(name) {
  const text = await readFile(join(dist, name), "utf8");
  await writeFile(join(dist, name), text.replace(/\/\/# sourceMappingURL=\S+\s*$/, ""));
}

async function assets() {
  await Promise.all(COPIES.map(([from, to]) => copy(from, to)));
  const scriptsCopied = COPIES.map(([, to]) => to).filter((to) => to.endsWith(".js"));
  await Promise.all(scriptsCopied.map(dropSourceMapComment));
  await Promise.all(FONT_FILES.map(([from, to]) => copy(from, `fonts/${to}`)));
  await write("sprite.svg", await sprite(root));
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    await write(`styles/${theme}.json`, JSON.stringify(basemapStyle(theme)));
  }
}

await rm(dist, { recursive: true, force: true });
await assets();

/** @type {esbuild.BuildOptions} */
const options = {
  bundle: true,
  minify: true,
  outdir: dist,
  entryNames: "[name]",
  chunkNames: "chunks/[name]-[hash]",
  target: ["chrome123", "firefox120", "safari17.5"],
  legalComments: "linked",
  logLevel: "warning",
};
const scripts = {
  ...options,
  entryPoints: await entries("pages", ".js"),
  format: /** @type {const} */ ("esm"),
  splitting: true,
};
const styles = { ...options, entryPoints: await entries("styles", ".css"), external: ["*.woff2"] };

if (process.argv.includes("--watch")) {
  for (const one of [scripts, styles]) await (await esbuild.context(one)).watch();
} else {
  await Promise.all([esbuild.build(scripts), esbuild.build(styles)]);
}
