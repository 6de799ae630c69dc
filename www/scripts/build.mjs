// Builds dist/: the bundles, one copy of the wasm, and the declarations. It is
// made beside and moved into place, so that dist/ is always whole.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import {
  COMMON,
  ENTRIES,
  FRAME,
  INLINE,
  LOCK_WORKER,
  MOVING_ALONE,
  PAGE,
  SCRIPT_TAG,
  SERVER,
  SIGNALS_ALONE,
  VAULT_FRAME,
} from "./bundle.mjs";

// Whoever starts this may stand anywhere; esbuild remembers where that was.
const absWorkingDir = fileURLToPath(new URL("..", import.meta.url));
process.chdir(absWorkingDir);

const wasm = "src/wasm/homekept_bg.wasm";
if (!existsSync(wasm)) {
  console.error("src/wasm/ holds no module yet: run `cargo xtask build`");
  process.exit(1);
}

const out = `node_modules/.homekept-${process.pid}`;
mkdirSync(`${out}/wasm`, { recursive: true });
try {
  await build({
    absWorkingDir,
    ...COMMON,
    entryPoints: ENTRIES,
    outdir: out,
    // `.` and `./elements` share one instance of what they have in common.
    splitting: true,
    external: ["lit", "lit/*", "react", "react-dom", "thumbhash"],
  });
  await build({ absWorkingDir, ...COMMON, ...PAGE, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...SERVER, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...INLINE, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...LOCK_WORKER, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...SIGNALS_ALONE, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...MOVING_ALONE, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...FRAME, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...VAULT_FRAME, outdir: out });
  await build({ absWorkingDir, ...COMMON, ...SCRIPT_TAG, outfile: `${out}/homekept.iife.js` });
  cpSync(wasm, `${out}/homekept.wasm`);
  for (const module of ["graft", "lock", "signals", "transfer", "explain"]) cpSync(`src/wasm/${module}_bg.wasm`, `${out}/${module}.wasm`);
  cpSync("src/wasm/packer.wasm", `${out}/packer.wasm`);
  for (const types of ["homekept.d.ts", "graft.d.ts", "lock.d.ts", "signals.d.ts", "transfer.d.ts", "explain.d.ts"]) {
    cpSync(`src/wasm/${types}`, `${out}/wasm/${types}`);
  }
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", out];
  execFileSync(process.execPath, tsc, { stdio: "inherit" });
  rmSync("dist", { recursive: true, force: true });
  renameSync(out, "dist");
} catch (error) {
  rmSync(out, { recursive: true, force: true });
  // The tools have said what is wrong.
  process.exitCode = 1;
  if (!("status" in error) && !("errors" in error)) throw error;
}
