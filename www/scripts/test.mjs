// Runs the unit tests: compiled by esbuild, run by Node. Arguments go to `node --test`.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { integrity } from "./integrity.mjs";
import { messages } from "./messages.mjs";

// Whoever starts this may stand anywhere; esbuild remembers where that was.
const absWorkingDir = fileURLToPath(new URL("..", import.meta.url));
process.chdir(absWorkingDir);

const out = "../target/www-test";
const tests = readdirSync("src", { recursive: true })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => join("src", file));

rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir,
  entryPoints: tests,
  outdir: out,
  outbase: "src",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
  plugins: [messages, integrity],
  // Where the tests find the package they test.
  define: { PACKAGE: JSON.stringify(new URL("..", import.meta.url).href) },
});
const files = tests.map((file) => join(out, file.replace(/^src\//, "").replace(/\.ts$/, ".mjs")));
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", ...process.argv.slice(2), ...files],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
