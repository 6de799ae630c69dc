#!/usr/bin/env node
// `npx homekept`: the packer, compiled to wasm, in Node. It sees the files of this machine as the
// native program does, by WASI, and no network.

import { readFile } from "node:fs/promises";
import { parse, relative, sep } from "node:path";

const { WASI } = await quietly(() => import("node:wasi"));
const packer = await WebAssembly.compile(await readFile(new URL("../dist/packer.wasm", import.meta.url)));

// One root for all paths. WASI knows of no current folder, so the packer is told where it is.
const folder = process.cwd();
const { root } = parse(folder);
const wasi = new WASI({
  version: "preview1",
  args: ["homekept", ...process.argv.slice(2)],
  env: { ...process.env, PWD: `/${relative(root, folder).replaceAll(sep, "/")}` },
  preopens: { "/": root },
  returnOnExit: true,
});

// The calls take the way over JavaScript. On the direct one, from wasm into Node's own code, Node
// crashes when it clears up memory meanwhile: https://github.com/nodejs/node/issues/46777
const calls = Object.entries(wasi.wasiImport).map(([name, call]) => [name, (...args) => call(...args)]);
const imports = { wasi_snapshot_preview1: Object.fromEntries(calls) };
const instance = await WebAssembly.instantiate(packer, imports);
try {
  process.exitCode = wasi.start(instance);
} catch (error) {
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  // It has said why, and ends as the native program does after a panic.
  process.exitCode = 101;
}

/** Does what makes Node warn that WASI may change, without the warning. */
async function quietly(work) {
  const warn = process.emitWarning;
  process.emitWarning = (warning, kind, ...rest) => {
    if (kind !== "ExperimentalWarning") warn.call(process, warning, kind, ...rest);
  };
  try {
    return await work();
  } finally {
    process.emitWarning = warn;
  }
}
