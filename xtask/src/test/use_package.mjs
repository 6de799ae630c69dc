// Uses what `wasm-pack build` made as a bundler does: reads its package.json, looks for types and
// module, starts the module with the glue's own imports, and calls it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const text = (name) => readFileSync(join(folder, name), "utf8");

const manifest = JSON.parse(text("package.json"));
assert.equal(manifest.name, "homekept");
for (const file of [manifest.main, manifest.types, "homekept_bg.wasm"]) {
  assert.ok(manifest.files.includes(file), `package.json does not list ${file}`);
}
assert.match(text(manifest.types), /export class Door\b/);

const glue = await import(pathToFileURL(join(folder, "homekept_bg.js")));
const bytes = readFileSync(join(folder, "homekept_bg.wasm"));
const { instance } = await WebAssembly.instantiate(bytes, { "./homekept_bg.js": glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

// A policy that is none is refused with a code, so calls get through and errors come back.
assert.throws(
  () => new glue.Door({ version: "none" }, "https://shop.example", false, false),
  (error) => /^[a-z]+(-[a-z]+)*$/.test(error.code),
);
