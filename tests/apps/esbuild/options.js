// esbuild follows no `new URL(…, import.meta.url)`: the module is put beside the script by hand.
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const options = { entryPoints: ["main.js"], outdir: "dist", bundle: true, splitting: true, format: "esm" };

export function copyModules() {
  for (const module of ["homekept.wasm", "graft.wasm", "lock.wasm", "lock-worker.js"]) {
    cpSync(fileURLToPath(import.meta.resolve(`homekept/${module}`)), `dist/${module}`);
  }
}
