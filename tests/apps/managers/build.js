// The page in modules; each consent manager in a script of its own, as a site would load it.
import { build } from "esbuild";
import { cpSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const common = { outdir: "dist", bundle: true, minify: true, loader: { ".css": "empty" } };
await build({ ...common, entryPoints: ["main.js"], splitting: true, format: "esm" });
const managers = readdirSync("managers").map((file) => `managers/${file}`);
await build({ ...common, entryPoints: managers, outbase: ".", format: "iife" });
for (const module of ["homekept.wasm", "graft.wasm"]) {
  cpSync(fileURLToPath(import.meta.resolve(`homekept/${module}`)), `dist/${module}`);
}
// For the page without a build, the files of both packages as they are.
const dist = new URL(".", import.meta.resolve("homekept"));
cpSync(fileURLToPath(dist), "dist/homekept", { recursive: true });
cpSync("node_modules/vanilla-cookieconsent/dist/cookieconsent.umd.js", "dist/cookieconsent.umd.js");
cpSync("node_modules/tarteaucitronjs", "dist/tarteaucitron", { recursive: true });
for (const file of ["index.html", "plain", "probo"]) cpSync(file, `dist/${file}`, { recursive: true });
