// Builds the demo shop's assets: script, style sheet, module, pictures. Into target/demo/assets, or
// into the folder that the first argument names.
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { COMMON, LOCK_WORKER, VAULT_FRAME } from "../scripts/bundle.mjs";
import { integrity } from "../scripts/integrity.mjs";
import { messages } from "../scripts/messages.mjs";
import { pseudo } from "../scripts/pseudo.mjs";

const named = process.argv[2] && resolve(process.argv[2]);
// Whoever starts this may stand anywhere; esbuild remembers where that was.
const absWorkingDir = fileURLToPath(new URL("..", import.meta.url));
process.chdir(absWorkingDir);

const out = named ?? "../target/demo/assets";
const wasm = "src/wasm/homekept_bg.wasm";
if (!existsSync(wasm)) {
  console.error(`www/${wasm} is not there yet: run \`cargo xtask build\``);
  process.exit(1);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  absWorkingDir,
  entryPoints: { shop: "demo/shop.ts" },
  outdir: out,
  bundle: true,
  format: "esm",
  // Languages are loaded when they are needed.
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  target: "es2022",
  charset: "utf8",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  plugins: [messages, integrity],
});
// The shop's page with the vault in a frame, and that vault: two bundles that share nothing.
await build({ absWorkingDir, ...COMMON, entryPoints: { framed: "demo/framed.ts" }, outdir: out });
await build({
  absWorkingDir,
  ...COMMON,
  ...VAULT_FRAME,
  entryPoints: { vault: "demo/vault.ts" },
  chunkNames: "parts/[name]-[hash]",
  outdir: out,
});
await build({
  absWorkingDir,
  entryPoints: { shop: "demo/styles/shop.css", vault: "demo/styles/vault.css" },
  outdir: out,
  bundle: true,
  charset: "utf8",
  logLevel: "warning",
});
await build({ absWorkingDir, ...COMMON, ...LOCK_WORKER, outdir: `${out}/parts` });
// Each module is looked for beside the script that names it.
copyFileSync(wasm, `${out}/homekept.wasm`);
for (const module of ["graft", "lock", "signals", "transfer"]) {
  copyFileSync(`src/wasm/${module}_bg.wasm`, `${out}/parts/${module}.wasm`);
}
cpSync("demo/images", `${out}/images`, { recursive: true });
// For tests alone, in the place of German: no shop serves it.
if (!named) {
  writeFileSync("../target/demo/pseudo.js", await pseudo("de"));
  writeFileSync("../target/demo/pseudo-moving.js", await pseudo("de", "moving/messages"));
}
