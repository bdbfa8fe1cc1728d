// Builds everything that the pages load into src/kepu/static/kepu, and the list of administrative
// divisions into the territory app. Needs nothing but Node and what `npm ci` put into node_modules.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { nationalDivisions } from "./divisions.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const assets = join(root, "src/kepu/static/kepu");
const territory = join(root, "src/kepu/apps/territory/data");

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: [
    { in: "js/app.js", out: "app" },
    { in: "css/app.css", out: "app" },
  ],
  outdir: assets,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome102"],
  charset: "utf8",
  legalComments: "linked",
  logLevel: "warning",
});

cpSync(join(here, "img"), assets, { recursive: true });

mkdirSync(territory, { recursive: true });
writeFileSync(join(territory, "national.csv.gz"), nationalDivisions());
