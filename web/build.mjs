/** Builds the page's script, style and WebGL overview into the package: node build.mjs [FOLDER]. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = process.argv[2] ?? here("../graph/view/page");

/** What MIT asks for: name, version and licence text of each library go wherever its code goes. @param {string} name */
function licence(name) {
  const { version } = JSON.parse(readFileSync(here(`node_modules/${name}/package.json`), "utf8"));
  const text = readFileSync(here(`node_modules/${name}/LICENSE${name === "sigma" || name.startsWith("graphology") ? ".txt" : ""}`), "utf8");
  return `${name} ${version}\n\n${text.replace(/\r/g, "").trim()}`;
}

const common = { bundle: true, minify: true, format: "iife", target: ["es2022"], charset: "utf8", legalComments: "none", outdir, absWorkingDir: here(".") };
await build({ ...common, entryPoints: { page: "src/main.js" } });
await build({ ...common, entryPoints: { page: "src/page.css" } });
await build({
  ...common,
  entryPoints: { overview: "src/overview.js" },
  banner: { js: `/*!\n${["sigma", "graphology", "graphology-utils", "events"].map(licence).join("\n\n----\n\n")}\n*/` },
});
