import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { packageFolder } from "./testing/package.js";

test("every entry imports in Node, and leaves no trace of itself there", () => {
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).sort().join();
    await import("homekept");
    await import("homekept/elements");
    await import("homekept/elements/define");
    for (const name of ${JSON.stringify(CONSENT)}) await import(\`homekept/\${name}\`);
    const after = Object.getOwnPropertyNames(globalThis).sort().join();
    // Lit's own shim brings these where there is no DOM.
    const ours = after.split(",").filter((name) => !before.split(",").includes(name))
      .filter((name) => !/^(lit|reactive)|HTMLElement|customElements|Event/.test(name));
    console.log(JSON.stringify(ours));
  `;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    encoding: "utf8",
  });
  assert.deepEqual(JSON.parse(printed), []);
});

test("CON-14 CON-15 no adapter brings a library of its manager or of the IAB", () => {
  for (const name of CONSENT) {
    const text = read(`dist/${name}.js`);
    assert.ok(text.length < 4_096, name);
    for (const [, from] of text.matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)) assert.match(from ?? "", /^\.\.?\//, name);
  }
});

test("a page without a build finds every module by its address", () => {
  const inDist = readdirSync(new URL("dist", packageFolder), { recursive: true, encoding: "utf8" });
  const adapters = CONSENT.map((name) => `page/${name}.js`);
  const reached = new Set(["page.js", ...adapters]);
  for (const file of reached) {
    for (const [, name = ""] of read(`dist/${file}`).matchAll(/(?:[}*\s]from|import\(?)"([^"]+)"/g)) {
      assert.match(name, /^\.\.?\//, `${file} names what only a bundler finds`);
      reached.add(new URL(name, `file:///${file}`).pathname.slice(1));
    }
  }
  for (const file of reached) assert.ok(inDist.includes(file), file);
});

test("the exports map names files that are there, and each module is there once", () => {
  const { exports } = JSON.parse(read("package.json")) as {
    exports: Record<string, string | Record<string, string>>;
  };
  const files = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  for (const file of files) assert.ok(existsSync(new URL(file, packageFolder)), file);
  const modules = readdirSync(new URL("dist", packageFolder), { recursive: true, encoding: "utf8" });
  const names = ["explain.wasm", "graft.wasm", "homekept.wasm", "lock.wasm", "packer.wasm", "signals.wasm", "transfer.wasm"];
  assert.deepEqual(modules.filter((file) => file.endsWith(".wasm")).sort(), names);
  const named = read("dist/index.js").match(/new URL\("[^"]*",import\.meta\.url\)/g);
  assert.deepEqual(named, ['new URL("./homekept.wasm",import.meta.url)']);
});

test("SUP-04 what a script fetches besides is named in it by its SHA-384", () => {
  const scripts = readdirSync(new URL("dist", packageFolder), { encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  for (const name of ["lock", "signals", "transfer"]) {
    const bytes = readFileSync(new URL(`dist/${name}.wasm`, packageFolder));
    const hash = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
    // A worker is told the address, and knows the hash.
    const fetching = name === "lock" ? ["lock-worker.js"] : scripts.filter((file) => read(`dist/${file}`).includes(`"./${name}.wasm"`));
    assert.ok(fetching.length > 0, name);
    for (const file of fetching) assert.ok(read(`dist/${file}`).includes(hash), `${file} without the hash of ${name}.wasm`);
  }
});

test("the facade and the elements share one instance of what is between them", () => {
  const shared = (file: string): string[] =>
    [...read(`dist/${file}`).matchAll(/from"(\.\/chunk-[^"]+)"/g)].map(([, name]) => name ?? "");
  const ofElements = shared("elements.js").flatMap((name) => [name, ...shared(name)]);
  assert.ok(shared("index.js").some((name) => ofElements.includes(name)));
});

test("SEC-24 SEC-20 SIG-07 no HTML sink, no code from text, no beacon, no word on the console", () => {
  const forbidden =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG|\beval\(|new Function|sendBeacon|console\./;
  const sources = readdirSync(new URL("src", packageFolder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("wasm"));
  assert.ok(sources.length > 20);
  for (const file of sources) assert.doesNotMatch(read(`src/${file}`), forbidden, file);
  assert.doesNotMatch(read("dist/index.js"), /console\.|sendBeacon|\beval\(/);
});

test("the lock file names no registry", () => {
  assert.doesNotMatch(read("package-lock.json"), /"resolved"/);
});

test("every error code is listed once, in small letters", () => {
  const codes = [...read("src/errors.ts").matchAll(/^  \| "([^"]*)"/gm)].map(([, code]) => code ?? "");
  assert.ok(codes.length > 20);
  assert.equal(new Set(codes).size, codes.length);
  for (const code of codes) assert.match(code, /^[a-z]+(-[a-z]+)*$/);
});

const CONSENT = Object.keys((JSON.parse(read("package.json")) as { exports: object }).exports)
  .filter((name) => name.startsWith("./consent/"))
  .map((name) => name.slice("./".length));

function read(file: string): string {
  return readFileSync(new URL(file, packageFolder), "utf8");
}
