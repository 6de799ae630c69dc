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
cpSync("node_modules/tarteaucitronjs", "dist/tarteaucitron", { recursive: true });
for (const file of ["index.html", "probo"]) cpSync(file, `dist/${file}`, { recursive: true });
